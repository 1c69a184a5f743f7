"""What a letter about an event says: facts, quoted words and the link, in the active language."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import offboarding
from cases.actions.stages import step_name
from cases.actions.transfer_state import unanswered_transfer
from cases.models import REOPEN_DAYS, Case, CaseEvent, Feedback, Subtask
from cases.models.case.event_content import DueDateChange
from cases.placeholders import TABLE
from cases.text.dates import long_date
from notifications.letters.content.rendering import MARK, NAME, QR, STOP
from notifications.letters.content.standalone_content import how_many
from notifications.letters.links import CASE, TRACKING, personal
from notifications.letters.spec import LetterSpec
from notifications.models import Audience

Fact = tuple[Any, Callable[[Case], object]]
FACTS: dict[str, Fact] = {
    **{name: (one.label, one.value) for name, one in TABLE.items()},
    "user_id": (_("User ID"), lambda case: case.number),
    "password": (_("Password"), lambda case: MARK),
    "place": (_("Place"), lambda case: quoted(case.place)),
    "expected": (_("Expected by"), lambda case: long_date(case.due_on)),
    "officer": (_("Officer"), lambda case: case.officer),
}
# After a dot, slash, colon or at-sign inside a word, an invisible space keeps mail programs from
# making a link of it.
LINKABLE = re.compile(r"(?<=[^\s][./:@])(?=[^\s\d])")


def about(event: CaseEvent, spec: LetterSpec, audience: Audience) -> dict[str, Any]:
    """The context of a letter about an event; call it with the reader's language active."""
    case = event.case
    staff = audience not in (Audience.CITIZEN, Audience.FOLLOWER)
    values = _values(case, spec, staff=staff)
    return {
        **{name: value for name, value in values.items() if name != "password"},
        "greeting": _greeting(case, audience),
        "number": case.number,
        "cases": how_many(offboarding.batch_position(event).count),
        "kind": case.request_type.name,
        "department": case.department.name,
        "writer": str(event.by or ""),
        "due": long_date(case.due_on),
        "was": long_date(event.content.was) if isinstance(event.content, DueDateChange) else "",
        "reply_due": long_date(case.first_reply_due_on) if case.first_reply_due_on else "",
        "state": _state(event),
        "days": REOPEN_DAYS,
        "until": long_date(case.reopen_until) if case.reopen_until else "",
        "agency": case.agency.name if case.agency else "",
        "instead": _instead(case, audience),
        "turn_to": _turn_to(case),
        "look_by": long_date(case.look_again_by) if case.look_again_by else "",
        "facts": [(str(FACTS[name][0]), value) for name, value in values.items() if value],
        "quote": _quote(event, spec, staff=staff),
        "verdict": _verdict(event) if staff else "",
        "added": event.letter_words.replace(MARK, "") if audience == Audience.CITIZEN else "",
        **(_between_departments(event, spec) if staff else {}),
        # With a password the tracking page is shown as a QR code too, which the envelope brings along.
        "qr": QR if "password" in spec.facts else "",
        **_links(case, spec, audience),
    }


def _greeting(case: Case, audience: Audience) -> str:
    """How the letter opens: with the reader's name where there is one; the staff's letters without."""
    if audience == Audience.FOLLOWER:
        return gettext("Dear follower of this request,")
    if audience == Audience.OUTSIDE or (audience == Audience.CITIZEN and case.first_name):
        return gettext("Dear %(name)s,") % {"name": NAME}
    return gettext("Dear applicant,") if audience == Audience.CITIZEN else ""


def _between_departments(event: CaseEvent, spec: LetterSpec) -> dict[str, str]:
    """Until when a transfer is to be answered; which department does the subtask, and until when."""
    waiting = unanswered_transfer(event.case) if spec.awaits_answer else None
    subtask = event.subtask
    return {
        **({"answer_by": long_date(waiting.accept_by)} if waiting else {}),
        "helper": subtask.helper if subtask else "",
        "subtask_due": long_date(subtask.due_on) if subtask else "",
        "step": step_name(subtask) if subtask else "",
        "party_day": _named_day(subtask),
    }


