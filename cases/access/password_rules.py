"""Which passwords of the staff are refused besides Django's: what everybody in the municipality would guess.

That is its name, district and province, the word เทศบาล, the product's name, this year and the last one in
both eras, and the own name; also with signs in between, in figures for letters (Ud0nth@n1), and typed in Thai
while the keyboard was set to English.
"""

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Municipality, User
from cases.text.dates import BUDDHIST_ERA
from cases.text.normalization import compared_closely

# Shorter ones are in too many good passwords; own names of three letters (ดาว, Joy) may not begin or end one.
LEAST, LEAST_AT_AN_END = 4, 3
PRODUCT = ("raprueang", "rap-rueang", "รับเรื่อง")
OFFICE = ("เทศบาล", "tessaban", "thesaban", "thetsaban", "municipality")
# Words of a municipality's name that say nothing of it.
GENERIC = frozenset({"city", "town", "mueang", "muang", "subdistrict", "district", "province", "เมือง"})
PREFIX = re.compile("^(เทศบาล(นคร|เมือง|ตำบล)?|องค์การบริหารส่วน(จังหวัด|ตำบล)?|เมือง)")
LEET = (
    str.maketrans("013456789@$!|+", "oieasgtbgasiit"),
    str.maketrans("013456789@$!|+", "oleasgtbgaslit"),
)
# The letters of a Thai keyboard (Kedmanee), and what the same keys give while it is set to English.
THAI_KEYS = {
    "ภถุึคตจขช": "4567890-=",
    "ๆไำพะัีรนยบล": "qwertyuiop[]",
    "ฟหกดเ้่าสวง": "asdfghjkl;'",
    "ผปแอิืทมใฝ": "zxcvbnm,./",
    "ฎฑธํ๊ณฯญฐ": "ertyuiop{",
    "ฤฆฏโฌ็๋ษศซ": "asdfghjkl:",
    "ฉฮฺ์ฒฬฦ": "cvbn<>?",
}
ENGLISH = str.maketrans("".join(THAI_KEYS), "".join(THAI_KEYS.values()))


class LocalWordsValidator:
    """Refuses a password in which one of the words stands that everybody here would guess."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError, which names what was found, but never the password."""
        spellings = set(_spellings(password))
        typed = password.casefold()
        for word, said in [*_local(), *_own(user)]:
            if any(_stands(word, one) for one in spellings) or _stands(_on_english_keys(word), typed):
                text = _("This password contains %(word)s, which everybody here would guess first.")
                raise ValidationError(text, code="password_local", params={"word": said})

    def get_help_text(self) -> str:
        """What to leave out."""
        return _(
            "Leave out your name, the name of the municipality and the province, “เทศบาล”, the year and the "
            "name of this service."
        )


def _local() -> Iterator[tuple[str, str]]:
    """The words of this municipality, each as it is compared and as it is named to its reader."""
    office = Municipality.current()
    places = [office.name_th, office.name_en]
    if office.district is not None:
        province = office.district.province
        places += [office.district.name_th, office.district.name_en, province.name_th, province.name_en]
    yield from _words([*PRODUCT, *OFFICE])
    yield from _words(PREFIX.sub("", place) for place in places)
    yield from _words(part for place in places for part in place.split())
    year = timezone.localdate().year
    for one in (year, year - 1, year + BUDDHIST_ERA, year - 1 + BUDDHIST_ERA):
        yield str(one), str(one)


def _own(user: User | None) -> Iterator[tuple[str, str]]:
    if user is not None:
        mail = (user.email or "").partition("@")[0]
        names = [user.username, user.first_name, user.last_name, mail]
        parts = re.split(r"[\W_]+", f"{user.username} {mail}")
        yield from _words([*names, *parts], least=LEAST_AT_AN_END)


def _stands(word: str, password: str) -> bool:
    return word in password if len(word) >= LEAST else password.startswith(word) or password.endswith(word)


def _words(texts: Iterable[str], *, least: int = LEAST) -> Iterator[tuple[str, str]]:
    for text in texts:
        word = _plain(text)
        if len(word) >= least and word not in GENERIC:
            yield word, text


def _spellings(password: str) -> Iterator[str]:
    """The ways in which a password can be read: without its signs, and with letters for figures."""
    yield _plain(password)
    for table in LEET:
        yield _plain(password.casefold().translate(table))


def _plain(text: str) -> str:
    """Small letters and figures in one spelling, without blanks and signs; Thai marks stay."""
    return "".join(ch for ch in compared_closely(text) if ch.isalnum() or "\u0e00" <= ch <= "\u0e7f")


def _on_english_keys(word: str) -> str:
    """What comes of a Thai word on a keyboard that is set to English; of any other word nothing new."""
    if not any("\u0e00" <= ch <= "\u0e7f" for ch in word):
        return word
    return word.translate(ENGLISH)
