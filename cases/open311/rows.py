"""The fields of a request, as everybody may read them: no person, no word that was not cleared, the place to
within 50 m. Every field is there, empty where there is nothing to say."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.intake import public_cases
from cases.intake.similar_cases import public_status
from cases.models import Case, CaseEvent, PublicPhoto, Status
from cases.reference import shared_rows
from cases.text.dates import end_of_day

OPEN, CLOSED = "open", "closed"
# CitySDK's words.
DETAILED = {
    Status.RECEIVED: "RECEIVED",
    Status.ASSIGNED: "IN_PROCESS",
    Status.IN_PROGRESS: "IN_PROCESS",
    Status.WAITING: "PENDING",
    Status.RESOLVED: "PROCESSED",
    Status.CLOSED: "ARCHIVED",
    Status.REJECTED: "REJECTED",
    Status.WITHDRAWN: "ARCHIVED",
}
# By these a case goes from one status to another; of everything else nobody outside hears.
TELLING = [
    CaseEvent.Kind.SUBMITTED,
    CaseEvent.Kind.ASSIGNED,
    CaseEvent.Kind.STARTED,
    CaseEvent.Kind.ASKED,
    CaseEvent.Kind.ANSWERED,
    CaseEvent.Kind.RESOLVED,
    CaseEvent.Kind.REJECTED,
    CaseEvent.Kind.REOPENED,
    CaseEvent.Kind.REOPEN_REFUSED,
    CaseEvent.Kind.CLOSED,
]
COLUMNS = (
    "number status request_type department public_words place cleared_place latitude longitude received_at "
    "changed_at due_on resolved_at ended_at"
).split()


def rows(cases: Iterable[Case], *, extended: bool) -> list[dict[str, Any]]:
    """Return the cases as requests, with the extensions where they are asked for. One statement for the
    photos of all, and one for their notes."""
    listed = list(cases)
    shared_rows.prefetch(listed, "request_type", "department")
    photos = _photos(listed)
    notes = _notes(listed) if extended else {}
    return [_row(case, photos[case.pk], notes.get(case.pk, []) if extended else None) for case in listed]


def told(at: datetime.datetime | None) -> str:
    """Return a moment in the municipality's zone, to the second."""
    return "" if at is None else timezone.localtime(at).isoformat(timespec="seconds")


def told_events() -> QuerySet[CaseEvent]:
    """Return the events by which a case went from one status to another."""
    events: QuerySet[CaseEvent] = CaseEvent.objects.filter(kind__in=TELLING)
    return events.exclude(from_status=F("to_status"))


def address(path: str) -> str:
    """Return the whole address of a path of this site."""
    return f"{settings.SITE_URL}{path}"


def _row(case: Case, photos: list[PublicPhoto], notes: list[dict[str, Any]] | None) -> dict[str, Any]:
    place, shown = public_cases.place_of(case), public_cases.is_shown(case)
    photos = photos if shown else []
    row: dict[str, Any] = {
        "service_request_id": case.number,
        "status": OPEN if case.is_open else CLOSED,
        "status_notes": public_status(case.status),
        "service_name": case.request_type.name,
        "service_code": case.request_type.code,
        "description": (shown and case.public_words) or None,
        "agency_responsible": case.department.name,
        "service_notice": None,
        "requested_datetime": told(case.received_at),
        "updated_datetime": told(case.changed_at if case.is_open else case.resolved_at or case.ended_at),
        "expected_datetime": told(end_of_day(case.due_on)),
        "address": public_cases.address_of(case) or None,
        "address_id": None,
        "zipcode": None,
        "lat": float(place.latitude),
        "long": float(place.longitude),
        "media_url": _media_url(photos[0]) if photos else None,
    }
    if notes is None:
        return row
    extended = {"detailed_status": DETAILED[Status(case.status)], "photos": [_photo(one) for one in photos]}
    return row | {"extended_attributes": extended, "notes": notes}


def _photos(cases: list[Case]) -> dict[int, list[PublicPhoto]]:
    found: dict[int, list[PublicPhoto]] = defaultdict(list)
    for photo in PublicPhoto.objects.filter(case__in=[case.pk for case in cases]).order_by("created", "pk"):
        found[photo.case_id].append(photo)
    return found


def _photo(photo: PublicPhoto) -> dict[str, Any]:
    return {
        "media_url": _media_url(photo),
        "title": None,
        "width": photo.width,
        "height": photo.height,
        "created_at": told(photo.created),
    }


def _media_url(photo: PublicPhoto) -> str:
    return address(reverse("open311:photo", args=[photo.pk]))


def _notes(cases: list[Case]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    events = told_events().filter(case__in=[case.pk for case in cases]).order_by("at", "pk")
    for key, at, status in events.values_list("case", "at", "to_status"):
        words = public_status(status)
        found[key].append({"datetime": told(at), "description": words, "type": DETAILED[Status(status)]})
    return found
