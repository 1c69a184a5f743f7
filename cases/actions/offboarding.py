"""Who leaves a department, or is switched off, leaves no case behind, and no subtask of one: each goes back
to the head.

It happens in the transaction that changes the membership or the person, whoever changes it (the receivers
below): the set-up pages, a file that is imported, a command.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cases.access.emergency_account import why_it_stays
from cases.actions.last_of_office import leave_one_by_one
from cases.actions.step import lock_for_step
from cases.actions.subtasks import take_subtask_from
from cases.errors import Refused
from cases.events import Kind
from cases.intake.succession import left_by
from cases.models import Case, CaseEvent, Department, Membership, Status, Subtask, User
from cases.models.case.event_content import BatchPosition

ONLY_ONE = BatchPosition(1, 1)


@transaction.atomic
def take_from(
    case: Case,
    *,
    leaver: User,
    position: BatchPosition = ONLY_ONE,
    now: datetime.datetime | None = None,
) -> Case | None:
    """Take the case from an officer who has left, for the head to name another one; None where somebody did
    so before. One that waits for the citizen must be in somebody's name: it goes to a head. `position` says
    which of how many cases it is."""
    case, step = lock_for_step(case, now)
    if case.officer_id != leaver.pk or not case.is_open:
        return None
    if case.status == Status.WAITING:
        case.officer = _head_for(case, leaver)
    else:
        case.hand_back()
        case.officer = None
    return step.commit(Kind.OFFICER_LEFT, message=str(leaver), content=position)


@transaction.atomic
def take_all(
    leaver: User, departments: Iterable[int] | None = None, *, now: datetime.datetime | None = None
) -> int:
    """Take every open case and subtask from somebody who has left these departments, or all of them; return
    how many. The heads of a department are told once of its cases, of restricted ones and of subtasks
    singly."""
    departments = None if departments is None else list(departments)
    cases = in_the_name_of(leaver).select_related("request_type").order_by("pk")
    if departments is not None:
        cases = cases.filter(department__in=departments)
    groups = dict[tuple[int, int], list[Case]]()
    for case in cases:
        alone = case.pk if case.request_type.restricted else 0
        groups.setdefault((case.department_id, alone), []).append(case)
    subtasks = Subtask.objects.helping().filter(officer=leaver)
    if departments is not None:
        subtasks = subtasks.filter(department__in=departments)
    return sum(_take_group(group, leaver, now) for group in groups.values()) + _take_subtasks(subtasks, now)


def in_the_name_of(person: User) -> QuerySet[Case]:
    """The open cases of an officer."""
    found: QuerySet[Case] = Case.objects.open().filter(officer=person)
    return found


def behind_leavers() -> QuerySet[Case]:
    """Open cases in the name of somebody who is switched off or works in another department by now: from
    before this rule, or given in the very moment in which the person left."""
    works_there = Membership.objects.filter(
        user=OuterRef("officer"), department=OuterRef("department"), user__is_active=True
    )
    found: QuerySet[Case] = Case.objects.open().filter(~Exists(works_there), officer__isnull=False)
    return found


def subtasks_behind_leavers() -> QuerySet[Subtask]:
    """The open subtasks in the name of such people, but for the steps of the officer in charge, which go with
    the case."""
    works_there = Membership.objects.filter(
        user=OuterRef("officer"), department=OuterRef("department"), user__is_active=True
    )
    return Subtask.objects.helping().filter(~Exists(works_there), officer__isnull=False)


def take_subtasks(case: Case, *, now: datetime.datetime | None = None) -> bool | None:
    """Take the subtasks of a case from those who have left; None where there are none."""
    return _take_subtasks(subtasks_behind_leavers().filter(case=case), now) > 0 or None


def per_department(person: User) -> dict[Department, int]:
    """How many open cases are in the person's name, by department (two statements)."""
    counts = dict(in_the_name_of(person).order_by().values_list("department").annotate(Count("pk")))
    return {one: counts[one.pk] for one in Department.objects.filter(pk__in=counts)}


