"""Which version of a plan new cases are begun under, and how a new one comes about."""

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.change_log import journal
from cases.change_log.tables import find
from cases.errors import Stale
from cases.lib.setup_cache import shared
from cases.models import Doer, PlanVersion, RequestType, StepKind, WorkPlan
from cases.work_plans import changes, checks
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
    """Whose the steps of all published versions are, and the approvals of results: what a head has done
    alone, an executive approves. At most two SQL statements, none where the set-up is known."""
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


def seal(version: PlanVersion) -> str:
    """What a page carries to say which content it has shown."""
    content = json.dumps([version.pk, version.content], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:20]


@transaction.atomic
def change(version: PlanVersion, seen: str, edit: Callable[[Plan], Plan]) -> PlanVersion:
    """Change the draft. Raises Stale unless it has the content that was seen, and ValidationError where the
    change does not fit."""
    locked = _as_seen(version, seen)
    locked.content = edit(Plan.from_json(locked.content)).to_json()
    locked.save(update_fields=["content"])
    return locked


@transaction.atomic
def discard(version: PlanVersion, seen: str) -> None:
    """Throw the draft away. Raises Stale unless it has the content that was seen."""
    _as_seen(version, seen).delete()


@transaction.atomic
def publish_as_seen(version: PlanVersion, seen: str) -> PlanVersion:
    """`publish` for a person who has read the draft. Raises Stale unless it has the content that was seen."""
    return publish(_as_seen(version, seen))


@transaction.atomic
def publish_content(plan: WorkPlan, content: Plan) -> PlanVersion:
    """Publish stages that come from a file; an installation may get its plans before its people. A draft that
    somebody is writing stays. Raises ValidationError as `publish` does."""
    written = plan.versions.filter(published_at__isnull=True).first()
    kept = written.content if written else None
    version = draft(plan)
    version.content = content.to_json()
    version.save(update_fields=["content"])
    published = publish(version, unstaffed=True)
    if kept is not None:
        again = draft(plan)
        again.content = kept
        again.save(update_fields=["content"])
    return published


@transaction.atomic
def publish(
    version: PlanVersion, *, unstaffed: bool = False, now: datetime.datetime | None = None
) -> PlanVersion:
    """Begin new cases under this draft from now on; running ones stay with theirs. Raises ValidationError,
    naming each step with what keeps it from being done. An installation may get its plans before its people
    and standard texts: then `unstaffed` leaves out what is wrong with these."""
    now = now or timezone.now()
    WorkPlan.objects.select_for_update(no_key=True).get(pk=version.plan_id)
    version = PlanVersion.objects.select_related("plan").get(pk=version.pk)
    if not version.is_draft:
        raise ValidationError(_("This version is published already."))
    found = checks.problems(Plan.from_json(version.content), version.plan)
    refused = [
        one for one in found if not one.is_warning and not (unstaffed and (one.of_people or one.of_texts))
    ]
    if refused:
        raise ValidationError([one.text for one in refused])
    current = version.plan.versions.filter(published_at__isnull=False, replaced_at__isnull=True)
    before = current.first()
    current.update(replaced_at=now)
    version.published_at = now
    version.save(update_fields=["published_at"])
    _note(version, before)
    return version


def _as_seen(version: PlanVersion, seen: str) -> PlanVersion:
    """The draft, locked with its plan."""
    WorkPlan.objects.select_for_update(no_key=True).get(pk=version.plan_id)
    locked = PlanVersion.objects.filter(pk=version.pk, published_at__isnull=True).first()
    if locked is None or seal(locked) != seen:
        raise Stale
    return locked


def _current(plan: int | None) -> PlanVersion | None:
    versions = PlanVersion.objects.filter(plan=plan, plan__active=True, published_at__isnull=False)
    return versions.filter(replaced_at__isnull=True).first()


def _doers(contents: Iterable[Any]) -> Iterator[str]:
    for content in contents:
        for step in Plan.from_json(content).steps:
            yield step.doer
            if step.kind == StepKind.APPROVE:
                yield Doer.EXECUTIVE
    if RequestType.objects.filter(needs_approval=True).exists():
        yield Doer.EXECUTIVE


def _note(version: PlanVersion, before: PlanVersion | None) -> None:
    """Write down what a new version changes."""
    table = find(NAME)
    if table is not None:
        was, now = changes.between(before.content if before else None, version.content)
        title = f"{version.plan.name_th} ({version.number})"
        journal.note(table, version, before=was, after=now, title=title)
