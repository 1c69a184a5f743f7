"""`python -m config.web_font`, which is `make fonts`: Sarabun for the pages, from the files for the papers.

A page has Thai and Latin together, so that one small file for each weight suffices: 25 KB for a citizen.
"""

import io
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent / "static" / "fonts" / "sarabun"
WEIGHTS = (400, 700)
# Thai, Latin and the signs of pages and letters. What hardly anybody writes, a font of the device shows.
RARE = "ฃฅฦฺ๎๏๚๛<>[\\]^`{|}~$"
SIGNS = "\u00a0·–“”…‹›"
WRITTEN = 3_786_912_000  # the first of 2024, in seconds since 1904
LETTERS = frozenset(
    {*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E5C), *range(0x20, 0x7F), *map(ord, SIGNS)} - {*map(ord, RARE)}
)


def made(weight: int) -> bytes:
    """Return the font of a weight as WOFF2, with the letters of the pages alone."""
    parts = [_reduced(FOLDER / f"sarabun-{script}-{weight}-normal.woff2") for script in ("thai", "latin")]
    font = Merger().merge(parts)
    # The same sources make the same file, whenever that is.
    font.recalcTimestamp, font["head"].created, font["head"].modified = False, WRITTEN, WRITTEN
    merged = _bytes(font)
    return _reduced(merged, flavor="woff2").getvalue()


def path(weight: int) -> Path:
    """Return where the font of a weight lies."""
    return FOLDER / f"sarabun-web-{weight}.woff2"


def _reduced(source: Path | io.BytesIO, flavor: str | None = None) -> io.BytesIO:
    """The letters of the pages out of a font, with what places Thai vowels and tones, without hints."""
    options = subset.Options(hinting=False, desubroutinize=True, layout_features=["ccmp", "mark", "mkmk"])
    options.drop_tables += ["DSIG", "gasp", "meta"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    return _bytes(font, flavor)


def _bytes(font: TTFont, flavor: str | None = None) -> io.BytesIO:
    font.flavor = flavor
    file = io.BytesIO()
    font.save(file)
    file.seek(0)
    return file


def main() -> None:
    """Write the fonts of all weights."""
    for weight in WEIGHTS:
        path(weight).write_bytes(made(weight))


if __name__ == "__main__":
    main()
