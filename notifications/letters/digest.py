"""The morning letter: what a member of staff who wants it has to look at today, in one letter."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Status, User
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content import standalone_content
from notifications.letters.content.rendering import render
from notifications.letters.content.standalone_content import LONGEST
from notifications.models import Letter, Notice
from notifications.models.letter_texts import office_and_changed

# One that could not be written in the morning is not written in the afternoon.
LAST_HOUR = 12
SOON_WORKING_DAYS = 2


def write(*, now: datetime.datetime | None = None) -> int:
    """Write the letter of each reader who has none of today and something to look at; return how many.
    Nothing on closed days and after noon. Safe to run twice."""
    now = now or timezone.now()
    today, calendar = timezone.localdate(now), WorkCalendar.load()
    if not calendar.is_working(today) or timezone.localtime(now).hour >= LAST_HOUR:
        return 0
    soon = calendar.shift(today, SOON_WORKING_DAYS)
    readers = User.objects.filter(is_active=True, digest=True).exclude(email="").order_by("pk")
    return sum(_write_for(reader, today, soon) for reader in readers)


def cases_for(reader: User, *, today: datetime.date, soon: datetime.date) -> QuerySet[Case]:
    """The open cases that are late or due by `soon` of the reader and of those whom the reader stands in for,
    and as their head those that nobody has taken yet or that are late; the most pressing first. One that
    waits for the citizen is not pressing."""
    standing = Q(officer=None) | Q(due_on__lt=today)
    own = Q(officer=reader) | Q(officer__in=reader.acting_for, department__in=reader.roles)
    pressing = (own & Q(due_on__lte=soon)) | (reader.decides & standing)
    visible = Case.objects.visible_to(reader).open().exclude(status=Status.WAITING)
    found: QuerySet[Case] = visible.filter(pressing).select_related("request_type").order_by("due_on", "pk")
    return found


@transaction.atomic
def _write_for(reader: User, today: datetime.date, soon: datetime.date) -> bool:
    if Notice.objects.filter(recipient=reader, digest_on=today).exists():
        return False
    found = list(cases_for(reader, today=today, soon=soon)[: LONGEST + 1])
    if not found:
        return False
    spec, (office, changed) = CATALOGUE[Letter.DIGEST], office_and_changed([Letter.DIGEST])
    with override(reader.language):
        context = standalone_content.digest(found, today)
        words = render(Letter.DIGEST, reader.language, context, office, changed)
    Notice.objects.create(
        digest_on=today,
        kind=spec.letter,
        priority=spec.priority,
        audience=spec.audience,
        recipient=reader,
        address=reader.email,
        language=reader.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
    )
    return True