def batch_position(event: CaseEvent) -> BatchPosition:
    """Return which one of how many cases that came back at once the event is about; for any other event, the
    only one."""
    return event.content if isinstance(event.content, BatchPosition) else ONLY_ONE


def last_headed(person: User, departments: Iterable[int]) -> list[Department]:
    """Of these departments the ones that have no other head than this person: cases or not, nobody would be
    there to decide. One that is switched off needs a head as long as anything is left in it."""
    headed = Membership.objects.filter(user=person, role=Membership.Role.HEAD, department__in=departments)
    others = Membership.objects.filter(
        department=OuterRef("department"), role=Membership.Role.HEAD, user__is_active=True
    )
    alone = headed.filter(~Exists(others.exclude(user=person))).select_related("department")
    found = [one.department for one in alone]
    return [one for one in found if one.active or left_by(one)]


def no_head_left(departments: Iterable[Department]) -> str:
    """What is said to somebody who would leave departments without a head."""
    names = ", ".join(one.name for one in departments)
    text = _("Without this person nobody would head %(departments)s. Name another head first.")
    return text % {"departments": names}


def _take_subtasks(subtasks: QuerySet[Subtask], now: datetime.datetime | None) -> int:
    found = [
        take_subtask_from(subtask, leaver=subtask.officer, now=now)
        for subtask in subtasks.select_related("case", "officer").order_by("case", "pk")
        if subtask.officer
    ]
    return len(found) - found.count(None)


def _take_group(cases: list[Case], leaver: User, now: datetime.datetime | None) -> int:
    done = 0
    for number, case in enumerate(cases, start=1):
        position = BatchPosition(number, len(cases))
        done += take_from(case, leaver=leaver, position=position, now=now) is not None
    return done


def _head_for(case: Case, leaver: User) -> User:
    heads = User.objects.filter(
        is_active=True,
        memberships__department=case.department_id,
        memberships__role=Membership.Role.HEAD,
    )
    head = heads.exclude(pk=leaver.pk).order_by("pk").first()
    if head is None:
        raise Refused(no_head_left([case.department]))
    return head


def _leave(person: User, departments: Iterable[int]) -> None:
    _need_heads(person, departments)
    take_all(person, departments)


def _need_heads(person: User, departments: Iterable[int]) -> None:
    """Refuse what would leave one of these departments without a head."""
    leave_one_by_one()
    if person.is_active and (alone := last_headed(person, departments)):
        raise Refused(no_head_left(alone))


@receiver(pre_save, sender=Membership, dispatch_uid="cases.actions.offboarding.changed")
def membership_changes(instance: Membership, raw: bool = False, **kwargs: Any) -> None:
    """A membership becomes that of another department or person, or a head an officer."""
    before = None if raw else Membership.objects.select_related("user").filter(pk=instance.pk).first()
    if before is None:
        return
    if (before.user_id, before.department_id) != (instance.user_id, instance.department_id):
        _leave(before.user, [before.department_id])
    elif instance.role != Membership.Role.HEAD:
        _need_heads(before.user, [before.department_id])


@receiver(pre_delete, sender=Membership, dispatch_uid="cases.actions.offboarding.ends")
def membership_ends(instance: Membership, **kwargs: Any) -> None:
    """A membership is removed."""
    _leave(instance.user, [instance.department_id])


@receiver(pre_save, sender=User, dispatch_uid="cases.actions.offboarding.switched_off")
def person_is_switched_off(
    instance: User, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """A person who was active is not any more; a log-in, which writes its time alone, asks nothing."""
    if raw or instance.is_active or (update_fields is not None and "is_active" not in update_fields):
        return
    before = User.objects.filter(pk=instance.pk, is_active=True).first()
    if before is not None:
        if why := why_it_stays(before):
            raise Refused(why)
        _need_heads(before, before.memberships.values_list("department", flat=True))
        take_all(before)
