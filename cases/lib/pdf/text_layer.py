"""A PDF whose text reads as it was written, by copying, searching and reading aloud.

A PDF draws glyphs, and says of each code in its text what it means (ToUnicode, ISO 32000-1, 9.10.3).
WeasyPrint uses the number of the glyph as its code, with the meaning that its first use had. That is one too
few: Thai draws ำ as a ring and the glyph of า, and whichever comes first decides how all are read. Here every
pair of a glyph and what it stands for has a code of its own, and a table (CIDToGIDMap, 9.7.4.2) leads from
the codes to the glyphs. A base letter stands for its marks as well, since readers look for a mark where it
is drawn, which is not where it belongs.

Only the process that makes papers imports this: it changes WeasyPrint in two places.
"""

import importlib
import logging
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

import pydyf
import weasyprint
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.pdf import stream as pdf_stream

# They would quote what is written.
for name in ("fontTools", "weasyprint"):
    logging.getLogger(name).setLevel(logging.CRITICAL)
PIECE = re.compile(r"<([0-9a-f]*)>|(-?[0-9.]+)")
# Readers take a step to the right of more than so many thousandths for a space between words.
STEP = 50.0
RIGHT_TO_LEFT = ("R", "AL")
MARKS = ("Mn", "Me", "Cf")
TO_UNICODE = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{lines}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class Meanings(dict[int, str]):
    """What WeasyPrint notes of the glyphs of a font: asked for each glyph that is drawn, since none is ever
    said to be known. `drawn` are all of them in their order, `texts` what each stands for, `starts` where the
    pen was set down anew. Without `own_codes` the code of a glyph stays its number."""

    def __init__(self, *, own_codes: bool) -> None:
        super().__init__()
        self.own_codes = own_codes
        self.starts = set[int]()
        self.drawn: list[int] = []
        self.texts: list[str] = []
        self.codes: dict[tuple[int, str], int] = {}

    def __contains__(self, glyph: object) -> bool:
        return False

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, text)
        self.drawn.append(glyph)
        self.texts.append(text)

    def code(self, place: int) -> int:
        """The code of what is drawn at this place."""
        glyph, text = self.drawn[place], self.texts[place]
        if not self.own_codes:
            self.codes.setdefault((glyph, ""), glyph)
            return glyph
        return self.codes.setdefault((glyph, text), len(self.codes) + 1)


