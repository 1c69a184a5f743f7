"""Moving running cases on the set-up's page: a dry run with reasons, in bulk, and back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import subtasks
from cases.models import Case, PlanVersion, RequestType, User
from tests.cases.actions.test_plan_moves import another
from tests.cases.actions.test_stages import filed, now, published, row, stage, step
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type(department: Any) -> RequestType:
    return RequestTypeFactory(code="tree", department=department, target_working_days=20)


@pytest.fixture
def cases(request_type: RequestType, head: User, officer: User) -> list[Case]:
    """One at the first stage, one at the second."""
    published(request_type, stage("a", step("look")), stage("b", step("cut")))
    first, second = (filed(request_type, head, officer) for _ in range(2))
    subtasks.finish_subtask(row(second, "look"), by=officer)
    return [now(first), now(second)]


@pytest.fixture
def to(cases: list[Case]) -> PlanVersion:
    """The version in use: the first step is another person's in it."""
    return another(cases[0], stage("a", step("look", doer="head")), stage("b", step("cut"), step("sweep")))


def page(cases: list[Case]) -> str:
    version = PlanVersion.objects.order_by("number")[0]
    return reverse("staff:setup_plan_move", args=[version.plan.code, version.number])


def test_the_dry_run_names_who_stays_and_why(
    client: Client, administrator: User, cases: list[Case], to: PlanVersion
) -> None:
    client.force_login(administrator)
    answer = client.get(page(cases))
    found = answer.context["found"]
    assert (found.running, found.movable) == (2, [cases[1].pk])
    assert [number for number, _reason in found.staying] == [cases[0].number]
    assert cases[0].number in answer.content.decode()
    assert Case.objects.filter(plan_version=to).count() == 0


def test_cases_move_in_bulk_and_back(
    client: Client, administrator: User, cases: list[Case], to: PlanVersion
) -> None:
    client.force_login(administrator)
    client.post(page(cases), {"move": "1"})
    assert [now(one).plan_version == to for one in cases] == [False, True]
    assert client.get(page(cases)).context["moved"] == 1
    client.post(page(cases), {"back": "1"})
    assert [now(one).plan_version == to for one in cases] == [False, False]


def test_who_may_not_set_up_gets_403(client: Client, head: User, cases: list[Case], to: PlanVersion) -> None:
    client.force_login(head)
    assert client.get(page(cases)).status_code == 403
    assert client.post(page(cases), {"move": "1"}).status_code == 403
    assert Case.objects.filter(plan_version=to).count() == 0


def test_only_a_replaced_version_has_the_page(client: Client, administrator: User, to: PlanVersion) -> None:
    client.force_login(administrator)
    address = reverse("staff:setup_plan_move", args=[to.plan.code, to.number])
    assert client.get(address).status_code == 404
