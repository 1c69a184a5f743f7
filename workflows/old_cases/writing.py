"""Old cases become rows, some at a time: all rows of a batch, or none of them.

Nothing is sent: no event is told to anybody (`cases.signals.recorded`), so no letter, no webhook and no push
is made. The flow is begun for open cases; an ended one has none, as after its end.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection, transaction

from cases.files import virus_scan
from cases.models import Attachment, Case, CaseEvent, ImportedCase, Status
from cases.text.case_number import user_id
from cases.text.dates import buddhist_year
from workflows import engine
from workflows.inbox import search_index
from workflows.old_cases.history import Step
from workflows.old_cases.judging import OldCase

# The counter stays locked until the commit; years in their order, so that two can never wait for each other.
TAKE = """
INSERT INTO cases_yearcounter (year, last) VALUES (%s, %s)
ON CONFLICT (year) DO UPDATE SET last = cases_yearcounter.last + EXCLUDED.last RETURNING last
"""
KEEP = """
INSERT INTO cases_yearcounter (year, last) VALUES (%s, %s)
ON CONFLICT (year) DO UPDATE SET last = greatest(cases_yearcounter.last, EXCLUDED.last)
"""
OWN = re.compile(r"([0-9]{4})-([0-9]{5,7})")


def known(source: str, numbers: Sequence[str]) -> set[str]:
    """Those of these numbers whose cases were taken over already."""
    rows = ImportedCase.objects.filter(source=source, number__in=numbers)
    return set(rows.values_list("number", flat=True))


def keep_photos(found: Sequence[OldCase]) -> None:
    """Store the files of these cases, before their rows: a file without a row is removed at night."""
    for photo in (photo for one in found for photo in (*one.photos, *one.photos_after)):
        virus_scan.hold(photo, "photo")
        photo.file.save(photo.file.name or "", photo.file.file, save=False)


def write(found: Sequence[OldCase], *, source: str, keep_numbers: bool) -> None:
    """Store these cases with everything that belongs to them, in one transaction."""
    with transaction.atomic():
        _number(found, keep=keep_numbers)
        Case.objects.bulk_create(one.case for one in found)
        ImportedCase.objects.bulk_create(
            ImportedCase(case=one.case, source=source, number=one.number) for one in found
        )
        events = [(one, step, event) for one in found for step, event in _events(one)]
        # In the order of their times, in which the index of the history stores them best.
        events.sort(key=lambda each: each[2].at)
        CaseEvent.objects.bulk_create(event for _one, _step, event in events)
        _attach(events)
        search_index.put([(one.case, [step.message for step in one.steps]) for one in found])
        for one in found:
            if one.case.is_open:
                engine.begin(one.case)
            if one.case.status == Status.IN_PROGRESS:
                engine.mark_started(one.case)


def _events(one: OldCase) -> list[tuple[Step, CaseEvent]]:
    status, found = "", list[tuple[Step, CaseEvent]]()
    for step in one.steps:
        to = step.to or status
        event = CaseEvent(
            case=one.case,
            kind=step.kind,
            at=step.at,
            actor=step.actor,
            department=one.case.department,
            officer=one.case.officer,
            from_status=status,
            to_status=to,
            message=step.message,
        )
        found.append((step, event))
        status = to
    return found


def _attach(events: list[tuple[OldCase, Step, CaseEvent]]) -> None:
    """What was sent with the request stands there, what shows the work at the end."""
    first: dict[int, CaseEvent] = {}
    last: dict[int, CaseEvent] = {}
    for one, step, event in events:
        if step.to:
            first.setdefault(id(one), event)
            if step.kind != CaseEvent.Kind.IMPORTED or id(one) not in last:
                last[id(one)] = event
    photos = []
    for one in {id(one): one for one, *_rest in events}.values():
        for event, some in ((first[id(one)], one.photos), (last[id(one)], one.photos_after)):
            for photo in some:
                photo.case, photo.event = one.case, event
                photos.append(photo)
    Attachment.objects.bulk_create(photos)


def _number(found: Sequence[OldCase], *, keep: bool) -> None:
    """Give each case its number: the old one where it is kept and fits, else the next of its year."""
    kept = _kept(found) if keep else {}
    years: dict[int, list[Case]] = defaultdict(list)
    highest: dict[int, int] = {}
    for one in found:
        one.case.year = buddhist_year(one.case.received_at)
        if running := kept.get(one.number):
            one.case.running = running
            highest[one.case.year] = max(running, highest.get(one.case.year, 0))
        else:
            years[one.case.year].append(one.case)
    with connection.cursor() as cursor:
        for year in sorted({*years, *highest}):
            if year in highest:
                cursor.execute(KEEP, [year, highest[year]])
            if cases := years.get(year):
                cursor.execute(TAKE, [year, len(cases)])
                first = cursor.fetchone()[0] - len(cases) + 1
                for running, case in enumerate(cases, start=first):
                    case.running = running
    for one in found:
        one.case.number = f"{one.case.year}-{one.case.running:05d}"


def _kept(found: Sequence[OldCase]) -> dict[str, int]:
    """The running numbers that are kept: of old numbers in the shape of ours, of the year in which the case
    came, and free."""
    wanted: dict[str, str] = {}
    for one in found:
        ours = OWN.fullmatch(user_id(one.number))
        if ours and int(ours[1]) == buddhist_year(one.case.received_at) and int(ours[2]):
            wanted.setdefault(user_id(one.number), one.number)
    taken = set(Case.objects.filter(number__in=wanted).values_list("number", flat=True))
    return {old: int(number.split("-")[1]) for number, old in wanted.items() if number not in taken}
