"""The papers of a case: its receipt, and its result, each as a PDF or as a page to print."""

import base64
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.actions.duplicates import main_of
from cases.deadlines.work_calendar import WorkCalendar
from cases.files import evidence
from cases.lib import pdf
from cases.lib.qr import qr_svg
from cases.models import Attachment, Case, CaseEvent, Municipality
from cases.printouts import verification_codes
from cases.questionnaires import answers

NAMED = 8


@dataclass(frozen=True)
class Paper:
    """What one paper says, in the language that was active when it was made; `name` is its file's name."""

    body: str
    name: str
    context: dict[str, Any]
    whose: pdf.For = pdf.For.CITIZENS

    def pdf(self) -> bytes:
        """The PDF, which names the letters that it cannot show. Raises pdf.Unavailable on a machine that
        cannot make one, and Busy where too many wait for one."""
        page = {**self.context, "body": self.body, "language": get_language() or "th"}
        html = render_to_string("documents/paper.html", page)
        if missing := pdf.unprintable(html):
            html = render_to_string("documents/paper.html", {**page, "missing": named(missing)})
        css = render_to_string("documents/paper.css", {"families": pdf.FAMILIES})
        return pdf.written(html, css, whose=self.whose)


def receipt(case: Case, *, password: str = "") -> Paper:
    """That the city has received the case, until when, and how to follow it. With its password only where
    the caller has just made it: on the page after filing, on the slip at the counter."""
    context = {"password": password, **_about(case, address("cases:track"))}
    return Paper("documents/receipt.html", f"receipt-{case.number}.pdf", context)


def card(case: Case, *, password: str) -> Paper:
    """A small card to keep: number, password and when the office is open, for whoever follows the case
    without e-mail. Only where the caller has the password: on the page after filing, at the counter."""
    context = {"password": password, **_about(case, address("cases:track"))}
    return Paper("documents/card.html", f"card-{case.number}.pdf", context)


def result(case: Case) -> Paper | None:
    """What came of the case, with the code that proves it; None where it has no result (any more)."""
    event = verification_codes.result_event(case)
    if event is None:
        return None
    code = verification_codes.code_for(event)
    link = address("cases:verify", case.number, verification_codes.canonical(code))
    rejected = event.kind == CaseEvent.Kind.REJECTED
    context = {"event": event, "code": code, "rejected": rejected, "check_at": address("cases:verify")}
    context |= _pictures(case)
    return Paper("documents/result.html", f"result-{case.number}.pdf", {**context, **_about(case, link)})


def file_of(case: Case, events: Sequence[CaseEvent], *, person: bool) -> Paper:
    """Everything about a case, for the staff alone; who asks only where the reader may see the `person`.
    `events` are its history, the oldest first, each with its photos and their thumbnails."""
    context = {
        "case": case,
        "person": person,
        "internal": True,
        "answers": answers.answers_of(case) if case.question_set_id else [],
        "main": main_of(case),
        "events": [(event, [_thumbnail(photo) for photo in event.attachments.all()]) for event in events],
        "printed_at": timezone.now(),
        **letterhead(),
    }
    return Paper("documents/file.html", f"case-{case.number}.pdf", context, whose=pdf.For.STAFF)


def unprintable(case: Case, *, person: bool) -> list[str]:
    """What the papers of a case cannot show in full, as the pages call it; the name only where the reader may
    see the `person`."""
    parts = [
        (_("Name"), case.applicant_name if person else ""),
        (_("Place"), case.place),
        (_("Details"), case.details),
        (_("Result"), case.result_details),
    ]
    return [str(label) for label, text in parts if pdf.unprintable(text)]


def named(letters: Sequence[str]) -> str:
    """Letters that cannot be shown, by their numbers in Unicode: the first of them."""
    return ", ".join(f"U+{ord(letter):04X}" for letter in letters[:NAMED]) + "…" * (len(letters) > NAMED)


def address(name: str, *args: str) -> str:
    """The full address of a page, in the active language."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def letterhead() -> dict[str, Any]:
    """What stands at the top of every paper."""
    office = Municipality.current()
    return {"office": office, "logo": _logo(office)}


def _about(case: Case, link: str) -> dict[str, Any]:
    return {"case": case, **letterhead(), "hours": _hours(), "link": link, "qr": qr_svg(link)}


def _hours() -> str:
    """When the office is open."""
    calendar = WorkCalendar.load()
    told = {"opens": f"{calendar.opens:%H:%M}", "closes": f"{calendar.closes:%H:%M}"}
    return _("Monday to Friday, %(opens)s to %(closes)s, except on public holidays") % told


def _thumbnail(photo: Attachment) -> str:
    """The small photo as a data: address; empty where there is no picture to look at."""
    small = bytes(photo.thumbnail) if photo.is_picture else b""
    return f"data:image/jpeg;base64,{base64.b64encode(small).decode()}" if small else ""


def _pictures(case: Case) -> dict[str, list[str]]:
    """The small photos of before and after, as the logo is."""
    seen = evidence.for_citizen(case, list(case.events.prefetch_related("attachments").order_by("at", "pk")))
    return {
        "before": [_thumbnail(photo) for photo in seen.before],
        "after": [_thumbnail(photo) for photo in seen.after],
    }


def _logo(office: Municipality) -> str:
    """The logo as a data: address, since a PDF reads no files; empty where none can be read."""
    name = office.logo.name
    if not name:
        return ""
    content_type = mimetypes.guess_type(name)[0] or "image/png"
    try:
        with office.logo.open() as file:
            return f"data:{content_type};base64,{base64.b64encode(file.read()).decode()}"
    except OSError:
        return ""
