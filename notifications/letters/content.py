"""What a letter about an event says: facts, quoted words and the link, in the active language."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.actions import offboarding
from cases.actions.transfer_state import standing
from cases.deadlines import due_date_changes
from cases.models import Case, CaseEvent
from cases.models.case.case import REOPEN_DAYS
from cases.placeholders import TABLE
from cases.text.dates import long_date
from notifications.letters.rendering import MARK, STOP
from notifications.models import Audience, Letter

Fact = tuple[Any, Callable[[Case], object]]
FACTS: dict[str, Fact] = {
    **{name: (one.label, one.value) for name, one in TABLE.items()},
    "user_id": (_("User ID"), lambda case: case.number),
    "password": (_("Password"), lambda case: MARK),
    "place": (_("Place"), lambda case: quoted(case.place)),
    "expected": (_("Expected by"), lambda case: long_date(case.due_on)),
    "officer": (_("Officer"), lambda case: case.officer),
}
ABOUT_CASE = ("user_id", "kind", "place")
FOLLOWED = ("number", "kind")
# The officer too: the letter may go to somebody who stands in.
FOR_STAFF = ("number", "kind", "urgency", "place", "department", "officer", "due")
SHOWN: dict[Letter, tuple[str, ...]] = {
    Letter.RECEIVED: ("user_id", "password", "kind", "place", "department", "expected"),
    Letter.WITH_DEPARTMENT: (*ABOUT_CASE, "department", "expected"),
    Letter.QUESTION: (*ABOUT_CASE, "department"),
    Letter.RESULT: (*ABOUT_CASE, "department", "result", "result_on", "until"),
    Letter.REJECTED: (*ABOUT_CASE, "department", "agency", "hotline"),
    Letter.REOPENED: (*ABOUT_CASE, "department", "expected"),
    Letter.JOINED: ABOUT_CASE,
    Letter.SEPARATED: (*ABOUT_CASE, "department", "expected"),
    Letter.TAKEN_UP_AGAIN: (*ABOUT_CASE, "department", "expected"),
    Letter.CLOSED: (*ABOUT_CASE, "result", "result_on"),
    Letter.EMAIL_CHANGED: ("user_id", "kind"),
    Letter.CONTACT_CHANGED: ABOUT_CASE,
    Letter.NEW_PASSWORD: ("user_id", "password", "kind", "place"),
    # It speaks of many cases: none of them is named.
    Letter.CASES_CAME_BACK: ("department",),
    # Followers: nothing that anybody typed, neither the citizen nor the staff.
    Letter.FOLLOWED_ASSIGNED: (*FOLLOWED, "department", "expected"),
    Letter.FOLLOWED_RESULT: (*FOLLOWED, "department", "result", "result_on"),
    Letter.FOLLOWED_REJECTED: (*FOLLOWED, "department", "agency", "hotline"),
    Letter.FOLLOWED_WITHDRAWN: FOLLOWED,
    Letter.FOLLOWED_REOPENED: (*FOLLOWED, "department", "expected"),
    Letter.FOLLOWED_CLOSED: (*FOLLOWED, "result", "result_on"),
    Letter.FOLLOWED_EXTENDED: (*FOLLOWED, "department", "expected"),
    Letter.DEADLINE_EXTENDED: (*ABOUT_CASE, "department", "expected"),
    Letter.DELAY_EXPLAINED: (*ABOUT_CASE, "department"),
    # Of no case, or of many.
    Letter.RECOVERY_CODE: (),
    Letter.DIGEST: (),
    Letter.LETTERS_WAIT: (),
}
# Whose words the letter quotes, and under which heading.
QUOTES: dict[Letter, Any] = {
    Letter.QUESTION: _("Our question"),
    Letter.RESULT: _("What was done"),
    Letter.REJECTED: _("Reason"),
    Letter.CASE_TRANSFERRED: _("Reason"),
    Letter.CASE_HANDED_BACK: _("Reason"),
    Letter.CASE_REOPENED: _("The citizen writes"),
    Letter.ANSWER: _("The citizen writes"),
    Letter.MESSAGE: _("The citizen writes"),
    Letter.WITHDRAWN: _("The citizen writes"),
    Letter.ASSIGNED_TO_YOU: _("Note"),
    Letter.MENTIONED: _("Note"),
    Letter.DEADLINE_EXTENDED: _("Reason"),
    Letter.NEW_DEADLINE: _("Reason"),
    Letter.DELAY_EXPLAINED: _("The department writes"),
    Letter.TRANSFER_RETURNED: _("Reason"),
    Letter.CASE_TO_PLACE: _("Reason"),
    Letter.CASE_PLACED: _("Reason"),
    Letter.PART_ASKED: _("What is asked"),
    Letter.PART_ASSIGNED: _("Note"),
    Letter.PART_FINISHED: _("What was done"),
    Letter.PART_REFUSED: _("Reason"),
    Letter.PART_CANCELLED: _("Reason"),
    Letter.PART_CAME_BACK: _("Who was in charge"),
    Letter.RESULT_TO_APPROVE: _("What was done"),
    Letter.RESULT_RETURNED: _("Reason"),
    Letter.CASES_CAME_BACK: _("Who was in charge"),
}
# Of a transfer that waits: until when it is to be answered.
WAITING = (Letter.CASE_TRANSFERRED, Letter.TRANSFER_UNANSWERED)
# After a dot, slash, colon or at-sign inside a word, an invisible space keeps mail programs from
# making a link of it.
LINKABLE = re.compile(r"(?<=[^\s][./:@])(?=[^\s\d])")


def about(event: CaseEvent, letter: Letter, audience: Audience) -> dict[str, Any]:
    """The context of a letter about an event; call it with the reader's language active."""
    case = event.case
    staff = audience not in (Audience.CITIZEN, Audience.FOLLOWER)
    values = _values(case, letter, staff=staff)
    move = due_date_changes.read(event.reference)
    return {
        **{name: value for name, value in values.items() if name != "password"},
        "number": case.number,
        "cases": how_many(offboarding.part(event)[1]),
        "kind": case.request_type.name,
        "department": case.department.name,
        "writer": str(event.by or ""),
        "due": long_date(case.due_on),
        "was": long_date(move.was) if move else "",
        "reply_due": long_date(case.first_reply_due_on) if case.first_reply_due_on else "",
        "state": _state(event),
        "days": REOPEN_DAYS,
        "until": long_date(case.reopen_until) if case.reopen_until else "",
        "agency": case.agency.name if case.agency else "",
        "instead": _instead(case, letter),
        "facts": [(str(FACTS[name][0]), value) for name, value in values.items() if value],
        "quote": _quote(event, letter, staff=staff),
        "added": event.letter_words.replace(MARK, "") if audience == Audience.CITIZEN else "",
        **(_between_departments(event, letter) if staff else {}),
        **_links(case, letter, audience),
    }


