"""Filing a request: the form becomes a case with a number, a password, a deadline and its first event."""

import datetime
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cases.access.case_passwords import hashed, new_password
from cases.conditions import Facts, facts_of
from cases.deadlines.work_calendar import WorkCalendar
from cases.events import Actor, Kind, record
from cases.gazetteer import areas
from cases.intake import routing
from cases.intake.succession import office_for
from cases.limits.rate_limits import COUNT, Limit, arguments, settle
from cases.models import (
    Answer,
    Area,
    Attachment,
    Case,
    Channel,
    Department,
    QuestionSet,
    RequestType,
    Subdistrict,
    User,
)
from cases.questionnaires import answers
from cases.text.dates import buddhist_year
from cases.work_plans import versions

# The limits are counted in the statement that takes the number, which is taken only where they have room.
NEXT_NUMBER = f"""
WITH counted AS MATERIALIZED (SELECT {COUNT} AS wait), numbered AS (
  INSERT INTO cases_yearcounter (year, last) SELECT %s, 1 FROM counted WHERE wait = 0
  ON CONFLICT (year) DO UPDATE SET last = cases_yearcounter.last + 1 RETURNING last
)
SELECT wait, (SELECT last FROM numbered) FROM counted
"""  # noqa: S608


@dataclass
class Filing:
    """A request as it was typed and found valid; `fields` are columns of Case. Without `subdistrict` the
    person has no address in Thailand."""

    form_token: uuid.UUID
    request_type: RequestType
    subdistrict: Subdistrict | None
    fields: dict[str, Any]
    channel: str = "web"
    language: str = "th"
    photos: Sequence[Attachment] = field(default_factory=list)
    question_set: QuestionSet | None = None
    answers: Sequence[Answer] = ()
    limits: Sequence[Limit] = ()


def submit(
    filing: Filing,
    *,
    by: User | None = None,
    now: datetime.datetime | None = None,
    then: Callable[[Case, str], None] | None = None,
) -> tuple[Case, str]:
    """Store a new case and return it with its password, which is never stored in clear. `then` is called with
    both in the same transaction: what it stores is there with the case, or neither is.

    The same `form_token` a second time raises FiledBefore and stores nothing; beyond the filing's limits
    TooManyTries. The number is gap-free:
    its counter row stays locked until the commit, so hashing is done before."""
    password = new_password()
    password_hash = hashed(password)
    with transaction.atomic():
        case = _stored(filing, password, password_hash, by=by, now=now or timezone.now())
        if then:
            then(case, password)
    return case, password


def _stored(
    filing: Filing, password: str, password_hash: str, *, by: User | None, now: datetime.datetime
) -> Case:
    request_type, calendar = filing.request_type, WorkCalendar.load()
    around = areas.finder().around(filing.fields)
    route = routing.route(_facts(filing, around, now))
    case: Case = Case(
        **filing.fields | {"area": next(iter(around), None)},
        **_address(filing.subdistrict),
        form_token=filing.form_token,
        request_type=request_type,
        question_set=filing.question_set,
        plan_version=versions.to_begin(request_type),
        channel=Channel.named(filing.channel),
        language=filing.language,
        received_at=now,
        counted_from=calendar.counted_from(now),
        due_on=calendar.due(now, request_type.target_working_days),
        first_reply_due_on=calendar.first_reply_due(now, request_type.target_working_days),
        changed_at=now,
        password=password_hash,
    )
    _send(case, route)
    officer, told = routing.named_officer(route, at=now)
    case.year = buddhist_year(now)
    case.running = _next_number(case.year, filing.limits)
    case.number = f"{case.year}-{case.running:05d}"
    case.save(force_insert=True)
    case.just_answered = filing.answers
    record(
        case,
        Kind.SUBMITTED,
        by=by,
        actor=Actor.STAFF if by else Actor.CITIZEN,
        now=now,
        secret=password,
        routed=route.note | told,
        photos=[*filing.photos, *answers.photos(filing.answers)],
    )
    answers.store(case, filing.answers)
    if officer:
        _assign(case, officer, route, now=now)
    return case


def _assign(case: Case, officer: User, route: routing.Route, *, now: datetime.datetime) -> None:
    """Give the new case to the officer whom the rule names, as its head would."""
    before = case.status
    case.assign()
    case.officer = officer
    case.save(update_fields=["status", "officer"])
    record(case, Kind.ASSIGNED, now=now, before=before, routed={"assigned": route.note["applied"]})


def _facts(filing: Filing, around: list[Area], now: datetime.datetime) -> Facts:
    home, keys = filing.subdistrict.pk if filing.subdistrict else "", frozenset(area.pk for area in around)
    return facts_of(
        filing.request_type, filing.fields, subdistrict=home, areas=keys, answers=filing.answers, at=now
    )


def _send(case: Case, route: routing.Route) -> None:
    """To the department and unit of a rule, or of the request type itself; never to one that is switched
    off."""
    if route.department is None:
        case.department, case.unit = office_for(case.request_type)
    else:
        case.department, case.unit_id = Department.objects.get(pk=route.department), route.unit


def _address(subdistrict: Subdistrict | None) -> dict[str, Any]:
    if subdistrict is None:
        return {"subdistrict": None}
    district = subdistrict.district
    return {
        "subdistrict": subdistrict,
        "subdistrict_name": subdistrict.name_th,
        "district_name": district.name_th,
        "province_name": district.province.name_th,
    }


def _next_number(year: int, limits: Sequence[Limit]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [*arguments(limits), year])
        wait, last = cursor.fetchone()
    settle(wait)
    return int(last)
