"""Work on the spot: a case is begun and finished by one form, a subtask by its own."""

from typing import Any

import pytest
from django import forms
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.models import Case, CaseEvent, RequestType, ResultCode, Status, Subtask, User
from notifications.models import Notice
from tests.cases.actions.test_stages import filed, published, row, stage, step
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory, StandardTextFactory
from tests.once import department as department
from tests.once import head as head
from tests.once import made as made
from tests.once import officer as officer
from tests.pictures import picture
from tests.workflows.views.case.test_sent_again import fields, opened
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.consistency import disagreements
from workflows.forms.field import laid_out
from workflows.forms.steps import StepForm

pytestmark = pytest.mark.django_db
Kind = CaseEvent.Kind
FOUND = {"key": "note", "kind": "short", "text_th": "หมายเหตุ", "text_en": "Remark", "required": True}


class FormOfResults(StepForm):
    """A form that asks for a result."""

    result = forms.ModelChoiceField(ResultCode.objects.all())


@pytest.fixture
def fixed(db: None) -> ResultCode:
    return ResultCodeFactory()


@pytest.fixture
def request_type(head: User) -> RequestType:
    return RequestTypeFactory(code="lamp", department=head.memberships.get().department)


@pytest.fixture
def assigned(request_type: RequestType, head: User, officer: User, fixed: ResultCode) -> Case:
    return CaseFactory(request_type=request_type, assigned=True, head=head, officer=officer)


@pytest.fixture
def planned(request_type: RequestType, head: User, officer: User, fixed: ResultCode) -> Case:
    """A case under way, at a step of its officer."""
    published(request_type, stage("Look", step("look", findings=[FOUND])))
    return filed(request_type, head, officer)


def filled(seat: Desk, case: Case, **more: Any) -> dict[str, Any]:
    """The form of a result, as somebody sends the page that is open now."""
    result = ResultCode.objects.get().pk
    typed = {"result": result, "details": "เปลี่ยนหลอดแล้ว", **today()}
    return opened(seat, "field_case", case.number) | typed | more


def send(seat: Desk, case: Case, typed: dict[str, Any]) -> Any:
    return seat.post(address("field_case", case.number), typed)


def kinds(case: Case) -> list[str]:
    return list(case.events.order_by("pk").values_list("kind", flat=True))


def test_one_form_begins_and_finishes_and_sent_again_it_does_so_once(
    desk: Seat, assigned: Case, officer: User
) -> None:
    seat = desk(officer)
    typed = filled(seat, assigned)
    answer = send(seat, assigned, typed | {"photos": picture(name="after.jpg")})
    assert (answer.status_code, answer["Location"]) == (302, address("field"))
    assert kinds(assigned)[-2:] == [Kind.STARTED, Kind.RESOLVED]
    assert Case.objects.get(pk=assigned.pk).status == Status.RESOLVED
    assert assigned.attachments.filter(event__kind=Kind.RESOLVED).count() == 1
    assert Notice.objects.filter(event__kind=Kind.RESOLVED).exists()
    assert not list(disagreements())
    assert "told the result" in text(seat.page("field"))
    done = kinds(assigned)
    again = send(seat, assigned, typed | {"photos": picture(name="after.jpg")})
    assert (again["Location"], kinds(assigned)) == (address("field"), done)
    assert "It was done once" in text(seat.page("field"))
    # Other words in the form that was done are not lost either.
    other = send(seat, assigned, typed | {"details": "อีกคำหนึ่ง"})
    assert (other.status_code, "อีกคำหนึ่ง" in text(other), kinds(assigned)) == (409, True, done)


def test_what_happened_meanwhile_stands_beside_what_was_typed_and_nothing_is_begun(
    desk: Seat, assigned: Case, officer: User, colleague: User
) -> None:
    seat = desk(officer)
    typed = filled(seat, assigned)
    actions.note(assigned, by=colleague, text="อีกซอยหนึ่ง")
    page = send(seat, assigned, typed)
    said = text(page)
    assert page.status_code == 409
    assert all(words in said for words in ("Both versions", "อีกซอยหนึ่ง", "เปลี่ยนหลอดแล้ว"))
    assert Case.objects.get(pk=assigned.pk).status == Status.ASSIGNED
    # The same form, sent once more, is a decision.
    anew = fields(said, address("field_case", assigned.number)) | {
        name: typed[name] for name in ("result", "details", *today())
    }
    assert anew["form_token"] == typed["form_token"]
    assert send(seat, assigned, anew).status_code == 302
    assert kinds(assigned)[-3:] == [Kind.NOTED, Kind.STARTED, Kind.RESOLVED]


def test_a_case_under_way_that_has_changed_opens_its_own_page(
    desk: Seat, assigned: Case, officer: User, colleague: User, head: User
) -> None:
    actions.start(assigned, by=officer)
    seat = desk(officer)
    typed = filled(seat, assigned)
    actions.note(assigned, by=colleague, text="อีกซอยหนึ่ง")
    page = send(seat, assigned, typed)
    action = address("step", assigned.number, "resolve")
    assert (page.status_code, fields(text(page), action)["form_token"]) == (409, typed["form_token"])
    actions.resolve(assigned, by=head, **_result())
    gone = send(seat, assigned, typed)
    assert (gone.status_code, "เปลี่ยนหลอดแล้ว" in text(gone)) == (409, True)


