"""Letters as an administrator words them: every one can be changed, none can be broken or lose its facts."""

import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from cases.events import Actor
from cases.lib.request_cache import one_request
from cases.models import Case, CaseEvent, Municipality, OneTimeCode, User
from cases.setup import files
from cases.setup.imports import bring_in
from cases.setup.safe_yaml import Unreadable
from notifications.letters import custom_texts, one_time_codes
from notifications.letters.catalogue import CATALOGUE, SPECS
from notifications.letters.content import standalone_content
from notifications.letters.content.event_content import about
from notifications.letters.content.rendering import MARK, default_words, render
from notifications.models import Audience, Letter, LetterText, Notice
from notifications.models.letter_texts import UNCHANGED, Changed, Words, office_and_changed
from tests.factories import CaseFactory, ExternalAgencyFactory, RequestTypeFactory
from tests.once import case as case
from tests.once import case_made as case_made
from tests.once import department as department
from tests.once import head as head
from tests.once import made as made
from tests.once import officer as officer

LANGUAGES = ["th", "en"]
PAIRS = sorted({(spec.letter, rule.audience) for spec in SPECS if spec.event for rule in spec.rules})
OF_NO_CASE = [(spec.letter, spec.audience) for spec in SPECS if spec.event is None]
OFFICE = Municipality(code="x", name_th="เทศบาลตัวอย่าง", name_en="Sample City", phone="042 000 000")
pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Municipality:
    return Municipality.objects.create(code="x", name_th="เทศบาลตัวอย่าง", name_en="Sample City")


def context(case: Case, letter: Letter, audience: Audience) -> dict[str, Any]:
    if letter == Letter.RECOVERY_CODE:
        return standalone_content.recovery_code(OneTimeCode.Purpose.EMAIL)
    if letter == Letter.LETTERS_WAIT:
        return standalone_content.letters_wait(10)
    if letter == Letter.DIGEST:
        return standalone_content.digest([case] * 41, timezone.localdate())
    happened = CaseEvent(case=case, kind="noted", at=timezone.now(), actor=Actor.CITIZEN, message="x")
    return about(happened, CATALOGUE[letter], audience)


def written(
    case: Case, letter: Letter, audience: Audience, language: str, changed: Changed = UNCHANGED
) -> Any:
    with override(language):
        return render(letter, language, context(case, letter, audience), OFFICE, changed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("letter", "audience"), [*PAIRS, *OF_NO_CASE])
def test_the_default_words_saved_as_a_change_make_the_same_letter(
    case: Case, letter: Letter, audience: Audience, language: str
) -> None:
    case.resolved_at, case.agency = timezone.now(), ExternalAgencyFactory()
    words = default_words(letter, language)
    assert custom_texts.check_words(letter, words) == {}
    changed: Changed = {(letter, language): words}
    assert written(case, letter, audience, language, changed) == written(case, letter, audience, language)


def test_only_letters_that_name_the_day_of_an_answer_read_the_transfer() -> None:
    for spec in SPECS:
        assert ("answer_by" in custom_texts.known(spec.letter)) == spec.awaits_answer


@pytest.mark.parametrize("letter", list(Letter))
def test_every_placeholder_is_explained(letter: Letter) -> None:
    assert "" not in custom_texts.known(letter).values()
    assert "password" not in custom_texts.known(letter)


@pytest.mark.parametrize(("letter", "audience"), [p for p in PAIRS if p[1] != Audience.CITIZEN])
def test_no_placeholder_tells_staff_or_followers_who_asks(
    case: Case, letter: Letter, audience: Audience
) -> None:
    body = " ".join(f"{{{name}}}" for name in custom_texts.known(letter))
    changed: Changed = {(letter, "th"): Words("{number}", body)}
    text = written(case, letter, audience, "th", changed).text
    for private in (case.first_name, case.last_name, case.email, "812345678", case.house_no):
        assert private not in text


def test_a_changed_letter_to_followers_can_name_no_place() -> None:
    for letter in Letter:
        if letter.startswith("followed_"):
            assert "place" not in custom_texts.known(letter)


def test_a_changed_letter_about_a_restricted_case_tells_the_staff_no_place(case: Case) -> None:
    case.request_type, case.place = RequestTypeFactory(restricted=True), "Secret Lane"
    changed: Changed = {(Letter.NEW_CASE, "th"): Words("{number}", "ที่ {place}!")}
    assert "Secret Lane" not in written(case, Letter.NEW_CASE, Audience.HEAD, "th", changed).text


def test_the_password_and_the_facts_stay_whatever_the_words_are(case: Case) -> None:
    changed: Changed = {(Letter.RECEIVED, "th"): Words("{number}", "สวัสดี")}
    letter = written(case, Letter.RECEIVED, Audience.CITIZEN, "th", changed)
    assert letter.text.count(MARK) == letter.html.count(MARK) == 1
    assert "สวัสดี" in letter.text
    assert case.number in letter.text
    assert "/track/" in letter.text


@pytest.mark.parametrize(
    "body", ["{% load i18n %}", "{{ office }}", "{facts}", "{password}", "{", "{number.__class__}", "\ue000"]
)
def test_words_that_are_no_words_cannot_be_saved(administrator: User, body: str) -> None:
    with pytest.raises(ValidationError) as caught:
        custom_texts.change(Letter.RECEIVED, "th", Words("{number}", body), by=administrator)
    assert list(caught.value.message_dict) == ["body"]
    assert not LetterText.objects.exists()


def test_what_a_letter_needs_cannot_be_left_out(administrator: User) -> None:
    wrong = custom_texts.check_words(Letter.RESULT, Words("ผลการดำเนินงาน", "เสร็จแล้ว"))
    assert "{number}" in wrong["subject"].messages[0]
    assert "{until}" in wrong["body"].messages[0]
    assert custom_texts.check_words(Letter.RESULT, Words("{number}", "{until}")) == {}


