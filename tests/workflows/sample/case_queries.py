"""The queries that the indexes of the table of cases are there for, each by a name of its reader."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from cases.actions import reopening
from cases.actions.offboarding import in_the_name_of
from cases.deadlines import first_reply
from cases.intake import similar_cases
from cases.models import Asset, Case, Membership, User
from workflows.inbox import queries
from workflows.inbox.queries import InboxQuery
from workflows.inbox.standard_views import VIEWS
from workflows.process_map.reading import counted_now
from workflows.views.case.asset import cases_about

BY_NAME = {view.name: view for view in VIEWS}
# So many times the sample's cases stand in the table, so that PostgreSQL does not read it as a whole.
TIMES = 40


def clerk() -> User:
    return next(
        user for user in User.objects.filter(is_active=True) if user.has_perm("cases.view_every_case")
    )


def head() -> User:
    return Membership.objects.filter(role="head").select_related("user")[0].user


def one() -> Case:
    """A case with whatever a list can be narrowed by."""
    found = Case.objects.exclude(latitude=None).exclude(subdistrict=None).exclude(officer=None)
    return found.exclude(unit=None).first() or found[0]


def officer() -> User:
    """Somebody in charge of a case."""
    found = one().officer
    assert found
    return found


def listed(user: Callable[[], User], view: str, **wanted: Any) -> Callable[[], object]:
    """A page of the inbox."""
    return lambda: queries.page(user(), InboxQuery(view=BY_NAME[view], **wanted), [])


def narrowed(column: str, *, fewest: bool = True) -> Callable[[], object]:
    """A page of all cases, of those with the same value: the one that the fewest have, or the most."""

    def read() -> object:
        values = Case.objects.exclude(**{column: None}).order_by().values_list(column)
        by_number = "cases" if fewest else "-cases"
        value = values.annotate(cases=Count("pk")).order_by(by_number, column)[0][0]
        return queries.page(clerk(), InboxQuery(view=BY_NAME["all"], filters=[Q(**{column: value})]), [])

    return read


def finished(days: int) -> QuerySet[Case]:
    """What had its result in the last days, the newest first, as the tables of the figures list it."""
    since = timezone.now() - datetime.timedelta(days=days)
    return Case.objects.filter(resolved_at__gte=since).order_by("-resolved_at", "-pk")[:50]


def where_now() -> list[tuple[Any, ...]]:
    """How many cases of a request type stand where now."""
    cases = Case.objects.filter(request_type=one().request_type)
    return counted_now(cases, timezone.localdate(), staged=True)


READERS: dict[str, Callable[[], object]] = {
    "case_by_age": listed(clerk, "all", sort="age"),
    "case_by_due": listed(clerk, "all", sort="due"),
    "case_by_change": listed(clerk, "all", sort="changed"),
    "case_open_by_age": listed(clerk, "open", sort="age"),
    "case_open_by_due": listed(clerk, "open", sort="due"),
    "case_open_by_place": lambda: similar_cases.similar(one().request_type, one().latitude, one().longitude),
    "case_open_where": where_now,
    "case_open_by_change": listed(clerk, "open", sort="changed"),
    "case_of_status": listed(clerk, "all", status="resolved", sort="new"),
    "case_of_status_by_change": listed(clerk, "all", status="resolved", sort="changed"),
    "case_reopened": listed(clerk, "reopened"),
    "case_to_assign": listed(head, "assign"),
    "case_to_look_at_again": lambda: list(reopening.unanswered(timezone.now())),
    "case_of_department": narrowed("department"),
    "case_of_request_type": narrowed("request_type"),
    # Of few cases of an officer the narrower index (`case_officer`) finds all, to be sorted.
    "case_of_officer": narrowed("officer", fewest=False),
    "case_of_channel": narrowed("channel"),
    "case_of_unit": narrowed("unit"),
    "case_of_subdistrict": narrowed("subdistrict"),
    "case_of_cause": narrowed("cause"),
    "case_of_area": narrowed("area"),
    "case_of_asset": lambda: list(cases_about(Asset.objects.exclude(case=None)[0], clerk())[:50]),
    "case_by_result": lambda: list(finished(7)),
    "case_officer": lambda: list(in_the_name_of(officer()).order_by()),
    "case_inbox": lambda: Case.objects.filter(department=one().department, status="assigned").count(),
    "case_to_reply": lambda: Case.objects.filter(first_reply.is_missing(timezone.localdate())).count(),
    "case_to_close": lambda: Case.objects.to_close(timezone.now()).count(),
    "case_phone": lambda: list(Case.objects.filter(phone=one().phone).order_by()),
    "case_email": lambda: list(Case.objects.alias(at=Lower("email")).filter(at="a@example.com").order_by()),
}


def make_large() -> None:
    """Let each case of the sample stand in the table TIMES times, with other numbers, days and places."""
    columns = [field.column for field in Case._meta.concrete_fields]
    changed = {
        # Keys that are given, so that the sequence stays where it is: it would not come back with the rows.
        "id": "id + n * 100000",
        "number": "substr(md5(number || n), 1, 12)",
        "running": "running + n * 100000",
        "form_token": "gen_random_uuid()",
        "received_at": "received_at - n * interval '31 hours'",
        "changed_at": "changed_at - n * interval '29 hours'",
        "due_on": "due_on - n",
        # Few first replies are missing, of many that are still to come.
        "first_reply_due_on": "first_reply_due_on + n * 2",
        "resolved_at": "resolved_at - n * interval '23 hours'",
        "phone": "phone || n",
        "latitude": "latitude + n * 0.02",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO cases_case ({', '.join(columns)})"  # noqa: S608
            f" SELECT {', '.join(changed.get(one, one) for one in columns)}"
            " FROM cases_case, generate_series(1, %s) AS n",
            [TIMES],
        )
        # The statistics are of all rows: those of some are others each time, and now and then so is a plan.
        cursor.execute("SET LOCAL default_statistics_target = 1000")
        cursor.execute("ANALYZE cases_case")
