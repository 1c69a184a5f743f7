"""The pages of a work plan on its way to publication: drawing, checks, warnings, versions, and the log."""

import pytest

from cases.models import PlanVersion, RequestType, User, WorkPlan
from cases.work_plans import versions
from tests.cases.work_plans.plans import draft_of, stage, step
from tests.factories import CaseFactory, DepartmentFactory
from tests.workflows.setup.test_plans import keys, typed_step
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_drawing_the_checks_and_the_days(
    desk: Seat, administrator: User, plan: WorkPlan, kind: RequestType
) -> None:
    DepartmentFactory(code="LONE", name_en="Lonely office")
    RequestType.objects.filter(pk=kind.pk).update(target_working_days=3)
    draft_of(plan, stage("Look", step("look", days=5, doer="department", department="LONE")))
    page = text(desk(administrator).page("setup_plan", "tree"))
    assert "“Step look”: Lonely office has no head: nobody can do it." in page
    assert "The steps need 5 working days, “Tree trimming” promises 3." in page
    assert "Look → Result" in page


def test_a_plan_that_nobody_could_finish_is_not_published(
    desk: Seat, administrator: User, plan: WorkPlan
) -> None:
    draft = draft_of(plan, stage("Look", step("look", doer="clerk")))
    seat, sent = desk(administrator), {"seen": versions.seal(draft), "accepted": "1"}
    assert "Nobody is a clerk" in text(seat.post(address("setup_plan_publish", "tree"), sent))
    assert PlanVersion.objects.get(pk=draft.pk).is_draft


def test_warnings_have_to_be_accepted(
    desk: Seat, administrator: User, draft: PlanVersion, kind: RequestType
) -> None:
    RequestType.objects.filter(pk=kind.pk).update(target_working_days=1)
    seat, sent = desk(administrator), {"seen": versions.seal(draft)}
    assert "Tick that you accept the warnings" in text(seat.post(address("setup_plan_publish", "tree"), sent))
    assert PlanVersion.objects.get(pk=draft.pk).is_draft
    seat.post(address("setup_plan_publish", "tree"), {**sent, "accepted": "1"})
    assert PlanVersion.objects.get(pk=draft.pk).is_current


def test_what_was_changed_since_it_was_read_is_not_published(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    seat, old = desk(administrator), {"seen": versions.seal(draft)}
    seat.post(address("setup_plan", "tree"), {**old, "down": "look"})
    assert seat.post(address("setup_plan_publish", "tree"), old).status_code == 409
    assert PlanVersion.objects.get(pk=draft.pk).is_draft


def test_a_new_version_is_a_copy_and_can_be_discarded(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    versions.publish(draft)
    seat = desk(administrator)
    seat.post(address("setup_plan", "tree"), {"begin": "1"})
    copy = PlanVersion.objects.get(published_at=None)
    assert (copy.number, keys(copy)) == (2, keys(draft))
    seat.post(address("setup_plan", "tree"), {"discard": "1", "seen": versions.seal(copy)})
    assert [*PlanVersion.objects.all()] == [draft]


def test_the_versions_say_how_many_cases_are_open_on_each(
    desk: Seat, administrator: User, draft: PlanVersion, kind: RequestType
) -> None:
    versions.publish(draft)
    CaseFactory(request_type=RequestType.objects.get(pk=kind.pk))
    second = versions.draft(draft.plan)
    versions.publish(second)
    seat = desk(administrator)
    assert [
        (one.number, number) for one, number in seat.page("setup_plan_versions", "tree").context["rows"]
    ] == [
        (2, 0),
        (1, 1),
    ]
    [(_plan, _kinds, found)] = seat.page("setup_plans").context["rows"]
    assert [(one.number, number) for one, number in found] == [(2, 0), (1, 1)]
    assert "Replaced" in text(seat.page("setup_plan_version", "tree", 1))


def test_the_change_log_says_what_a_version_changes(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    seat, publish = desk(administrator), address("setup_plan_publish", "tree")
    seat.post(publish, {"seen": versions.seal(draft)})
    second = versions.draft(draft.plan)
    seat.post(address("setup_plan_step", "tree", "cut"), typed_step(second, days="4", name_en="Step cut"))
    second.refresh_from_db()
    seat.post(publish, {"seen": versions.seal(second)})
    page = text(seat.page("setup_changes", table="cases.planversion"))
    for words in ("Look, Step look, Step measure, Cut, Step cut", "cut: Working days from the begin"):
        assert words in page
