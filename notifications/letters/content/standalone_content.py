"""What the letters without an event say: the code, the morning letter, the news that letters wait …"""

import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access.one_time_codes import VALID
from cases.models import Case, OneTimeCode
from cases.text.dates import month_and_year, short_date
from notifications.letters.content.rendering import MARK
from notifications.letters.links import CONFIRM, INBOX, MAP, WATCHING, WEBHOOKS

# The most cases that the morning letter lists.
LONGEST = 40
# How long letters wait for a confirmed address.
HELD_FOR = datetime.timedelta(days=7)
PURPOSE_TEXTS = {
    OneTimeCode.Purpose.EMAIL: gettext_lazy(
        "It was asked that the e-mails about your request at the municipality come to this address."
    ),
    OneTimeCode.Purpose.FOLLOW: gettext_lazy(
        "It was asked that news of a request at the municipality come to this e-mail address."
    ),
    OneTimeCode.Purpose.CASES: gettext_lazy(
        "It was asked to show all requests at the municipality that were sent with this e-mail address."
    ),
    OneTimeCode.Purpose.AREA: gettext_lazy(
        "It was asked that news of what is reported near a place come to this e-mail address."
    ),
    OneTimeCode.Purpose.PASSWORD: gettext_lazy(
        "A new password was asked for, for your request at the municipality. Until you have the new one, "
        "the old one still works."
    ),
}


def recovery_code(purpose: str) -> dict[str, Any]:
    """The context of the letter with the code; call it with the reader's language active."""
    wish = str(PURPOSE_TEXTS[OneTimeCode.Purpose(purpose)])
    facts = [(_("Code"), MARK)]
    return {"greeting": _greeting(), "facts": facts, "minutes": VALID.seconds // 60, "wish": wish}


def letters_wait(count: int) -> dict[str, Any]:
    """The context of the letter that says how many wait; call it with the reader's language active."""
    return {
        "greeting": _greeting(),
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


def new_in_area(found: list[Case], stop: str) -> dict[str, Any]:
    """The context of the letter about an area, which lists LONGEST cases; `stop` is the link that ends these
    letters. Call it with the reader's language active."""
    shown = found[:LONGEST]
    words = ngettext("%(count)s new report", "%(count)s new reports", len(found)) % {"count": len(found)}
    return {
        "greeting": _greeting(),
        "facts": [(_day(case), case.request_type.name) for case in shown],
        "reports": words,
        "more": _("There are more of them on the map.") if len(found) > LONGEST else "",
        "stop": stop,
        **MAP.context(),
    }


def monthly(month: datetime.date, said: str) -> dict[str, Any]:
    """The context of the letter to the council: which month, and its sentences (an example without any). Call
    it with the reader's language active."""
    example = _("In October 412 requests came in, 12 more than in September.")
    return {
        "greeting": _greeting(),
        "facts": [],
        "month": month_and_year(month),
        "said": said or example,
    }


def webhook_off(system: str) -> dict[str, Any]:
    """The context of the letter that says which other system hears nothing any more; call it with the
    reader's language active."""
    return {"facts": [], "system": system, **WEBHOOKS.context()}


def trouble(lines: list[tuple[str, str]]) -> dict[str, Any]:
    """The context of the letter that lists what is not well (an example without any); call it with the
    reader's language active."""
    example = (_("Backup"), _("There has never been a backup that is known here."))
    found = lines or [example]
    words = ngettext("%(count)s trouble", "%(count)s troubles", len(found)) % {"count": len(found)}
    return {"facts": found, "troubles": words, **WATCHING.context()}


def how_many(cases: int) -> str:
    """So many cases, in the active language."""
    return ngettext("%(count)s case", "%(count)s cases", cases) % {"count": cases}


def _day(case: Case) -> str:
    return short_date(timezone.localdate(case.received_at))


def _greeting() -> str:
    """How a letter opens to somebody who has not shown yet whose address it is."""
    return _("Dear Sir or Madam,")


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
