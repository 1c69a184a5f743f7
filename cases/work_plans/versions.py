"""Which version of a plan new cases are begun under, and how a new one comes about."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.change_log import journal
from cases.change_log.tables import find
from cases.lib.setup_cache import shared
from cases.models import PlanVersion, RequestType, WorkPlan
from cases.work_plans import checks
from cases.work_plans.document import Plan

NAME = "cases.planversion"


def to_begin(request_type: RequestType) -> PlanVersion | None:
    """The version under which a new case of this type is begun; None where the type has no plan in use. At
    most one SQL statement, none where the set-up is known."""
    if request_type.work_plan_id is None:
        return None
    return shared(f"plan-{request_type.work_plan_id}", lambda: _current(request_type.work_plan_id))


def plan_of(version: int) -> Plan:
    """The stages of a stored version, by its primary key. At most one SQL statement, none where the set-up is
    known."""
    content = PlanVersion.objects.values_list("content", flat=True)
    return shared(f"plan-version-{version}", lambda: Plan.from_json(content.get(pk=version)))


def doers() -> frozenset[str]:
    """Whose the steps of all published versions are. At most one SQL statement, none where the set-up is
    known."""
    contents = PlanVersion.objects.filter(published_at__isnull=False).values_list("content", flat=True)
    return shared("plan-doers", lambda: frozenset(_doers(contents)))


@transaction.atomic
def draft(plan: WorkPlan) -> PlanVersion:
    """The draft of the plan, which a copy of the current version becomes where there is none."""
    WorkPlan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    found = plan.versions.filter(published_at__isnull=True).first()
    if found is not None:
        return found
    current = plan.versions.filter(published_at__isnull=False, replaced_at__isnull=True).first()
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    content = current.content if current else Plan().to_json()
    return PlanVersion.objects.create(plan=plan, number=last + 1, content=content)


@transaction.atomic
def publish(version: PlanVersion, *, now: datetime.datetime | None = None) -> PlanVersion:
    """Begin new cases under this draft from now on; running ones stay with theirs. Raises ValidationError,
    naming each step with what keeps it from being done."""
    now = now or timezone.now()
    WorkPlan.objects.select_for_update(no_key=True).get(pk=version.plan_id)
    version = PlanVersion.objects.select_related("plan").get(pk=version.pk)
    if not version.is_draft:
        raise ValidationError(_("This version is published already."))
    plan = Plan.from_json(version.content)
    if found := [one.text for one in checks.problems(plan, version.plan) if not one.is_warning]:
        raise ValidationError(found)
    current = version.plan.versions.filter(published_at__isnull=False, replaced_at__isnull=True)
    before = current.first()
    current.update(replaced_at=now)
    version.published_at = now
    version.save(update_fields=["published_at"])
    _note(version, before)
    return version


def _current(plan: int | None) -> PlanVersion | None:
    versions = PlanVersion.objects.filter(plan=plan, plan__active=True, published_at__isnull=False)
    return versions.filter(replaced_at__isnull=True).first()


def _doers(contents: Iterable[Any]) -> Iterator[str]:
    for content in contents:
        yield from (step.doer for step in Plan.from_json(content).steps)


def _note(version: PlanVersion, before: PlanVersion | None) -> None:
    """Write down what a new version changes."""
    table = find(NAME)
    if table is not None:
        was = before.content if before else {}
        journal.note(table, version, before=was, after=version.content, title=version.plan.name_th)