def _named_day(subtask: Subtask | None) -> str:
    """The day that an outside party names, as a sentence; empty where it names none."""
    if subtask is None or subtask.party_day is None:
        return ""
    return gettext("The day that it names is %(day)s.") % {"day": long_date(subtask.party_day)}


def _links(case: Case, spec: LetterSpec, audience: Audience) -> dict[str, Any]:
    """The one link of a letter; a follower has none but the one that stops the letters, an
    outside party one of its own."""
    if audience == Audience.FOLLOWER:
        return {"stop": STOP}
    if audience == Audience.OUTSIDE:
        return personal(MARK) if spec.personal_link else {}
    if spec.button:
        return spec.button.context()
    return TRACKING.context() if audience == Audience.CITIZEN else CASE.context(case.number)


def quoted(text: str) -> str:
    """A person's words, without the mark of the secret and without anything that becomes a live link."""
    return LINKABLE.sub("\u200b", text.replace(MARK, ""))


def _values(case: Case, spec: LetterSpec, *, staff: bool) -> dict[str, str]:
    """The facts of a letter by their names; empty what the case has not, or the staff is not told."""
    hidden = [name for name in spec.facts if staff and _discreet(case, name)]
    return {name: "" if name in hidden else str(FACTS[name][1](case) or "") for name in spec.facts}


def _state(event: CaseEvent) -> str:
    """How a case stands that does not move, as a sentence."""
    case = event.case
    if event.kind == CaseEvent.Kind.REPLY_LATE and case.first_reply_due_on:
        text = gettext(
            "The citizen should have heard by %(reply_due)s who takes this case on. Nobody has taken it yet."
        )
        return text % {"reply_due": long_date(case.first_reply_due_on)}
    if event.kind == CaseEvent.Kind.REOPEN_DUE and case.look_again_by:
        text = gettext("The citizen says that it is not fixed. The answer is due by %(day)s.")
        return text % {"day": long_date(case.look_again_by)}
    text = {
        CaseEvent.Kind.LATE: gettext("This case was due on %(due)s and has no result yet."),
        CaseEvent.Kind.UNASSIGNED: gettext("This case has no officer yet. It is due on %(due)s."),
    }.get(CaseEvent.Kind(event.kind), gettext("This case is due on %(due)s."))
    return text % {"due": long_date(case.due_on)}


def _instead(case: Case, audience: Audience) -> str:
    """Where to go instead, as a sentence of a letter that says no."""
    if not case.agency:
        return gettext("If you think that this is wrong, please call us.")
    if audience == Audience.FOLLOWER:
        text = gettext("%(agency)s is in charge of such matters: you can turn to them.")
    else:
        text = gettext("What you can do next: %(agency)s is in charge of such matters. Please turn to them.")
    return text % {"agency": case.agency.name}


def _turn_to(case: Case) -> str:
    """What can still be done, as a sentence of the letter that stays with a result."""
    if not case.agency:
        return gettext("If you think that this is wrong, please call us, or send a new request.")
    text = gettext("What you can do next: if you think that this is wrong, turn to %(agency)s.")
    return text % {"agency": case.agency.name}


def _quote(event: CaseEvent, spec: LetterSpec, *, staff: bool) -> tuple[str, str] | None:
    if not spec.quote or not event.message or (staff and event.case.request_type.restricted):
        return None
    spoken_by_staff = event.actor == CaseEvent.Actor.STAFF
    return str(spec.quote), event.message.replace(MARK, "") if spoken_by_staff else quoted(event.message)


def _verdict(event: CaseEvent) -> str:
    """What the citizen has answered after the result, where the event is this."""
    if event.kind != CaseEvent.Kind.RATED:
        return ""
    said = Feedback.objects.filter(case=event.case_id, at=event.at).first()
    return ", ".join(filter(None, [said.verdict_words, said.rating_words])) if said else ""


def _discreet(case: Case, name: str) -> bool:
    """A restricted case is read on its page only: its letter to the staff tells no place."""
    return name == "place" and case.request_type.restricted
