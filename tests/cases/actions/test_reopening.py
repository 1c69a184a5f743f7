"""“Still not fixed” where the head looks first: what the citizen gets, what the head decides, and what
comes of silence."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.actions import corrections, duplicates, reopening
from cases.errors import Refused
from cases.events import Kind
from cases.files import evidence
from cases.models import Case, Feedback, RequestType, Status
from tests.factories import CaseFactory, ExternalAgencyFactory, ResultCodeFactory
from tests.pictures import photo
from workflows.consistency import disagreements
from workflows.jobs import case_jobs

DAY = datetime.timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def resolved(case, head, officer) -> Case:
    """A case with a result, of a kind whose head looks first, within three working days."""
    RequestType.objects.update(look_again_days=3)
    return CaseFactory(request_type=case.request_type, head=head, officer=officer, resolved=True)


@pytest.fixture
def asked(resolved) -> Case:
    """The citizen says that it is not fixed, with a photo."""
    return actions.reopen(Case.objects.get(pk=resolved.pk), reason="ยังเป็นหลุมอยู่", photos=[photo()])


def letters(case: Case, kind: Kind) -> set[tuple[str, str]]:
    return set(case.notices.filter(event__kind=kind).values_list("audience", "kind"))


def test_the_citizen_asks_once_and_the_case_stays_resolved_and_unclosed(asked):
    assert (asked.status, asked.reopened, asked.is_open) == (Status.RESOLVED, 0, False)
    assert asked.look_again_by > timezone.localdate()
    assert Feedback.objects.get(case=asked).verdict == "still_there"
    told = {("citizen", "reopening_asked"), ("head", "reopening_to_answer")}
    assert letters(asked, Kind.REOPEN_ASKED) == told
    with pytest.raises(Refused, match="told us already"):
        actions.reopen(asked, reason="ยัง")
    later = timezone.now() + 30 * DAY
    assert not Case.objects.to_close(later).exists()
    with pytest.raises(Refused, match="head has to answer"):
        actions.close(asked, now=later)
    assert not list(disagreements())


def test_the_head_opens_it_and_may_name_the_officer_at_once(asked, head, officer):
    case = reopening.grant(asked, by=head, to=officer, reason="จะซ่อมใหม่")
    assert (case.status, case.officer, case.reopened, case.look_again_by) == ("assigned", officer, 1, None)
    assert letters(case, Kind.REOPENED) == {("citizen", "taken_up_by_staff")}
    assert [one.kind for one in case.events.order_by("pk")][-2:] == ["reopened", "assigned"]
    with pytest.raises(Refused, match="Nobody waits"):
        reopening.refuse(case, by=head, reason="ไม่")
    assert not list(disagreements())


def test_the_photo_that_came_with_the_wish_is_what_the_next_result_is_compared_with(asked, head, officer):
    case = actions.start(reopening.grant(asked, by=head, to=officer, reason="จะซ่อมใหม่"), by=officer)
    actions.resolve(case, by=officer, result=ResultCodeFactory(), details="ซ่อมแล้ว", photos=[photo()])
    case = Case.objects.get(pk=case.pk)
    sides = evidence.of(case, case.events.prefetch_related("attachments").order_by("pk"))
    kinds = [[one.event.kind for one in side] for side in (sides.before, sides.after)]
    assert kinds == [["reopen_asked"], ["resolved"]]


def test_the_head_stays_with_the_result_and_says_where_to_turn_to(asked, head):
    agency = ExternalAgencyFactory()
    case = reopening.refuse(asked, by=head, reason="ตรวจแล้ว ซ่อมครบ", agency=agency)
    assert (case.status, case.agency, case.look_again_by) == (Status.CLOSED, agency, None)
    assert case.result is not None
    assert letters(case, Kind.REOPEN_REFUSED) == {("citizen", "reopening_refused")}
    body = case.notices.get(kind="reopening_refused").text
    assert "ตรวจแล้ว ซ่อมครบ" in body
    assert agency.name_th in body
    assert not list(disagreements())
    # A wrong end can still be put right.
    assert corrections.take_up_again(case, by=head, reason="พบอีก").agency is None


def test_without_an_answer_it_opens_by_itself_after_its_day(asked):
    noon = timezone.localtime().replace(hour=12)
    due = noon + (asked.look_again_by - noon.date())
    assert case_jobs.open_unanswered(now=due) == 0
    assert case_jobs.open_unanswered(now=due + DAY) == 1
    assert case_jobs.open_unanswered(now=due + DAY) == 0
    case = Case.objects.get(pk=asked.pk)
    assert (case.status, case.reopened, case.look_again_by) == (Status.ASSIGNED, 1, None)
    assert letters(case, Kind.REOPENED) == {("citizen", "reopened"), ("head", "case_reopened")}
    assert not list(disagreements())


def test_a_duplicate_that_opens_with_its_main_case_waits_for_no_look(case, head, officer):
    twin = CaseFactory(request_type=case.request_type)
    main = CaseFactory(request_type=case.request_type, head=head, officer=officer, in_progress=True)
    duplicates.mark_duplicate(twin, of=main, by=head)
    RequestType.objects.update(look_again_days=3)
    actions.resolve(main, by=officer, result=ResultCodeFactory(), details="ซ่อมแล้ว")
    actions.reopen(Case.objects.get(pk=twin.pk), reason="ยังมีหลุม")
    corrections.take_up_again(Case.objects.get(pk=main.pk), by=head, reason="ปิดเร็วไป")
    twin = Case.objects.get(pk=twin.pk)
    assert (twin.status, twin.look_again_by) == (Status.ASSIGNED, None)
    assert letters(twin, Kind.REOPENED) == {("citizen", "taken_up_again")}
    assert not list(disagreements())


def test_a_look_that_nobody_has_asked_for_is_found(asked):
    Case.objects.filter(pk=asked.pk).update(look_again_by=None)
    assert [one for one in disagreements() if asked.number in one]
