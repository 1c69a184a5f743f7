"""docs/design.md says what the style sheet does, and shows every component."""

import re

from tests.screenshots import components
from tests.tokens import ROOT, own_sheet, tokens

DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


def test_the_colours_of_the_document_are_those_of_the_sheet() -> None:
    rows = re.findall(r"^\| `--([\w-]+)` \| (#\w+) \| (#\w+) \|", DESIGN, re.MULTILINE)
    light, dark = tokens(own_sheet()), tokens(own_sheet(), dark=True)
    assert [(name, light[name], dark[name]) for name, *_ in rows] == [tuple(row) for row in rows]
    assert {name for name in light if light[name].startswith("#")} == {name for name, *_ in rows}


def test_sizes_and_distances_of_the_document_are_those_of_the_sheet() -> None:
    rows = dict(re.findall(r"^\| `--((?:size|space)-\w+)` \| ([\d.]+rem) \|", DESIGN, re.MULTILINE))
    assert rows == {
        name: size for name, size in tokens(own_sheet()).items() if name.startswith(("size-", "space-"))
    }


def test_each_of_the_twelve_components_has_its_picture() -> None:
    shown = set(re.findall(r"\(pictures/components/([\w-]+)\.webp\)", DESIGN))
    assert shown == set(components.names())
    assert len(shown) == 12
    assert {file.stem for file in components.FOLDER.glob("*.webp")} == shown


def test_the_classes_of_the_components_are_in_the_sheet() -> None:
    specimens = components.SPECIMENS.read_text(encoding="utf-8")
    used = {name for names in re.findall(r'class="([^"]+)"', specimens) for name in names.split()}
    assert {name for name in used if f".{name}" not in own_sheet()} == set()


def test_all_pictures_of_the_documents_weigh_little() -> None:
    sizes = [file.stat().st_size for file in (ROOT / "docs" / "pictures").rglob("*.webp")]
    assert sum(sizes) <= 2 * 1024 * 1024