class Font(pdf_fonts.Font):
    """A font that notes what each drawn glyph stands for."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        if not self.bitmap:
            # The table from codes to glyphs is for TrueType alone (9.7.4.2).
            self.to_unicode = Meanings(own_codes=self.type == "ttf")


@dataclass
class Shown:
    """A piece of text in a page: where its operator stands, and what of its font was drawn with it."""

    lines: list[Any]
    at: int
    font: Font
    text: str
    first: int


@dataclass
class Document:
    """What was shown in the document that is being made."""

    shown: list[Shown] = field(default_factory=list)
    fonts: dict[str, Font] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)


_document = Document()


def show_text(stream: Any, text: str) -> None:
    """Show text (in the place of pydyf's own), and note where; its codes are filled in at the end."""
    name, _size = stream._current_font
    font = next(font for font in stream._fonts.values() if font.hash == name)
    if isinstance(font.to_unicode, Meanings):
        first = _document.counts.get(name, 0)
        _document.fonts[name] = font
        if not stream.stream or not stream.stream[-1].endswith((b" TJ", b" Ts")):
            font.to_unicode.starts.add(first)
        _document.counts[name] = first + sum(len(glyphs) // 4 for glyphs, _step in PIECE.findall(text))
        _document.shown.append(Shown(stream.stream, len(stream.stream), font, text, first))
    pydyf.Stream.show_text(stream, text)


pdf_stream.Font = Font
pdf_stream.Stream.show_text = show_text


def written(html: str, css: str) -> bytes:
    """The PDF of a page, which reads nothing but what it brings along."""
    global _document
    _document = Document()
    fetcher = weasyprint.URLFetcher(allowed_protocols=["data"])
    fonts = importlib.import_module("weasyprint.text.fonts").FontConfiguration()
    style = weasyprint.CSS(string=css, font_config=fonts, url_fetcher=fetcher)
    page = weasyprint.HTML(string=html, url_fetcher=fetcher)
    content: bytes = page.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_tags=True, finisher=_give_codes
    )
    return content


def _give_codes(document: object, pdf: pydyf.PDF) -> None:
    for font in _document.fonts.values():
        _share_out(font)
        _give_marks_to_bases(font)
    for shown in _document.shown:
        shown.lines[shown.at] = _coded(shown)
    for thing in list(pdf.objects):
        if isinstance(thing, pydyf.Dictionary) and "BaseFont" in thing:
            name = thing["BaseFont"].decode().removeprefix("/").partition("+")[0]
            if name in _document.fonts:
                _tabulate(thing, _document.fonts[name], pdf)


def _share_out(font: Font) -> None:
    """Give each glyph of a cluster its share of the cluster's text, which stands with the last of them: its
    letters one by one to those that take room, what is left to the last."""
    meanings, cluster = font.to_unicode, list[int]()
    for place, text in enumerate(meanings.texts):
        cluster.append(place)
        if not text:
            continue
        if len(cluster) > 1 and unicodedata.bidirectional(text[0]) not in RIGHT_TO_LEFT:
            wide = [one for one in cluster if font.widths.get(meanings.drawn[one], 0)] or [place]
            parts = _parts(text, len(wide))
            for one in cluster:
                meanings.texts[one] = parts.pop(0) if one in wide else ""
        cluster.clear()


def _give_marks_to_bases(font: Font) -> None:
    """Let the glyph before a mark, in the same line, stand for both."""
    meanings, base = font.to_unicode, 0
    for place, (glyph, text) in enumerate(zip(meanings.drawn, meanings.texts, strict=True)):
        has_width = font.widths.get(glyph, 0)
        is_mark = not has_width or (text and all(unicodedata.category(letter) in MARKS for letter in text))
        if is_mark and place not in meanings.starts:
            if place:
                meanings.texts[base] += text
                meanings.texts[place] = ""
        else:
            base = place


def _parts(text: str, count: int) -> list[str]:
    """A text in so many parts, as even as its letters and their marks allow; empty ones at the end."""
    letters = list[str]()
    for letter in text:
        if letters and unicodedata.category(letter) in MARKS:
            letters[-1] += letter
        else:
            letters.append(letter)
    parts = [*letters[: count - 1], "".join(letters[count - 1 :])]
    return parts + [""] * (count - len(parts))


def _coded(shown: Shown) -> bytes:
    meanings, place, pieces = shown.font.to_unicode, shown.first, list[str]()
    for glyphs, step in PIECE.findall(shown.text):
        if step:
            pieces.append(_in_small_steps(float(step)))
        else:
            count = len(glyphs) // 4
            codes = "".join(f"{meanings.code(one):04x}" for one in range(place, place + count))
            pieces.append(f"<{codes}>")
            place += count
    return f"[{''.join(pieces)}] TJ".encode()


def _in_small_steps(step: float) -> str:
    """A step of the pen (a negative one goes to the right) in steps that nobody takes for a space."""
    count = max(1, -int(step // STEP)) if step < 0 else 1
    return " ".join([f"{step / count:.4g}"] * count)


def _tabulate(dictionary: pydyf.Dictionary, font: Font, pdf: pydyf.PDF) -> None:
    """Write down which code draws which glyph, how wide it is, and which letters it means."""
    meanings = font.to_unicode
    if dictionary["Subtype"] == "/Type0":
        texts = {code: text for (_glyph, text), code in meanings.codes.items()}
        if not meanings.own_codes:
            # A glyph that stands for several texts keeps the first of them.
            texts = dict(reversed(list(zip(meanings.drawn, meanings.texts, strict=True))))
        lines = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(texts.items())]
        table = TO_UNICODE.format(lines=_hundreds(lines, "bfchar")).encode()
        dictionary["ToUnicode"] = _added(table, pdf)
        if meanings.own_codes:
            dictionary["Encoding"] = "/Identity-H"
    elif meanings.own_codes:
        missing = set(font.missing.values())
        glyphs = [0, *(glyph for glyph, _text in meanings.codes)]
        table = b"".join((0 if glyph in missing else glyph).to_bytes(2) for glyph in glyphs)
        dictionary["CIDToGIDMap"] = _added(table, pdf)
        widths = pydyf.Array(font.widths.get(glyph, 0) for glyph in glyphs[1:])
        dictionary["W"] = pydyf.Array([1, widths])


def _added(content: bytes, pdf: pydyf.PDF) -> bytes:
    stream = pydyf.Stream([content], compress=True)
    pdf.add_object(stream)
    reference: bytes = stream.reference
    return reference


def _hundreds(lines: list[str], operator: str) -> str:
    """A table takes a hundred lines at a time."""
    blocks = [lines[first : first + 100] for first in range(0, len(lines), 100)]
    return "\n".join(
        "\n".join([f"{len(block)} begin{operator}", *block, f"end{operator}"]) for block in blocks
    )
