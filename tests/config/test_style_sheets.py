"""One look: what the style sheets may say, and that everything on them can be read (WCAG 2.2, level AA)."""

import re
from pathlib import Path

import pytest

from cases.setup import branding
from cases.setup.branding import contrast
from config import web_font
from tests.tokens import SHEETS, STATIC, colours, own_sheet, tokens

ADMIN = STATIC / "admin-colours.css"
TEMPLATES = Path("templates")
TEXT, BOUNDARY = 4.5, 3.0
GROUNDS = ("ground", "paper", "tint")
TINTED = (*GROUNDS, "green-tint", "amber-tint", "red-tint")
# What is written on what, and what ends where.
WRITTEN = [(ink, ground) for ink in ("ink", "soft", "brand", "brand-dark") for ground in TINTED]
WRITTEN += [(ink, ground) for ink in ("red", "amber", "blue", "done") for ground in TINTED]
WRITTEN += [("on-brand", "brand"), ("on-brand", "brand-dark"), ("on-red", "red"), ("on-deep", "deep")]
BORDERS = [(edge, ground) for edge in ("line", "brand", "red", "blue", "done", "focus") for ground in TINTED]
BORDERS += [("marigold", ground) for ground in (*GROUNDS, "amber-tint")] + [("on-deep", "deep")]
OWN_COLOURS = [
    "",
    "#0b5d57",
    "#7a1f5c",
    "#1d4f91",
    "#8a4b00",
    "#000000",
    "#767676",
    "#c60000",
    "#3a7d00",
    "#7a00ff",
]


def unreadable(found: dict[str, str]) -> list[tuple[str, str, float]]:
    """The pairs of colours that are too near to each other."""
    pairs = [(*pair, TEXT) for pair in WRITTEN] + [(*pair, BOUNDARY) for pair in BORDERS]
    ratios = [(one, other, contrast(found[one], found[other]), least) for one, other, least in pairs]
    return [(one, other, round(ratio, 2)) for one, other, ratio, least in ratios if ratio < least]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("own", OWN_COLOURS)
def test_everything_can_be_read_in_both_schemes_and_in_a_municipalitys_own_colour(
    own: str, dark: bool
) -> None:
    chosen = colours(branding.colours(own), dark=dark)
    assert bool(chosen) == bool(own)
    assert unreadable(colours(own_sheet(), dark=dark) | chosen) == []


def test_every_colour_has_its_like_in_the_dark() -> None:
    constant = {"white"}
    light, dark = colours(own_sheet()), colours(own_sheet(), dark=True)
    assert {name for name in light if light[name] == dark[name]} == constant


def test_a_municipalitys_colour_is_measured_on_the_grounds_that_pages_have() -> None:
    light, dark = colours(own_sheet()), colours(own_sheet(), dark=True)
    assert (light["tint"], dark["amber-tint"]) == (branding.LIGHT_GROUND, branding.DARK_GROUND)
    assert (light["brand"], dark["on-brand"]) == (branding.OWN_COLOUR, branding.ON_DARK)


def test_the_administration_has_the_colours_of_the_other_pages() -> None:
    light, _, dark = ADMIN.read_text(encoding="utf-8").partition("@media")
    for sheet, own in ((light, colours(own_sheet())), (dark, colours(own_sheet(), dark=True))):
        used = set(re.findall(r"#[0-9a-f]{6}", sheet))
        assert (used != set(), used - set(own.values())) == (True, set())


@pytest.mark.parametrize("sheet", ["notices/layout.html", "documents/paper.css"])
def test_letters_and_documents_have_the_colours_of_the_pages_and_can_be_read(sheet: str) -> None:
    """Neither a mail program nor the maker of PDFs knows variables: the values stand there themselves."""
    text, own = (TEMPLATES / sheet).read_text(encoding="utf-8"), colours(own_sheet())
    values = {*own.values(), "#ffffff"}
    assert set(re.findall(r"#[0-9a-f]{6}", text)) - values == set()
    written = set(re.findall(r"(?<![\w-])color: (#[0-9a-f]{6})", text)) - {"#ffffff"}
    assert written
    assert {ink for ink in written for ground in GROUNDS if contrast(ink, own[ground]) < TEXT} == set()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_takes_colours_sizes_and_distances_from_the_variables(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/|--[\w-]+:[^;]+;", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?)\(", rules) == []
    assert re.findall(r"font-size:\s*[\d.]+rem", rules) == []
    assert re.findall(r"(?<![\w-])(?:margin|padding|gap)[\w-]*:[^;}]*?[\s:][\d.]+rem[^;}]*", rules) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_variable_that_a_sheet_uses_is_there(sheet: Path) -> None:
    used = set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text(encoding="utf-8")))
    assert used - set(tokens(own_sheet())) == set()


def test_only_what_is_dragged_has_a_shadow() -> None:
    rules = [
        rule
        for sheet in SHEETS
        for rule in re.findall(r"[^{}]+\{[^{}]*\}", sheet.read_text(encoding="utf-8"))
    ]
    assert [rule for rule in rules if "var(--lifted)" in rule and "[data-dragged]" not in rule] == []


def test_nothing_moves_where_no_motion_is_wished() -> None:
    lines = [line for sheet in SHEETS for line in sheet.read_text(encoding="utf-8").splitlines()]
    moving = [line for line in lines if re.search(r"\b(transition|animation)[\w-]*:", line)]
    assert moving
    assert [line for line in moving if "prefers-reduced-motion: no-preference" not in line] == []


@pytest.mark.parametrize("weight", web_font.WEIGHTS)
def test_the_web_font_is_what_its_script_makes(weight: int) -> None:
    assert web_font.made(weight) == web_font.path(weight).read_bytes()
