"""The fonts of the papers, and which letters neither they nor the server's own fonts have."""

import ctypes
import ctypes.util
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[3] / "config" / "static" / "fonts"
# Separate names: one family with `unicode-range` loses its Latin in WeasyPrint.
FAMILIES = {
    "Sarabun Latin": "sarabun/sarabun-latin",
    "Sarabun Thai": "sarabun/sarabun-thai",
    "Sarabun Latin Ext": "sarabun/sarabun-latin-ext",
    "Sarabun Vietnamese": "sarabun/sarabun-vietnamese",
    "Paper Lao": "noto/noto-sans-lao-lao",
    "Paper Khmer": "noto/noto-sans-khmer-khmer",
    "Paper Myanmar": "noto/noto-sans-myanmar-myanmar",
}
FACE = (
    "@font-face {{ font-family: '{name}'; font-weight: {weight}; src: url(data:font/woff2;base64,{data}) }}"
)
# Never drawn: controls, joiners and selectors of variants.
UNSEEN = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
SYSTEM_FONTS = 0  # FcSetSystem


class _FontSet(ctypes.Structure):
    """FcFontSet of fontconfig."""

    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


@cache
def faces() -> str:
    """The fonts as CSS, each with its data."""
    return "\n".join(
        FACE.format(name=name, weight=weight, data=_data(f"{file}-{weight}-normal.woff2"))
        for name, file in FAMILIES.items()
        for weight in (400, 700)
    )


def unprintable(text: str) -> list[str]:
    """The letters of a text for which there is no font, each once, in their order."""
    return [letter for letter in dict.fromkeys(text) if not _has_font(letter)]


@lru_cache(maxsize=10_000)
def _has_font(letter: str) -> bool:
    code = ord(letter)
    if code in _own_letters() or unicodedata.category(letter) in UNSEEN:
        return True
    return any(code in selectors for selectors in SELECTORS) or _system_fonts()(code)


@cache
def _own_letters() -> frozenset[int]:
    found = set[int]()
    for file in FAMILIES.values():
        with TTFont(FONTS / f"{file}-400-normal.woff2", lazy=True) as font:
            found.update(font.getBestCmap())
    return frozenset(found)


@cache
def _system_fonts() -> Callable[[int], bool]:
    """Whether one of the server's fonts has a letter, as Pango asks: by fontconfig, which is read once."""
    name = ctypes.util.find_library("fontconfig")
    if name is None:
        return lambda code: False
    library = ctypes.CDLL(name)
    for function in ("FcInitLoadConfigAndFonts", "FcConfigGetFonts"):
        getattr(library, function).restype = ctypes.c_void_p
    library.FcConfigGetFonts.argtypes = (ctypes.c_void_p, ctypes.c_int)
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcPatternGetCharSet.argtypes = (
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int,
        ctypes.POINTER(ctypes.c_void_p),
    )
    library.FcCharSetHasChar.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
    found = library.FcConfigGetFonts(library.FcInitLoadConfigAndFonts(), SYSTEM_FONTS)
    charsets = []
    for place in range(found.contents.count if found else 0):
        charset = ctypes.c_void_p()
        if not library.FcPatternGetCharSet(found.contents.fonts[place], b"charset", 0, ctypes.byref(charset)):
            charsets.append(charset)
    return lambda code: any(library.FcCharSetHasChar(charset, code) for charset in charsets)


def _data(file: str) -> str:
    return b64encode((FONTS / file).read_bytes()).decode()
