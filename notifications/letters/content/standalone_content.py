"""What the letters without an event say: the code, the morning letter, the news that letters wait."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access.one_time_codes import VALID
from cases.models import Case, OneTimeCode
from cases.text.dates import short_date
from notifications.letters.content.rendering import MARK
from notifications.letters.links import CONFIRM, INBOX

# The most cases that the morning letter lists.
LONGEST = 40
# How long letters wait for a confirmed address.
HELD_FOR = datetime.timedelta(days=7)
PURPOSE_TEXTS = {
    OneTimeCode.Purpose.EMAIL: gettext_lazy(
        "Somebody, probably you, wants the letters about a case at the municipality to come to this e-mail "
        "address."
    ),
    OneTimeCode.Purpose.FOLLOW: gettext_lazy(
        "Somebody, probably you, wants to hear at this e-mail address how a case at the municipality goes on."
    ),
    OneTimeCode.Purpose.CASES: gettext_lazy(
        "Somebody, probably you, wants to see all cases at the municipality that were filed with this e-mail "
        "address."
    ),
    OneTimeCode.Purpose.PASSWORD: gettext_lazy(
        "Somebody, probably you, asked for a new password for a case at the municipality. Until you have the "
        "new one, the old one still works."
    ),
}


def recovery_code(purpose: str) -> dict[str, Any]:
    """The context of the letter with the code; call it with the reader's language active."""
    wish = str(PURPOSE_TEXTS[OneTimeCode.Purpose(purpose)])
    return {"facts": [(_("Code"), MARK)], "minutes": VALID.seconds // 60, "wish": wish}


def letters_wait(count: int) -> dict[str, Any]:
    """The context of the letter that says how many wait; call it with the reader's language active."""
    return {
        "waiting": ngettext("%(count)s letter waits", "%(count)s letters wait", count) % {"count": count},
        "kept": HELD_FOR.days,
        "facts": [],
        **CONFIRM.context(),
    }


def digest(found: list[Case], today: datetime.date) -> dict[str, Any]:
    """The context of the morning letter; call it with the reader's language active. Of more than LONGEST
    cases it says so."""
    shown = found[:LONGEST]
    return {
        "facts": list(_lines(shown, today)),
        "cases": how_many(len(shown)),
        "more": _("There are more of them in the inbox.") if len(found) > LONGEST else "",
        "today": short_date(today),
        **INBOX.context(),
    }


def how_many(cases: int) -> str:
    """So many cases, in the active language."""
    return ngettext("%(count)s case", "%(count)s cases", cases) % {"count": cases}


def _lines(cases: list[Case], today: datetime.date) -> Iterator[tuple[str, str]]:
    """Number, and kind with what is pressing; no place and nobody's words: a mailbox is no case's page."""
    for case in cases:
        due = short_date(case.due_on)
        if case.officer_id is None:
            pressing = _("to be assigned, due %(date)s") % {"date": due}
        elif case.due_on < today:
            pressing = _("late since %(date)s") % {"date": due}
        else:
            pressing = _("due %(date)s") % {"date": due}
        yield case.number, f"{case.request_type.name}, {pressing}"
