"""The indexes of cases: behind lists, none of which may read more than its page, and behind look-ups.

A list of open cases is read in its order; everything that lists are narrowed by stands in the same index, so
that a case that does not fit is passed over without being read. A list of all cases is narrowed by one thing
first, the newest first within it.
"""

from django.db.models import Index, Q
from django.db.models.functions import Lower

from cases.models.case.status import OPEN, RUNNING

# What lists are narrowed by; the days beside them narrow only within the open ones.
NARROWED = ("department", "request_type", "officer", "status", "channel", "unit", "subdistrict")
DAYS = ("due_on", "received_at", "first_reply_due_on")
IS_OPEN = Q(status__in=[*OPEN])
WHERE_NOW = ["request_type", "department", "plan_version", "stage", "status", "due_on", "officer", "id"]
TO_ASSIGN = Q(officer=None, status__in=[*RUNNING])
ORDERS = {"due": "due_on", "age": "received_at", "change": "changed_at"}


def _for_lists() -> list[Index]:
    to_assign = ["department", "due_on", "id", "request_type"]
    return [
        *_narrowed(),
        Index(fields=["department", "status", "due_on"], name="case_inbox"),
        Index(fields=["officer", "status"], name="case_officer"),
        Index(fields=to_assign, name="case_to_assign", condition=TO_ASSIGN),
        *_ordered(),
        Index(fields=["due_on", "id"], name="case_reopened", condition=IS_OPEN & Q(reopened__gt=0)),
        Index(fields=["resolved_at", "id"], name="case_by_result", condition=Q(resolved_at__isnull=False)),
    ]


def _narrowed() -> list[Index]:
    """The newest cases with the same value; they take the place of the foreign keys' own indexes. Only what
    has a result has a cause, and only where areas are known a case has one."""
    cause = Index(
        fields=["cause", "received_at", "id"], name="case_of_cause", condition=Q(cause__isnull=False)
    )
    area = Index(fields=["area", "received_at", "id"], name="case_of_area", condition=Q(area__isnull=False))
    return [cause, area, *_all_narrowed()]


def _all_narrowed() -> list[Index]:
    return [Index(fields=[column, "received_at", "id"], name=f"case_of_{column}") for column in NARROWED]


def _ordered() -> list[Index]:
    """In each order all cases, and the open ones; each with the key by which its pages go on."""
    every = [Index(fields=[column, "id"], name=f"case_by_{name}") for name, column in ORDERS.items()]
    ended = Index(fields=["status", "changed_at", "id"], name="case_of_status_by_change")
    return [*every, ended, *(_open(name, column) for name, column in ORDERS.items())]


def _open(name: str, column: str) -> Index:
    days = [day for day in DAYS if day != column]
    return Index(fields=[column, "id", *NARROWED, *days], name=f"case_open_by_{name}", condition=IS_OPEN)


def _on_map() -> Index:
    fields = ["latitude", "longitude", "id", *NARROWED, "due_on"]
    return Index(fields=fields, name="case_open_by_place", condition=IS_OPEN & Q(latitude__isnull=False))


INDEXES = [
    *_for_lists(),
    # How many stand where now is counted in the index alone (`workflows.process_map.reading`).
    Index(fields=WHERE_NOW, name="case_open_where", condition=IS_OPEN),
    _on_map(),
    Index(fields=["first_reply_due_on"], name="case_to_reply", condition=Q(status="received")),
    Index(fields=["resolved_at"], name="case_to_close", condition=Q(status="resolved")),
    Index(
        fields=["look_again_by", "id"],
        name="case_to_look_at_again",
        condition=Q(look_again_by__isnull=False),
    ),
    Index(fields=["asset", "id"], name="case_of_asset", condition=Q(asset__isnull=False)),
    Index(Lower("email"), name="case_email"),
    Index(fields=["phone"], name="case_phone"),
]
