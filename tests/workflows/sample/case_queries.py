"""The queries that the indexes of the table of cases are there for, each by a name of its reader."""

import datetime
from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from cases.actions.offboarding import in_the_name_of
from cases.deadlines import first_reply
from cases.intake import similar_cases
from cases.models import Case, Membership, User
from workflows.inbox import queries
from workflows.inbox.queries import VIEWS, InboxQuery

BY_NAME = {view.name: view for view in VIEWS}


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


def narrowed(column: str) -> Callable[[], object]:
    """A page of all cases, of those with the same value."""
    return lambda: queries.page(
        clerk(), InboxQuery(view=BY_NAME["all"], filters=[Q(**{column: getattr(one(), column)})]), []
    )


def finished(days: int) -> QuerySet[Case]:
    """What had its result in the last days, the newest first, as the tables of the figures list it."""
    since = timezone.now() - datetime.timedelta(days=days)
    return Case.objects.filter(resolved_at__gte=since).order_by("-resolved_at", "-pk")[:50]


READERS: dict[str, Callable[[], object]] = {
    "case_by_age": listed(clerk, "all", sort="age"),
    "case_by_due": listed(clerk, "all", sort="due"),
    "case_by_change": listed(clerk, "all", sort="changed"),
    "case_open_by_age": listed(clerk, "open", sort="age"),
    "case_open_by_due": listed(clerk, "open", sort="due"),
    "case_open_by_change": listed(clerk, "open", sort="changed"),
    "case_of_status": listed(clerk, "all", status="resolved", sort="new"),
    "case_of_status_by_change": listed(clerk, "all", status="resolved", sort="changed"),
    "case_reopened": listed(clerk, "reopened"),
    "case_to_assign": listed(head, "assign"),
    "case_of_department": narrowed("department"),
    "case_of_request_type": narrowed("request_type"),
    "case_of_officer": narrowed("officer"),
    "case_of_channel": narrowed("channel"),
    "case_of_unit": narrowed("unit"),
    "case_of_subdistrict": narrowed("subdistrict"),
    "case_by_result": lambda: list(finished(7)),
    "case_officer": lambda: list(in_the_name_of(officer()).order_by()),
    "case_inbox": lambda: Case.objects.filter(department=one().department, status="assigned").count(),
    "case_to_reply": lambda: Case.objects.filter(first_reply.is_missing(timezone.localdate())).count(),
    "case_to_close": lambda: Case.objects.to_close(timezone.now()).count(),
    "case_phone": lambda: list(Case.objects.filter(phone=one().phone).order_by()),
    "case_email": lambda: list(Case.objects.alias(at=Lower("email")).filter(at="a@example.com").order_by()),
    "case_near_by": lambda: similar_cases.similar(one().request_type, one().latitude, one().longitude),
}
