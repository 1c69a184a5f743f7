"""What comes next for the citizen of a case: one sentence with its date, from the deadlines that are kept."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, Status
from cases.text.dates import date_and_time, long_date
from cases.views.tracking.joined import Together
from cases.views.tracking.stage_list import CitizenStage


@dataclass(frozen=True)
class NextStep:
    """What comes next, and, behind it, what there is to know besides."""

    words: str
    note: str = ""
    is_late: bool = False


def next_step(
    case: Case,
    stages: Sequence[CitizenStage],
    *,
    joined: Together | None = None,
    paused: datetime.datetime | None = None,
    has_told: bool = False,
    was_refused: bool = False,
) -> NextStep:
    """Return what comes next; no SQL statement. `stages` are those on the page, `paused` says since when it
    waits for the citizen, `has_told` whether the citizen has said what came of the result, `was_refused`
    whether the head, asked to look again, stays with it."""
    planned = stages if case.plan_version_id else ()
    if not case.is_open:
        return _ended(case, has_told=has_told, was_refused=was_refused)
    if joined:
        return _joined(joined)
    if case.status == Status.WAITING:
        return _waiting(paused)
    if case.is_late:
        words = _("The municipality expected to be done by %(date)s, and is late. We are sorry.")
        return NextStep(words % _on(case.due_on), _now(case, planned), is_late=True)
    if case.status == Status.RECEIVED:
        return _received(case)
    stage = next((one for one in planned if one.is_now), None)
    if case.status == Status.IN_PROGRESS and stage and stage.expected:
        words = _("“%(stage)s” is under way and is to be done by %(date)s.")
        return NextStep(words % {"stage": stage.name, **_on(stage.expected)}, _result_by(case))
    return NextStep(f"{_now(case, planned)} {_result_by(case)}")


def public_next(case: Case) -> str:
    """Return until when strangers, who may know of this open case, can expect it to be done."""
    if case.status == Status.WAITING:
        return _("The expected date moves until the citizen has answered.")
    words = (
        _("Later than planned: it was expected by %(date)s.") if case.is_late else _("Expected by %(date)s")
    )
    return words % _on(case.due_on)


def _received(case: Case) -> NextStep:
    """Until the first reply the department has its own deadline."""
    told = {"department": case.department.name}
    reply = case.first_reply_due_on
    if reply is None or reply >= case.due_on:
        return NextStep(f"{_now(case, ())} {_result_by(case)}")
    if reply < timezone.localdate():
        words = _("%(department)s should have taken up your request by %(date)s, and is late. We are sorry.")
        return NextStep(words % {**told, **_on(reply)}, _result_by(case), is_late=True)
    words = _("%(department)s takes up your request by %(date)s, or tells you why it cannot.")
    return NextStep(words % {**told, **_on(reply)}, _result_by(case))


def _now(case: Case, stages: Sequence[CitizenStage]) -> str:
    """What is being done, without a date."""
    told = {"department": case.department.name}
    stage = next((one for one in stages if one.is_now), None)
    if case.status == Status.RECEIVED:
        return _("%(department)s takes up your request.") % told
    if case.officer_id is None:
        again = _("The matter is taken up again: %(department)s assigns an officer.")
        first = _("%(department)s assigns an officer.")
        return (again if case.reopened else first) % told
    if case.status == Status.ASSIGNED:
        return _("An officer has your request and begins the work.")
    if stage:
        return _("“%(stage)s” is under way.") % {"stage": stage.name}
    if stages:
        return _("All stages are done. The officer writes the result.")
    return _("The officer is at work on it.")


def _waiting(paused: datetime.datetime | None) -> NextStep:
    note = ""
    if paused:
        note = _("The expected date has been paused since %(date)s.") % {"date": date_and_time(paused)}
    return NextStep(_("The work goes on when you have answered the question below."), note)


def _joined(joined: Together) -> NextStep:
    words = _(
        "Somebody else has reported the same matter. We work on both at once, and you hear the result here."
    )
    if joined.due_on is None:
        return NextStep(words)
    return NextStep(words, _("You can expect the result by %(date)s.") % _on(joined.due_on))


def _ended(case: Case, *, has_told: bool, was_refused: bool) -> NextStep:
    """What is left to do once there is an outcome."""
    if case.status == Status.RESOLVED:
        return _resolved(case, has_told=has_told)
    if case.status == Status.WITHDRAWN:
        words = _("You withdrew this request on %(date)s. Nothing more happens.")
    elif case.status == Status.CLOSED and was_refused:
        return _refused(case)
    elif case.status == Status.CLOSED:
        words = _(
            "The result was given on %(date)s, and the case is closed. Is it there again? Send a new request."
        )
    elif case.agency:
        words = _(
            "The municipality cannot take this on, as it told you on %(date)s. Please turn to: %(agency)s."
        )
    else:
        words = _(
            "The municipality cannot take this on, as it told you on %(date)s. The reason stands below."
        )
    agency = case.agency.name if case.agency else ""
    return NextStep(words % {**_on(timezone.localdate(case.ended_at)), "agency": agency})


def _refused(case: Case) -> NextStep:
    """The head has looked again and stays with the result."""
    said = _("The department looked at it again and stays with its result; its words stand below.")
    if case.agency:
        return NextStep(said, _("You may still turn to: %(agency)s.") % {"agency": case.agency.name})
    return NextStep(said, _("Is it there again? Send a new request."))


def _resolved(case: Case, *, has_told: bool) -> NextStep:
    if case.look_again_by:
        words = _(
            "You said that it is not fixed. The head of %(department)s looks at it and answers by %(date)s; "
            "without an answer the case opens again by itself."
        )
        return NextStep(words % {"department": case.department.name, **_on(case.look_again_by)})
    until = case.reopen_until
    if until is None or until < timezone.now():
        return NextStep(
            _("The result is below. The time to say that it is not fixed is over; the case closes by itself.")
        )
    if has_told:
        words = _("Thank you for telling us. If it is not fixed, say so by %(date)s; then the case closes.")
    else:
        words = _("The result is below. Please say by %(date)s whether it is fixed; then the case closes.")
    return NextStep(words % _on(timezone.localdate(until)))


def _result_by(case: Case) -> str:
    return _("You can expect the result by %(date)s.") % _on(case.due_on)


def _on(day: datetime.date) -> dict[str, str]:
    return {"date": long_date(day)}
