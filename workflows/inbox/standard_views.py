"""The views and ready filters that the inbox has from the start: a condition each, and whom it is for."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cases.access.offices import office_of
from cases.db.lookups import any_of
from cases.deadlines import first_reply
from cases.models import (
    ALONE,
    RUNNING,
    Duplicate,
    Mention,
    Proposal,
    RequestType,
    Status,
    Subtask,
    Transfer,
    User,
)
from cases.statistics.public import midnight
from cases.text.dates import last_of_week
from cases.work_plans import versions
from workflows.rights.decided_steps import decided_by
from workflows.rights.rules import in_charge, subtasks_of

# A mention that is older has been read, or does not matter any more.
MENTIONED_DAYS = 30
Condition = Callable[[User, datetime.date], Q]


def everybody(user: User) -> bool:
    """A view for all."""
    return True


def user_heads(user: User) -> bool:
    """Whether this person decides in any department today, or was named for a request type."""
    return bool(user.decided or user.access_profile.named_for)


def works_somewhere(user: User) -> bool:
    """Whether this person has a part in the cases of any department today."""
    return bool(user.departments)


def looks_again(user: User) -> bool:
    """Whether citizens can ask this person to look at a result again."""
    return user_heads(user) and any(one.look_again_days for one in RequestType.in_use())


def approves(user: User) -> bool:
    """Whether results or steps of work plans can wait for this person's yes."""
    return user_heads(user) or office_of(user) in versions.doers()


def routes(user: User) -> bool:
    """Whether this person sits at the clerk's desk."""
    return user.has_perm("cases.route_case")


@dataclass(frozen=True)
class View:
    """A question to the inbox: a name for the address, a label, a condition, whom it is for, and whether it
    is about open cases alone."""

    name: str
    label: Any
    condition: Condition
    for_whom: Callable[[User], bool] = everybody
    every_status: bool = False
    # With the cases of others on which a department of this person does a subtask.
    helping: bool = False
    # Its condition leaves nothing but cases that this person decides, and those that are open or asked for.
    decided: bool = False
    # Why it is empty, where it is and nothing narrows it.
    nothing: Any = ""
    # How many cases were ever filed is no work for anybody, and takes longest to count.
    is_counted: bool = True


def to_assign(user: User, today: datetime.date) -> Q:
    """Without an officer, and this person's to give to one; not while the clerk decides."""
    desk = Transfer.objects.filter(state=Transfer.State.DESK).values("case")
    return ALONE & user.decides & Q(officer=None, status__in=RUNNING) & ~Q(pk__in=desk)


def to_answer(user: User, today: datetime.date) -> Q:
    """Sent from another department, and this person's to accept or to send back."""
    waiting = Transfer.objects.filter(state=Transfer.State.OPEN)
    return user.decides & any_of(waiting.values("case"))


def on_desk(user: User, today: datetime.date) -> Q:
    """For the clerk: sent on for the third time, or not answered in time."""
    overdue = Q(state=Transfer.State.OPEN, accept_by__lt=today)
    rows = Transfer.objects.filter(Q(state=Transfer.State.DESK) | overdue)
    return any_of(rows.values("case"))


def asked_of_us(user: User, today: datetime.date) -> Q:
    """A department of this person has been asked for a subtask, and has not done it yet."""
    waiting = Subtask.objects.helping().filter(department__in=user.departments)
    return any_of(waiting.values("case"))


def to_look_at_again(user: User, today: datetime.date) -> Q:
    """Not fixed, says the citizen, and this person's to open again or not."""
    return user.decides & Q(look_again_by__isnull=False)


def mine(user: User, today: datetime.date) -> Q:
    """In charge of it, or of another department's subtask of it that is not done yet, or standing in for who
    is."""
    return in_charge(user) | any_of(subtasks_of(user).values("case"))


def proposed(state: str) -> Q:
    """In progress, with a proposed result in this state, or any of them."""
    proposals = Proposal.objects.filter(case=OuterRef("pk"), state=state)
    return Q(Exists(proposals), status=Status.IN_PROGRESS)


