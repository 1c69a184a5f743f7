"""A desk for the administrator, the set-up's pages by their names, and a plan that is being written."""

import pytest
from django.contrib.auth.models import Permission

from cases.models import Department, PlanVersion, RequestType, User, WorkPlan
from tests.cases.work_plans.plans import draft_of, stage, step
from tests.factories import RequestTypeFactory
from tests.workflows.views.conftest import desk

__all__ = ["desk"]


@pytest.fixture
def kind(head: User, department: Department) -> RequestType:
    """A request type whose department has a head."""
    return RequestTypeFactory(code="tree_trim", name_en="Tree trimming", department=department)


@pytest.fixture
def plan(kind: RequestType) -> WorkPlan:
    found = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
    kind.work_plan = found
    kind.save()
    return found


@pytest.fixture
def draft(plan: WorkPlan) -> PlanVersion:
    """Two stages: look and measure; cut."""
    looking = stage("Look", step("look"), step("measure"), key="looking")
    return draft_of(plan, looking, stage("Cut", step("cut"), key="cutting"))


@pytest.fixture
def root(administrator: User) -> User:
    """An administrator who may write the causes as well."""
    names = [f"{verb}_cause" for verb in ("view", "add", "change")]
    administrator.user_permissions.set(Permission.objects.filter(codename__in=names))
    return administrator
