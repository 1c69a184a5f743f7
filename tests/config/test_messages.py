"""Translations: complete, worded as the glossary says, and usable without gettext's programs."""

import gettext
from pathlib import Path

import polib
import pytest

from config import messages, terminology


def catalogue(root: Path, **entry: object) -> Path:
    """A tree with one Thai catalogue that holds one entry."""
    path = root / "config" / "locale" / "th" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=1; plural=0;"}
    book.append(polib.POEntry(**entry))
    book.save(str(path))
    return path


def test_thai_is_complete() -> None:
    assert messages.problems() == []


def test_thai_and_english_are_worded_as_the_glossary_says() -> None:
    assert messages.misworded() == []


def test_a_word_that_is_not_written_is_named_with_its_term(tmp_path: Path) -> None:
    catalogue(tmp_path, msgid="Check a paper", msgstr="ตรวจสอบอีเมล์ %(name)s")
    place = "config/locale/th/LC_MESSAGES/django.po: “Check a paper”"
    assert messages.misworded(tmp_path) == [
        f"{place}: write อีเมล, not อีเมล์",
        f"{place}: write document, not paper",
    ]


def test_a_plural_is_read_as_well(tmp_path: Path) -> None:
    catalogue(tmp_path, msgid="One text", msgid_plural="Many papers", msgstr_plural={0: "จดหมาย"})
    assert [line.partition(": write ")[2] for line in messages.misworded(tmp_path)] == [
        "ข้อความแจ้ง, not จดหมาย",
        "document, not papers",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {"msgid": "I send: %(papers)s", "msgstr": "ส่งเอกสาร: %(papers)s"},
        {"msgid": "The paperwork", "msgstr": "งานเอกสาร"},
        {"msgid": "Dear %(name)s,", "msgstr": "เรียน คุณ%(name)s"},
        {"msgid": "Thank you", "msgstr": "ขอบคุณ"},
    ],
)
def test_placeholders_parts_of_words_and_listed_phrases_may_hold_it(
    tmp_path: Path, entry: dict[str, str]
) -> None:
    catalogue(tmp_path, **entry)
    assert messages.misworded(tmp_path) == []


def test_a_glossary_without_the_table_is_an_error() -> None:
    with pytest.raises(ValueError, match="no table"):
        terminology.rules("# Glossary\n\n| Thai | English | in the code |\n|---|---|---|\n| a | b | c |\n")


def test_a_repetition_mark_never_begins_a_line() -> None:
    """Before ๆ stands a space at which no line breaks (Royal Society's rules for spaces)."""
    book = polib.pofile(str(messages.BASE_DIR / "config/locale/th/LC_MESSAGES/django.po"))
    texts = [text for entry in book for text in (entry.msgstr, *entry.msgstr_plural.values())]
    texts.append((messages.BASE_DIR / "cases/reference/municipality.yaml").read_text(encoding="utf-8"))
    assert not [text for text in texts if " ๆ" in text or "\nๆ" in text]
    assert any("\N{NO-BREAK SPACE}ๆ" in text for text in texts)


def test_an_untranslated_message_is_found(tmp_path: Path) -> None:
    catalogue(tmp_path, msgid="Street light", msgstr="")
    assert messages.problems(tmp_path) == [
        "config/locale/th/LC_MESSAGES/django.po: untranslated: Street light"
    ]


def test_a_fuzzy_message_is_found(tmp_path: Path) -> None:
    catalogue(tmp_path, msgid="Street light", msgstr="ไฟ", flags=["fuzzy"])
    assert messages.problems(tmp_path) == ["config/locale/th/LC_MESSAGES/django.po: fuzzy: Street light"]


def test_a_complete_catalogue_has_no_problem(tmp_path: Path) -> None:
    catalogue(tmp_path, msgid="Street light", msgstr="ไฟถนน")
    assert messages.problems(tmp_path) == []


def test_the_compiled_catalogue_is_what_gettext_reads(tmp_path: Path) -> None:
    source = catalogue(tmp_path, msgid="Street light", msgstr="ไฟถนน")
    messages.compile_all(tmp_path)
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Street light") == "ไฟถนน"


def test_no_message_stands_where_it_is_not_collected() -> None:
    assert messages.in_f_strings() == []


def test_a_message_in_an_f_string_is_found(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    lines = ["a = f\"{_('x')} y\"", "b = f\"{gettext('x') % 1}\"", 'c = f"{a}"']
    (tmp_path / "cases" / "words.py").write_text("\n".join(lines))
    assert messages.in_f_strings(tmp_path) == [
        "cases/words.py:1: in an f-string",
        "cases/words.py:2: in an f-string",
    ]