def to_approve(user: User, today: datetime.date) -> Q:
    """With a step that waits for this person's office, such as the approval of a result; not of own work, nor
    of the work of whom the person decides for."""
    return any_of(decided_by(user).values("case"))


def is_late(user: User, today: datetime.date) -> Q:
    """Past the due date, and not waiting: neither for the citizen nor for a main case."""
    return ALONE & Q(status__in=RUNNING, due_on__lt=today)


def is_due_this_week(user: User, today: datetime.date) -> Q:
    """Due within the seven days that begin today."""
    return ALONE & Q(status__in=RUNNING, due_on__range=(today, last_of_week(today)))


def is_paused(user: User, today: datetime.date) -> Q:
    """Waiting for the citizen: its deadline stands still."""
    return Q(status=Status.WAITING)


def mentions_me(user: User, today: datetime.date) -> Q:
    """Somebody named this person in a note of the last MENTIONED_DAYS days."""
    since = midnight(today - datetime.timedelta(days=MENTIONED_DAYS))
    return any_of(Mention.objects.filter(user=user, at__gte=since).values("event__case"))


def anything(user: User, today: datetime.date) -> Q:
    """No condition."""
    return Q()


VIEWS = (
    View(
        "assign",
        _("To assign"),
        to_assign,
        user_heads,
        decided=True,
        nothing=_("Every case of yours to assign has an officer."),
    ),
    View(
        "answer",
        _("Transfers to answer"),
        to_answer,
        user_heads,
        decided=True,
        nothing=_("No other department has sent you a case that waits for your answer."),
    ),
    View(
        "approve",
        _("To approve"),
        to_approve,
        approves,
        decided=True,
        nothing=_("Nothing waits for your approval."),
    ),
    View(
        "again",
        _("Still not fixed?"),
        to_look_at_again,
        looks_again,
        every_status=True,
        decided=True,
        nothing=_("No citizen waits for your answer to “still not fixed”."),
    ),
    View(
        "mine",
        _("Mine"),
        mine,
        helping=True,
        nothing=_("No open case is yours. What your head assigns to you appears here."),
    ),
    View(
        "subtasks",
        _("Subtasks asked of us"),
        asked_of_us,
        works_somewhere,
        helping=True,
        nothing=_("No other department waits for a subtask of yours."),
    ),
    View(
        "desk",
        _("On the clerk's desk"),
        on_desk,
        routes,
        nothing=_("No transfer waits for the clerk's decision."),
    ),
    View("late", _("Late"), is_late, nothing=_("No case is past its due date. Well done.")),
    View("week", _("Due this week"), is_due_this_week, nothing=_("No case is due within seven days.")),
    View(
        "waiting",
        _("Waiting for the citizen"),
        is_paused,
        nothing=_("No case waits for an answer of its citizen."),
    ),
    View(
        "reopened",
        _("Reopened"),
        lambda user, today: Q(reopened__gt=0),
        nothing=_("No open case was reopened by its citizen."),
    ),
    View(
        "mentions",
        _("Mentions of me"),
        mentions_me,
        every_status=True,
        nothing=_("Nobody has mentioned you in a note within 30 days."),
    ),
    View("open", _("All open"), anything, nothing=_("No case that you may read is open.")),
    View(
        "all",
        _("All cases"),
        anything,
        every_status=True,
        helping=True,
        is_counted=False,
        nothing=_("Nothing was filed yet that you may read."),
    ),
)
DUE: dict[str, tuple[Any, Condition]] = {
    "late": (_("Late"), is_late),
    "today": (_("Due today"), lambda user, today: ALONE & Q(status__in=RUNNING, due_on=today)),
    "week": (_("Due within seven days"), is_due_this_week),
    "paused": (_("Paused"), is_paused),
    "reply": (_("First reply overdue"), lambda user, today: first_reply.is_missing(today)),
}


GROUPS: dict[str, tuple[Any, Q]] = {
    "joined": (_("Joined with another case"), ~ALONE),
    "main": (_("Main case of others"), Q(Exists(Duplicate.objects.filter(main=OuterRef("pk"))))),
}
