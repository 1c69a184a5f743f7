"""The bell: what is new for a member of staff, read from the letters that were written to this person."""

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.lib.process_cache import forget_one, remembered
from cases.models import Case, User
from cases.reference import shared_rows
from cases.views.idempotency import token_in
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.models import DeliveryChannel, Notice, State

# What is older is no news; the page shows so many, and the count ends there.
NEWS, MOST = datetime.timedelta(days=14), 50
# The head of a page may be so late, in seconds; it must not ask on every click.
KEPT = 10.0


@dataclass(frozen=True)
class Line:
    """A letter as the page of news shows it; without a case where this person may not read it any more."""

    notice: Notice
    case: Case | None

    @property
    def words(self) -> str:
        """What was said to the staff about it; nothing that tells who the citizen is."""
        event = self.notice.event
        if self.case is None or event is None or event.is_about_person:
            return ""
        return str(event.staff_message)


def count(user: User) -> int:
    """Return how many letters are unread, as known within the last seconds; MOST or more are MOST."""
    return remembered(_key(user), lambda: _unread(user)[:MOST].count(), seconds=KEPT)


@staff_page
@require_safe
def news(request: StaffRequest) -> HttpResponse:
    """What was written to this person lately, the newest first, with what is not read yet."""
    lines = _lines(request.user)
    new = sum(line.notice.read_at is None for line in lines)
    return render(request, "staff/notices/news.html", {"lines": lines, "new": new, "days": NEWS.days})


@staff_page
@require_safe
def follow(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Mark one letter as read, and show its case; the list, where this person may not read it. A notification
    in a browser leads here too, and is of the letter about the same event."""
    notice = get_object_or_404(_written(request.user), pk=pk)
    _mark(request.user, Q(event=notice.event_id))
    if Case.objects.visible_to(request.user).filter(pk=notice.case_id).exists():
        assert notice.case is not None
        return redirect("staff:case", number=notice.case.number)
    return redirect("notifications:news")


@staff_page
@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Mark as read what this person's page has shown, up to its newest letter: what came since stays new."""
    shown = token_in(request.POST.get("newest"))
    if shown and (newest := _of(request.user).filter(pk=shown).first()):
        _mark(request.user, Q(created__lte=newest.created))
    return redirect("notifications:news")


def _of(user: User) -> QuerySet[Notice]:
    """What was written to this person about a case, once each, and not withdrawn."""
    return _written(user).filter(channel=DeliveryChannel.EMAIL)


def _written(user: User) -> QuerySet[Notice]:
    """The same, with what was told in browsers besides."""
    mine = Notice.objects.filter(recipient=user, event__isnull=False)
    return mine.filter(copy_of=None).exclude(state=State.CANCELLED)


def _unread(user: User) -> QuerySet[Notice]:
    return _of(user).filter(read_at=None, created__gt=Now() - NEWS)


def _mark(user: User, which: Q) -> None:
    """Mark these as read, and have the head of the next page count anew."""
    _of(user).filter(which, read_at=None).update(read_at=Now())
    forget_one(_key(user))


def _lines(user: User) -> list[Line]:
    found = _of(user).filter(created__gt=Now() - NEWS).select_related("event").defer("text", "html", "secret")
    notices = list(found.order_by("-created")[:MOST])
    readable = Case.objects.visible_to(user).filter(pk__in={one.case_id for one in notices})
    cases = {case.pk: case for case in readable.only("number", "request_type", "place", "status")}
    shared_rows.prefetch(cases.values(), "request_type")
    shared_rows.prefetch([one.event for one in notices if one.event], "by")
    return [Line(one, cases.get(one.case_id or 0)) for one in notices]


def _key(user: User) -> str:
    return f"notifications.pages.bell-{user.pk}"
