"""What the documents name is there: files, folders, links, rooms and the words of the pages."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMED = re.compile(r"`((?:cases|config|docs|notifications|templates|tests|workflows)/[\w./-]*)`")
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
DECISIONS = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
# Sections of the decisions that stand for no room.
EVERYWHERE = ("principles", "libraries")


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.name)
def test_files_that_a_document_names_exist(document: Path) -> None:
    named = set(NAMED.findall(document.read_text(encoding="utf-8")))
    assert {name for name in named if not (ROOT / name).exists()} == set()


@pytest.mark.parametrize("document", WRITTEN, ids=lambda path: path.name)
def test_links_of_a_document_lead_somewhere(document: Path) -> None:
    targets = set(LINK.findall(document.read_text(encoding="utf-8")))
    assert {target for target in targets if not (document.parent / target).exists()} == set()


def test_decisions_are_grouped_by_rooms_that_exist() -> None:
    rooms = [title.lower() for title in re.findall(r"^## (.+)$", DECISIONS, re.MULTILINE)]
    assert [room for room in rooms if room not in EVERYWHERE and not (ROOT / room).is_dir()] == []


def test_the_index_of_the_decisions_names_each_section_in_order() -> None:
    titles = re.findall(r"^## (.+)$", DECISIONS, re.MULTILINE)
    anchors = [title.lower().replace("/", "") for title in titles]
    assert re.findall(r"\]\(#([^)]+)\)", DECISIONS) == anchors


def test_thai_words_of_the_glossary_are_those_of_the_pages() -> None:
    catalogue = polib.pofile(str(ROOT / "config/locale/th/LC_MESSAGES/django.po"))
    pages = "\n".join(entry.msgstr for entry in catalogue)
    words = re.findall(r"^\| ([\u0e00-\u0e7f]+) \|", GLOSSARY, re.MULTILINE)
    assert words
    assert [word for word in words if word not in pages] == []


def test_pictures_of_the_readme_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()}
    assert {name for name, size in sizes.items() if size > 150_000} == set()
