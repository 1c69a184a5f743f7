"""The text of a paper reads as it was written, whatever reads it, and what it cannot show is said."""

import io
import random
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader
from pythainlp.corpus import thai_words

from cases.lib import pdf
from cases.lib.pdf.fonts import _own_letters, unprintable
from cases.models import Case
from cases.printouts import documents
from tests.factories import CaseFactory
from tests.people import Citizen

CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
TONES = ["", "่", "้", "๊", "๋"]
ABOVE_AND_BELOW = ["", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็", "ฺ", "ํ"]
BEFORE, AFTER = ["", "เ", "แ", "โ", "ใ", "ไ"], ["", "ะ", "า", "ำ", "์"]
NEIGHBOURS = [
    "ສະບາຍດີ ນ້ຳ ຄຳ ທຳ ວຽງຈັນ",
    "ကြောင့် မြန်မာ ကို ရွှေ",
    "កម្ពុជា ភ្នំពេញ កោះ ស្រី",
    "Nguyễn Thị Ạnh Žižek Łódź",
]
# No font of ours, and of hardly any server, has it: Linear A.
UNKNOWN = "\U00010600\U00010601"
# What fonts of telephones and desktops have besides Latin 1 and Thai.
SIGNS = set("–—‘’“”•…′″‹›−→↑↓▲★☆✓✗")


def syllables(seed: int, count: int) -> list[str]:
    """Thai syllables as nobody would write them, and everybody might: each vowel with each tone mark."""
    some = random.Random(seed)
    return [
        some.choice(BEFORE)
        + some.choice(CONSONANTS)
        + some.choice(ABOVE_AND_BELOW)
        + some.choice(TONES)
        + some.choice(AFTER)
        for _ in range(count)
    ]


def lines(words: list[str]) -> bytes:
    """A paper with each of the words in a line of its own."""
    css = f"p {{ font: 9pt/1.6 {pdf.FAMILIES}; margin: 0 }}"
    return pdf.written("".join(f"<p>{word}</p>" for word in words), css)


def by_pypdf(content: bytes) -> str:
    """What pypdf reads."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def by_poppler(content: bytes) -> str:
    """What pdftotext reads, as the search of most desktops does."""
    said = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return said.stdout.decode().replace("\f", "\n")


READERS = pytest.mark.parametrize("read", [by_pypdf, by_poppler])


@pytest.fixture(autouse=True)
def english():
    """Papers and pages speak English here."""
    with override("en"):
        yield


@READERS
@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["ทำงาน สถานที่ อำเภอ น้ำ สถานที่ คำนำ"], id="ำ first"),
        pytest.param(["สถานที่ ทำ สถานที่ น้ำตาล"], id="า first"),
        pytest.param(["นํ้า ทําไม น้ำ ทำไม"], id="two ways of writing it"),
        pytest.param(syllables(1, 800), id="syllables"),
        pytest.param(random.Random(2).sample(sorted(thai_words()), 800), id="dictionary"),
        pytest.param(NEIGHBOURS, id="neighbours"),
        pytest.param(["บ้าน Ban 12 ซ. ทำ-ดี (ป้ำ) ๑๒๓ ฿50 ฯลฯ ๆ"], id="mixed"),
    ],
)
@pytest.mark.usefixtures("pango")
def test_the_text_of_a_paper_is_what_was_written(words: list[str], read) -> None:
    got = [line.strip() for line in read(lines(words)).split("\n") if line.strip()]
    assert got == [" ".join(word.split()) for word in words]


@READERS
@pytest.mark.usefixtures("pango")
def test_each_paper_reads_as_it_was_written(db: None, read) -> None:
    case = CaseFactory(resolved=True)
    case.place = "ตรงข้ามสถานที่ราชการ อำเภอน้ำคำ ทำไม"
    case.result_details = "ทำความสะอาดสถานที่แล้ว น้ำไม่ท่วม คำร้องสำเร็จ"
    case.details, case.first_name = "น้ำท่วมสถานที่ทำงาน", "คำนำ"
    made = [documents.receipt(case), documents.result(case), documents.file_of(case, [], person=True)]
    expected = [
        [case.place],
        [case.result_details],
        [case.place, case.result_details, case.details, case.first_name, case.last_name],
    ]
    for paper, words in zip(made, expected, strict=True):
        assert paper is not None
        said = "".join(read(paper.pdf()).split())
        for text in words:
            assert "".join(text.split()) in said


@pytest.mark.usefixtures("pango")
def test_bold_words_read_as_the_others() -> None:
    html = "<p>สถานที่ <b>ทำ สถานที่</b> ทำ</p>"
    assert "สถานที่ ทำ สถานที่ ทำ" in by_poppler(pdf.written(html, f"p, b {{ font-family: {pdf.FAMILIES} }}"))


@pytest.mark.usefixtures("pango")
def test_a_paper_says_what_it_cannot_show(case: Case) -> None:
    case.place = f"near {UNKNOWN}"
    said = " ".join(by_pypdf(documents.receipt(case).pdf()).split())
    assert "Some characters cannot be printed here (U+10600, U+10601)" in said


@pytest.mark.usefixtures("pango")
def test_a_paper_that_shows_everything_says_nothing(case: Case) -> None:
    assert "cannot be printed" not in by_pypdf(documents.receipt(case).pdf())


def test_of_many_letters_the_first_are_named() -> None:
    assert documents.named("ab" * 5).endswith("U+0061, U+0062…")


def test_who_may_not_see_the_person_does_not_hear_of_the_name(case: Case) -> None:
    case.first_name = UNKNOWN
    assert documents.unprintable(case, person=False) == []


def test_what_is_never_drawn_needs_no_font() -> None:
    assert unprintable("a\u200d\ufe0f\u00ad\n") == []


@pytest.mark.parametrize("file", ["locale/th/LC_MESSAGES/django.po", "../templates"])
def test_our_own_words_need_no_rare_font(file: str) -> None:
    place = Path(settings.BASE_DIR, "config", file)
    texts = [place] if place.is_file() else place.rglob("*.*")
    for text in texts:
        rare = {
            letter
            for letter in text.read_text()
            if not (ord(letter) < 0x100 or "\u0e00" <= letter <= "\u0e7f" or letter in SIGNS)
        }
        assert not rare, f"{text.name}: {rare}"


def test_what_papers_say_themselves_stands_in_our_own_fonts() -> None:
    words = "".join(
        file.read_text() for file in Path(settings.BASE_DIR, "templates/documents").glob("*.html")
    )
    assert {letter for letter in words if ord(letter) >= 32} <= {chr(code) for code in _own_letters()}


@pytest.mark.usefixtures("pango")
def test_the_citizen_gets_the_paper_in_both_languages(client: Client, somchai: Citizen) -> None:
    client.post(reverse("cases:track"), {"user_id": somchai.case.number, "password": somchai.password})
    for language, word in (("th", "เลขที่รับ"), ("en", "Receipt number")):
        with override(language):
            answer = client.get(reverse("cases:receipt", args=[somchai.case.number]))
        assert word in by_poppler(answer.content)