def test_template_syntax_in_a_letter_is_only_text(case: Case) -> None:
    case.place = "{department} {% debug %} {{ office.pk }} <b>"
    changed: Changed = {(Letter.RECEIVED, "th"): Words("{number}", "<i>{place}</i>")}
    letter = written(case, Letter.RECEIVED, Audience.CITIZEN, "th", changed)
    assert "{department} {% debug %} {{ office" in letter.text
    assert "&lt;i&gt;" in letter.html
    assert "<i>" not in letter.html


@pytest.mark.parametrize("body", ["{gone}", "{facts}", "{quote}", "{0}", "{}"])
def test_words_that_fail_fall_back_to_the_default_and_are_reported(
    case: Case, caplog: pytest.LogCaptureFixture, body: str
) -> None:
    changed: Changed = {(Letter.RECEIVED, "th"): Words("{number}", body)}
    with caplog.at_level(logging.ERROR):
        letter = written(case, Letter.RECEIVED, Audience.CITIZEN, "th", changed)
    assert letter == written(case, Letter.RECEIVED, Audience.CITIZEN, "th")
    assert "received (th)" in caplog.text


def test_the_outbox_uses_the_changed_words_at_once(office: Any, administrator: User, head: User) -> None:
    words = Words("{number} รับแล้ว", "{office} รับเรื่อง {kind} แล้ว")
    custom_texts.change(Letter.RECEIVED, "th", words, by=administrator)
    case = CaseFactory(request_type=RequestTypeFactory(department=head.memberships.get().department))
    notice = case.notices.get(audience=Audience.CITIZEN)
    assert notice.subject == f"{case.number} รับแล้ว"
    assert f"เทศบาลตัวอย่าง รับเรื่อง {case.request_type.name_th} แล้ว" in notice.text


def test_words_are_read_once_for_a_request_and_a_change_is_seen_at_once(
    office: Any, administrator: User, django_assert_num_queries: Any
) -> None:
    with one_request():
        with django_assert_num_queries(3):
            assert [office_and_changed([Letter.DIGEST]) for _ in range(2)] == [(office, {}), (office, {})]
        words = Words("Today", "Good morning")
        custom_texts.change(Letter.DIGEST, "en", words, by=administrator)
        assert office_and_changed([Letter.DIGEST])[1] == {(Letter.DIGEST, "en"): words}
        custom_texts.restore(Letter.DIGEST, "en")
        assert office_and_changed([Letter.DIGEST])[1] == {}


def test_a_letter_in_the_other_language_stays(office: Any, administrator: User) -> None:
    custom_texts.change(Letter.RECEIVED, "th", Words("{number} รับแล้ว", "รับ"), by=administrator)
    case = CaseFactory(language="en")
    assert case.notices.get(audience=Audience.CITIZEN).subject.endswith("We have received your request")


def test_what_was_written_before_stays_as_it_was(office: Any, administrator: User) -> None:
    letters = CaseFactory().notices.filter(audience=Audience.CITIZEN)
    before = letters.get().text
    custom_texts.change(Letter.RECEIVED, "th", Words("{number}", "ใหม่"), by=administrator)
    assert letters.get().text == before


def test_the_code_goes_out_in_the_changed_words(office: Any, administrator: User, case: Case) -> None:
    words = Words("รหัส", "{wish} ใช้ได้ {minutes} นาที")
    custom_texts.change(Letter.RECOVERY_CODE, "th", words, by=administrator)
    OneTimeCode.objects.create(wanted=case.email)
    one_time_codes.look_up()
    notice = Notice.objects.get(kind=Letter.RECOVERY_CODE)
    assert "ใช้ได้ 15 นาที" in notice.text
    assert notice.text.count(MARK) == 1


def test_saving_the_default_words_is_no_change(administrator: User) -> None:
    custom_texts.change(Letter.RESULT, "th", Words("{number}", "{until}"), by=administrator)
    custom_texts.change(Letter.RESULT, "th", default_words(Letter.RESULT, "th"), by=administrator)
    assert custom_texts.current(Letter.RESULT, "th") is None


def test_the_default_can_be_restored(administrator: User) -> None:
    custom_texts.change(Letter.RESULT, "th", Words("{number}", "{until}"), by=administrator)
    custom_texts.restore(Letter.RESULT, "th")
    assert not LetterText.objects.exists()


HEAD = f"{files.FORMAT}: {files.VERSION}\nnotifications.lettertext:\n"
IMPORTED = "- {{letter: {}, language: th, subject: '{}', body: '{}'}}\n"


@pytest.mark.parametrize(
    ("letter", "subject", "body"),
    [
        ("result", "{number} เสร็จแล้ว", "แจ้งได้ถึง {untill}"),
        ("result", "{number} เสร็จแล้ว", "ไม่บอกว่าถึงเมื่อใด"),
        ("result", "เสร็จแล้ว", "แจ้งได้ถึง {until}"),
        ("received", "{number}", "{password}"),
        ("no_letter", "{number}", "เรียบร้อย"),
    ],
)
def test_an_import_refuses_words_that_cannot_be_used(
    administrator: User, letter: str, subject: str, body: str
) -> None:
    with pytest.raises(Unreadable):
        bring_in(HEAD + IMPORTED.format(letter, subject, body), by=administrator)
    assert not LetterText.objects.exists()


def test_an_import_takes_words_that_can_be_used(administrator: User) -> None:
    bring_in(HEAD + IMPORTED.format("result", "{number} เสร็จแล้ว", "แจ้งได้ถึง {until}"), by=administrator)
    assert LetterText.objects.get().body == "แจ้งได้ถึง {until}"
