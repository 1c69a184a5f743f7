"""Words that an officer adds to a letter: where the kind allows it, as previewed, frozen, and remembered."""

from typing import Any

import pytest

from cases import actions
from cases.errors import Refused
from cases.models import Case, CaseEvent, Department, User
from notifications.letters.content.rendering import MARK
from notifications.models import Notice
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.case.test_letter import TYPED, but_for_the_name, letter_on, shown
from tests.workflows.views.conftest import Seat, text

pytestmark = pytest.mark.django_db
ADDED = "ขออภัยที่ล่าช้า\n\nเจ้าหน้าที่จะโทรหาท่านพรุ่งนี้ <b>เช้า</b>"
WORDS = {"letter_words": ADDED}


@pytest.fixture
def case(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department, letter_editable=True)
    return CaseFactory(request_type=request_type, in_progress=True, officer=officer)


def to_citizen() -> Notice:
    return Notice.objects.filter(audience="citizen").latest("created")


@pytest.mark.parametrize("verb", ["ask", "resolve", "reject"])
def test_they_stand_in_the_letter_shown_and_in_the_letter_sent(
    desk: Seat, case: Case, officer: User, verb: str
) -> None:
    seat, typed = desk(officer), TYPED[verb]() | WORDS
    before = letter_on(shown(seat, case, verb, **typed))
    seat.do(case, verb, **typed)
    sent = to_citizen()
    assert (before.subject, before.text, before.html) == but_for_the_name(sent)
    assert ADDED in sent.text
    assert "&lt;b&gt;เช้า" in sent.html


@pytest.mark.parametrize("verb", ["ask", "resolve", "reject"])
def test_the_history_keeps_them(desk: Seat, case: Case, officer: User, verb: str) -> None:
    seat = desk(officer)
    seat.do(case, verb, **TYPED[verb](), **WORDS)
    assert CaseEvent.objects.latest("pk").letter_words == ADDED
    if seat.page("case", case.number).status_code == 200:
        assert "Words added to the letter:" in text(seat.page("case", case.number))


def test_facts_link_and_our_own_words_stay(desk: Seat, case: Case, officer: User) -> None:
    seat = desk(officer)
    seat.do(case, "ask", **TYPED["ask"]())
    plain = to_citizen().text
    actions.answer(case, text="x")
    seat.do(case, "ask", **TYPED["ask"](), **WORDS)
    assert to_citizen().text.replace(f"{ADDED}\n\n", "") == plain


def test_they_cannot_bring_the_mark_of_a_secret(case: Case, officer: User) -> None:
    actions.ask(case, by=officer, question="?", letter_words=f"here {MARK}")
    assert MARK not in to_citizen().text


def test_a_kind_that_does_not_allow_it_has_no_place_for_them(desk: Seat, case: Case, officer: User) -> None:
    case.request_type.letter_editable = False
    case.request_type.save()
    seat = desk(officer)
    assert "letter_words" not in text(seat.page("step", case.number, "ask"))
    seat.do(case, "ask", **TYPED["ask"](), **WORDS)
    assert ADDED not in to_citizen().text


def test_the_verb_itself_refuses_them_where_the_kind_does(case: Case, officer: User) -> None:
    case.request_type.letter_editable = False
    case.request_type.save()
    with pytest.raises(Refused):
        actions.ask(case, by=officer, question="?", letter_words="x")


def test_without_an_address_there_is_no_letter_to_add_to(desk: Seat, case: Case, officer: User) -> None:
    Case.objects.filter(pk=case.pk).update(email="")
    assert "letter_words" not in text(desk(officer).page("step", case.number, "ask"))


def test_what_was_added_is_kept_when_the_form_is_wrong(desk: Seat, case: Case, officer: User) -> None:
    page: Any = desk(officer).do(case, "ask", question="", **WORDS)
    assert page.context["page"].step.form["letter_words"].value() == ADDED


def test_followers_do_not_get_them(case: Case, officer: User) -> None:
    case.followers.create(email="follower@citizen.example", language="th")
    actions.reject(case, by=officer, reason="x", agency=None, letter_words=ADDED)
    assert ADDED not in Notice.objects.get(audience="follower").text
