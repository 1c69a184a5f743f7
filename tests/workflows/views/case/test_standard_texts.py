"""Standard texts on a step's form: filled in, in the right language, and nothing that was typed is lost."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from cases.actions import subtasks
from cases.models import Attachment, Case, CaseEvent, Department, StandardText, Status, User
from tests.cases.actions.test_stages import filed, published, row, stage, step
from tests.cases.work_plans.plans import finding
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory, StandardTextFactory
from tests.pictures import picture
from tests.workflows.views.conftest import Desk, Seat, open_task, text
from workflows.forms.bulk import FORMS as BULK
from workflows.rights.catalogue import Verb

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(code="road_damage", department=department)
    return CaseFactory(request_type=request_type, in_progress=True, officer=officer, place="ปากซอย 3")


@pytest.fixture
def where() -> StandardText:
    return StandardTextFactory(step="ask", text_th="{place} อยู่ตรงไหน", text_en="Where is {place}?")


def insert(seat: Desk, case: Case, verb: str, chosen: object, **typed: Any) -> Any:
    return seat.do(case, verb, insert="1", standard_text=str(chosen), **typed)


def words_of(response: Any) -> str:
    form = response.context["page"].step.form
    return str(form[form.words].value())


def test_the_form_offers_what_fits_the_step(desk: Seat, at_work: Case, officer: User, where: Any) -> None:
    StandardTextFactory(step="resolve", name_en="Repaired")
    page = text(desk(officer).page("step", at_work.number, "ask"))
    assert where.name_en in page
    assert "Repaired" not in page


def test_without_texts_there_is_nothing_to_choose(desk: Seat, at_work: Case, officer: User) -> None:
    assert "standard_text" not in text(desk(officer).page("step", at_work.number, "ask"))


def test_a_text_comes_in_after_what_was_typed(desk: Seat, at_work: Case, officer: User, where: Any) -> None:
    response = insert(desk(officer), at_work, "ask", where.pk, question="สวัสดีครับ ")
    assert words_of(response) == "สวัสดีครับ\n\nปากซอย 3 อยู่ตรงไหน"
    assert response.status_code == 200


@pytest.mark.parametrize(("language", "words"), [("th", "อยู่ตรงไหน"), ("en", "Where is")])
def test_words_to_the_citizen_are_in_the_citizens_language(
    desk: Seat, at_work: Case, officer: User, where: Any, language: str, words: str
) -> None:
    Case.objects.filter(pk=at_work.pk).update(language=language)
    assert words in words_of(insert(desk(officer), at_work, "ask", where.pk))


def test_words_to_colleagues_are_in_the_writers_language(desk: Seat, at_work: Case, officer: User) -> None:
    note = StandardTextFactory(step="note", text_th="โทรแล้ว", text_en="Telephoned")
    assert words_of(insert(desk(officer), at_work, "note", note.pk)) == "Telephoned"


def test_inserting_does_nothing_and_judges_nothing(
    desk: Seat, at_work: Case, officer: User, where: Any
) -> None:
    events, task = CaseEvent.objects.count(), open_task(at_work)
    page = text(insert(desk(officer), at_work, "ask", where.pk))
    assert "Please check the following" not in page
    assert (CaseEvent.objects.count(), open_task(at_work)) == (events, task)
    assert Case.objects.get(pk=at_work.pk).status == Status.IN_PROGRESS


def test_the_other_fields_and_the_photos_stay(desk: Seat, at_work: Case, officer: User) -> None:
    done = StandardTextFactory(step="resolve", text_th="ซ่อมแล้ว")
    typed = {"details": "", "on_day": "3", "photos": picture()}
    response = insert(desk(officer), at_work, "resolve", done.pk, **typed)
    assert words_of(response) == "ซ่อมแล้ว"
    assert 'value="3" selected' in text(response)
    assert Attachment.objects.filter(case=None).count() == 1


def test_inserting_does_not_count_as_reading_what_happened_since(
    desk: Seat, at_work: Case, officer: User, where: Any
) -> None:
    assert insert(desk(officer), at_work, "ask", where.pk, after="1").context["page"].seen.event == 1


@pytest.mark.parametrize("chosen", ["", "x", "999999", "-1"])
def test_a_choice_that_is_not_on_offer_inserts_nothing(
    desk: Seat, at_work: Case, officer: User, where: Any, chosen: str
) -> None:
    assert words_of(insert(desk(officer), at_work, "ask", chosen, question="x")) == "x"


def test_a_text_of_another_step_is_not_on_offer(desk: Seat, at_work: Case, officer: User) -> None:
    other = StandardTextFactory(step="note")
    assert words_of(insert(desk(officer), at_work, "ask", other.pk, question="x")) == "x"


def test_who_may_not_do_the_step_gets_no_text(
    desk: Seat, at_work: Case, colleague: User, stranger: User, where: Any
) -> None:
    assert insert(desk(colleague), at_work, "ask", where.pk).status_code == 403
    assert insert(desk(stranger), at_work, "ask", where.pk).status_code == 404


def test_words_of_the_place_are_not_markup(desk: Seat, at_work: Case, officer: User, where: Any) -> None:
    Case.objects.filter(pk=at_work.pk).update(place='"><script>alert(1)</script>')
    assert "<script>alert" not in text(desk(officer).page("step", at_work.number, "ask"))


def test_many_texts_cost_no_more_statements_than_none(desk: Seat, at_work: Case, officer: User) -> None:
    seat, counts = desk(officer), []
    for texts in (0, 12):
        for _ in range(texts):
            StandardTextFactory(step="resolve", text_th="{office} {phone} {agency} {officer}")
        seat.page("case", at_work.number)
        with CaptureQueriesContext(connection) as statements:
            seat.page("case", at_work.number)
        counts.append(len(statements))
    assert counts[0] == counts[1]


@pytest.fixture
def measured(at_work: Case, head: User, officer: User) -> Case:
    """A case under a plan that asks for a depth and a width; the depth was found."""
    asked = [finding("depth", "number", "ความลึก", "Depth"), finding("width", "number", "ความกว้าง", "Width")]
    kind = RequestTypeFactory(department=at_work.department)
    published(kind, stage("Look", step("look", findings=asked)))
    case = filed(kind, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=officer, values={"depth": Decimal(40)})
    return Case.objects.get(pk=case.pk)


def test_findings_stand_in_a_text_and_an_empty_one_is_told_before_it_is_sent(
    desk: Seat, measured: Case, officer: User
) -> None:
    """What was found is filled in, also where it was typed by hand; of what was not, the form says so."""
    words = "ลึก {findings.depth} กว้าง {findings.width}"
    done = StandardTextFactory(step="resolve", kind=measured.request_type, text_th=words, text_en="")
    seat = desk(officer)
    inserted = words_of(insert(seat, measured, "resolve", done.pk))
    assert inserted == "ลึก 40 กว้าง {findings.width}"
    result, today = ResultCodeFactory().pk, timezone.localdate()
    typed = {"result": result, "on_day": today.day, "on_month": today.month, "on_year": today.year}
    page = text(seat.do(measured, "resolve", details=inserted, **typed))
    assert "Not filled in at any step: Width. Write it where {findings.width} stands" in page
    seat.do(measured, "resolve", details="{findings.depth} {x}", **typed)
    assert CaseEvent.objects.get(case=measured, kind="resolved").message == "40 {x}"


def test_many_cases_at_once_have_no_findings(desk: Seat, measured: Case, officer: User) -> None:
    with override("en"):
        form = BULK[Verb.NOTE]({"text": "{findings.depth}"}, by=officer)
        assert "Not filled in at any step: depth" in str(form.errors)