def how_many(cases: int) -> str:
    """So many cases, in the active language."""
    return ngettext("%(count)s case", "%(count)s cases", cases) % {"count": cases}


def _between_departments(event: CaseEvent, letter: Letter) -> dict[str, str]:
    """Until when a transfer is to be answered; which department does the part, and until when."""
    waiting = standing(event.case) if letter in WAITING else None
    part = event.part
    return {
        "answer_by": long_date(waiting.accept_by) if waiting else "",
        "helper": part.department.name if part else "",
        "part_due": long_date(part.due_on) if part else "",
    }


def _links(case: Case, letter: Letter, audience: Audience) -> dict[str, Any]:
    """The one link of a letter; a follower has none but the one that stops the letters."""
    if audience == Audience.FOLLOWER:
        return {"stop": STOP}
    if audience == Audience.CITIZEN:
        return {"link": page("cases:track"), "link_label": _("Follow your case")}
    if letter == Letter.CASES_CAME_BACK:
        return {"link": f"{page('staff:inbox')}?view=assign", "link_label": _("Open the inbox")}
    return {"link": page("staff:case", case.number), "link_label": _("Open the case")}


def page(name: str, *args: str) -> str:
    """The full address of a page, in the active language."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def quoted(text: str) -> str:
    """A person's words, without the mark of the secret and without anything that becomes a live link."""
    return LINKABLE.sub("\u200b", text.replace(MARK, ""))


def shown(letter: Letter) -> tuple[str, ...]:
    """The names of the facts of a letter."""
    return SHOWN.get(letter, FOR_STAFF)


def _values(case: Case, letter: Letter, *, staff: bool) -> dict[str, str]:
    """The facts of a letter by their names; empty what the case has not, or the staff is not told."""
    hidden = [name for name in shown(letter) if staff and _discreet(case, name)]
    return {name: "" if name in hidden else str(FACTS[name][1](case) or "") for name in shown(letter)}


def _state(event: CaseEvent) -> str:
    """How a case stands that does not move, as a sentence."""
    case = event.case
    if event.kind == CaseEvent.Kind.REPLY_LATE and case.first_reply_due_on:
        text = gettext(
            "The citizen should have heard by %(reply_due)s who takes this case on. Nobody has taken it yet."
        )
        return text % {"reply_due": long_date(case.first_reply_due_on)}
    text = {
        CaseEvent.Kind.LATE: gettext("This case was due on %(due)s and has no result yet."),
        CaseEvent.Kind.UNASSIGNED: gettext("This case has no officer yet. It is due on %(due)s."),
    }.get(CaseEvent.Kind(event.kind), gettext("This case is due on %(due)s."))
    return text % {"due": long_date(case.due_on)}


def _instead(case: Case, letter: Letter) -> str:
    """Where to go instead, as a sentence of a letter that says no."""
    if not case.agency:
        return gettext("If you think that this is wrong, please call us.")
    if letter == Letter.FOLLOWED_REJECTED:
        text = gettext("%(agency)s is in charge of such matters: you can turn to them.")
    else:
        text = gettext("What you can do next: %(agency)s is in charge of such matters. Please turn to them.")
    return text % {"agency": case.agency.name}


def _quote(event: CaseEvent, letter: Letter, *, staff: bool) -> tuple[str, str] | None:
    if letter not in QUOTES or not event.message or (staff and event.case.request_type.restricted):
        return None
    spoken_by_staff = event.actor == CaseEvent.Actor.STAFF
    return str(QUOTES[letter]), event.message.replace(MARK, "") if spoken_by_staff else quoted(event.message)


def _discreet(case: Case, name: str) -> bool:
    """A restricted case is read on its page only: its letter to the staff tells no place."""
    return name == "place" and case.request_type.restricted
