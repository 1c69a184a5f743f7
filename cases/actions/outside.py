"""The verbs of outside parties: they are asked, answer, name a day; their links are sent again and withdrawn.

That they finish or refuse is told by the verbs of every subtask (`cases.actions.subtasks`), and the table of
reminders reminds them (`cases.actions.party_reminders`).
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cases.access import outside_links
from cases.actions import subtask_state
from cases.actions.step import lock_for_step
from cases.actions.subtasks import locked_subtask, record, refuse_asking_now, refuse_day
from cases.errors import AlreadyDone, Refused
from cases.events import Kind
from cases.models import (
    Attachment,
    Case,
    Doer,
    OutsideParty,
    OutsidePerson,
    PlanVersion,
    Subtask,
    User,
)
from cases.models.case.event_content import OutsideAsked, PartyDay
from cases.work_plans.document import Plan

# Of the cases that keep a party, so many are named.
NAMED = 5


@transaction.atomic
def ask_outside(
    case: Case,
    *,
    to: OutsideParty,
    what: str,
    due_on: datetime.date,
    by: User,
    now: datetime.datetime | None = None,
) -> Case:
    """Ask an outside party to do something for the case by a working day: its people get a letter with a
    link of their own. Nothing of a confidential case goes outside."""
    case, step = lock_for_step(case, now)
    refuse_asking_now(case)
    if case.request_type.restricted:
        raise Refused(_("This kind of request is confidential. It is not shown to anybody outside."))
    if not OutsidePerson.objects.reachable().filter(party=to).exists():
        raise Refused(_("Nobody of this outside party can be reached. Choose another one."))
    if any((one.party_id, one.what) == (to.pk, what) for one in subtask_state.helping(case)):
        raise AlreadyDone
    refuse_day(due_on, step)
    asked: dict[str, Any] = {"what": what, "due_on": due_on, "asked_by": by, "asked_at": step.now}
    subtask = Subtask.objects.create(
        case=case, department=case.department, doer=Doer.OUTSIDE, party=to, **asked
    )
    content = OutsideAsked(to.name_th, to.name_en)
    record(step, Kind.OUTSIDE_ASKED, subtask=subtask, by=by, message=what, content=content)
    return case


@transaction.atomic
def answer(
    subtask: Subtask,
    *,
    text: str = "",
    day: datetime.date | None = None,
    photos: Sequence[Attachment] = (),
    by: User | None = None,
    person: OutsidePerson | None = None,
    now: datetime.datetime | None = None,
) -> Subtask:
    """Take what the outside party says while it works: words, photos, and by which day it will be done. `by`
    has heard it from the party. Raises Refused once the step has ended, for nothing at all, and for a day
    that is past."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _open(locked_subtask(subtask, case))
    if day is not None and day < step.today:
        raise Refused(_("Choose a day from today on."))
    if not (text or day or photos):
        raise Refused(_("Write something, name a day, or add a photo."))
    kind, content = Kind.OUTSIDE_ANSWERED, None
    if day is not None:
        kind, content = Kind.OUTSIDE_PROMISED, PartyDay(day)
        subtask.party_day = day
        subtask.save(update_fields=["party_day"])
    said: dict[str, Any] = {"message": text, "photos": photos, "content": content}
    record(step, kind, subtask=subtask, by=by, person=person, **said)
    return subtask


@transaction.atomic
def send_links(subtask: Subtask, *, by: User, now: datetime.datetime | None = None) -> Subtask:
    """Send everybody of the party a new link to the step. Raises Refused where nobody can be reached."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _open(locked_subtask(subtask, case))
    if not list(outside_links.people_of(subtask)):
        raise Refused(_("Nobody of this outside party can be reached."))
    record(step, Kind.OUTSIDE_LINKED, subtask=subtask, by=by, message=subtask.what)
    return subtask


@transaction.atomic
def withdraw_links(subtask: Subtask, *, by: User, now: datetime.datetime | None = None) -> Subtask:
    """Let none of the links to the step open it any more. Raises Refused where there is none."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _open(locked_subtask(subtask, case))
    if not outside_links.withdraw(Q(subtask=subtask), now=step.now):
        raise Refused(_("No link to this step is valid."))
    record(step, Kind.OUTSIDE_SHUT, subtask=subtask, by=by)
    return subtask


def kept_by(party: OutsideParty) -> list[str]:
    """What keeps a party in use: a sentence for its open steps, and one for each plan in use that asks it."""
    open_steps = Subtask.objects.outside().filter(party=party)
    numbers = list(open_steps.order_by("case__number").values_list("case__number", flat=True).distinct())
    found = []
    if numbers:
        more = ", …" if len(numbers) > NAMED else ""
        text = _("%(party)s still has open steps: %(numbers)s. Cancel them or record how they ended first.")
        found.append(text % {"party": party.name, "numbers": ", ".join(numbers[:NAMED]) + more})
    versions = PlanVersion.objects.filter(published_at__isnull=False, replaced_at__isnull=True)
    for version in versions.filter(plan__active=True).select_related("plan"):
        if any(step.party == party.code for step in Plan.from_json(version.content).steps):
            text = _("The work plan “%(plan)s” asks %(party)s. Publish it without this party first.")
            found.append(text % {"plan": version.plan.name, "party": party.name})
    return found


@receiver(pre_save, sender=OutsideParty, dispatch_uid="cases.actions.outside.party_ends")
def party_ends(instance: OutsideParty, raw: bool = False, **kwargs: Any) -> None:
    """A party is taken out of use: raises Refused while something waits for it; its links end."""
    if raw or instance.active or not OutsideParty.objects.filter(pk=instance.pk, active=True).exists():
        return
    if reasons := kept_by(instance):
        raise Refused(" ".join(reasons))
    outside_links.withdraw(Q(person__party=instance))


@receiver(pre_save, sender=OutsidePerson, dispatch_uid="cases.actions.outside.person_changes")
def person_changes(instance: OutsidePerson, raw: bool = False, **kwargs: Any) -> None:
    """A person who has left, works for another party, or is reached elsewhere: the links that were sent open
    nothing any more."""
    before = None if raw else OutsidePerson.objects.filter(pk=instance.pk).first()
    if before is None:
        return
    stays = ("party_id", "email", "phone")
    if not instance.active or any(getattr(before, name) != getattr(instance, name) for name in stays):
        outside_links.withdraw(Q(person=instance))


def _open(subtask: Subtask) -> Subtask:
    if not subtask.is_open:
        raise Refused(_("This step has ended. Nothing can be changed in it any more."))
    return subtask