def _result() -> dict[str, Any]:
    return {"result": ResultCode.objects.get(), "details": "เสร็จ", "on": timezone.localdate()}


def test_a_bad_form_comes_back_as_it_was_typed_and_nothing_is_done(
    desk: Seat, assigned: Case, officer: User
) -> None:
    ResultCode.objects.update(needs_photo=True)
    RequestType.objects.update(needs_after_photo=True)
    seat, before = desk(officer), kinds(assigned)
    page = send(seat, assigned, filled(seat, assigned, details="", on_year="9999"))
    assert page.status_code == 200
    assert all(words in text(page) for words in ("Write what was done.", "at least one photo"))
    chosen_none = filled(seat, assigned)
    del chosen_none["result"]
    assert "Choose a result." in text(send(seat, assigned, chosen_none))
    page = send(seat, assigned, filled(seat, assigned, task="x" * 400, after="-1", result="-9"))
    assert (page.status_code, "เปลี่ยนหลอดแล้ว" in text(page)) == (409, True)
    assert kinds(assigned) == before


@pytest.mark.parametrize(
    ("answers", "shown"), [(6, "<div>"), (12, '<div class="field-line">'), (13, "<select")]
)
def test_up_to_twelve_results_are_buttons_one_press_each(answers: int, shown: str) -> None:
    for number in range(answers):
        ResultCodeFactory(code=f"result_{number}")
    form = laid_out(FormOfResults(case=Case()))
    assert str(form["result"]).replace(' id="id_result"', "").startswith(shown)
    assert str(form["result"]).count('type="radio"') == (answers if answers <= 12 else 0)


def test_a_standard_text_is_one_press(desk: Seat, assigned: Case, officer: User) -> None:
    lamp = StandardTextFactory(step="resolve", text_th="เปลี่ยนหลอดไฟให้แล้ว")
    seat = desk(officer)
    page = send(seat, assigned, filled(seat, assigned, details="ก่อนหน้า", insert=lamp.pk))
    assert "ก่อนหน้า\n\nเปลี่ยนหลอดไฟให้แล้ว" in text(page).replace("\r", "")
    assert Case.objects.get(pk=assigned.pk).status == Status.ASSIGNED


def test_where_a_plan_says_what_comes_the_work_is_begun_and_each_step_has_its_card(
    desk: Seat, request_type: RequestType, head: User, officer: User, fixed: ResultCode
) -> None:
    published(request_type, stage("Look", step("look", findings=[FOUND])))
    case = CaseFactory(request_type=request_type, assigned=True, head=head, officer=officer)
    seat = desk(officer)
    assert send(seat, case, opened(seat, "field_case", case.number)).status_code == 302
    look = row(case, "look")
    where = address("field_subtask", case.number, look.pk)
    assert where in text(seat.page("field"))
    typed = opened(seat, "field_subtask", case.number, look.pk)
    missing = seat.post(where, typed | {"q_note": ""})
    assert (missing.status_code, "has to be filled in" in text(missing)) == (200, True)
    assert seat.post(where, typed | {"q_note": "สูง 6 เมตร"})["Location"] == address("field")
    look = row(case, "look")
    assert (look.state, look.findings.get().value) == (Subtask.State.DONE, "สูง 6 เมตร")
    again = seat.post(where, typed | {"q_note": "สูง 6 เมตร"})
    assert (again["Location"], look.findings.count()) == (address("field"), 1)
    # Its steps are over: now the result.
    assert address("field_case", case.number) in text(seat.page("field"))


def test_only_whose_turn_it_is_works_on_a_card(
    desk: Seat, planned: Case, head: User, officer: User, colleague: User, stranger: User, executive: User
) -> None:
    look = row(planned, "look")
    pages = (("field_case", planned.number), ("field_subtask", planned.number, look.pk))
    for person, codes in ((stranger, (404, 404)), (colleague, (302, 403)), (executive, (302, 403))):
        seat = desk(person)
        assert tuple(seat.page(*page).status_code for page in pages) == codes, person
        assert {seat.post(address(*page), {}).status_code for page in pages} <= {403, 404}, person
        assert planned.number not in text(seat.page("field"))
    assert desk(officer).page("field_subtask", planned.number, 999999).status_code == 404
    # A result waits for the steps.
    answer = desk(officer).page("field_case", planned.number)
    assert answer["Location"] == address("case", planned.number)
    assert look.is_open


def test_the_form_of_a_colleague_is_not_sent_in_somebody_elses_name(
    desk: Seat, assigned: Case, officer: User, head: User
) -> None:
    typed = filled(desk(officer), assigned)
    assert send(desk(head), assigned, typed).status_code == 403
    assert Case.objects.get(pk=assigned.pk).status == Status.ASSIGNED


def test_a_form_that_was_open_for_too_long_comes_back_with_what_was_typed(
    desk: Seat, assigned: Case, officer: User
) -> None:
    typed = filled(desk(officer), assigned)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    headers = {"origin": "http://testserver"}
    page = browser.post(address("field_case", assigned.number), typed, headers=headers)
    assert (page.status_code, "เปลี่ยนหลอดแล้ว" in text(page)) == (403, True)
    assert Case.objects.get(pk=assigned.pk).status == Status.ASSIGNED
