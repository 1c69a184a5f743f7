"""What a partner reads: the cases that it has filed, as their citizens may read them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from cases.lib.keyset import Keyset
from cases.models import Case, CaseEvent, Partner
from cases.reference import shared_rows
from cases.views.tracking.case_page import timeline
from workflows.api import shapes, told
from workflows.api.problems import Problem

LATEST = Keyset("received_at")


def filed_by(partner: Partner) -> QuerySet[Case]:
    """The cases of a partner."""
    found: QuerySet[Case] = Case.objects.filter(filed_by__partner=partner)
    return found


def listed(partner: Partner, key: str) -> shapes.CaseList:
    """A page of them, the newest first. Raises Problem (422) for a key that leads to no page."""
    if not LATEST.is_known(key):
        raise Problem(422, errors=[("after", "")])
    rows, more = LATEST.page(filed_by(partner).select_related("duplicate__main"), key)
    shared_rows.prefetch(rows, "request_type", "department")
    cases = [shapes.CaseRow(**_row(one)) for one in rows]
    return shapes.CaseList(cases=cases, next=more, previous="")


def one(partner: Partner, number: str) -> Case:
    """The case with this number. Raises Http404 where the partner has filed none."""
    related = ("contact", "result", "agency", "duplicate__main", "subdistrict__district__province")
    found: Case | None = filed_by(partner).filter(number=number).select_related(*related).first()
    if found is None:
        raise Http404
    names = ("request_type", "department", "unit", "channel", "title", "area")
    shared_rows.prefetch([found], *names)
    return found


def case(subject: Case) -> shapes.Case:
    """All that its citizen's page says of a case; who asks, the partner knows."""
    events = list(reversed(timeline(subject)))
    return told.whole(subject, events, person=False, citizens=True, **_row(subject))


def event(one: CaseEvent) -> shapes.Event:
    """An event as the citizen's page tells it."""
    return shapes.Event(
        id=one.pk,
        kind=one.kind,
        at=one.at,
        what=one.citizen_words,
        names="",
        by="",
        words=one.citizen_message,
        to_citizen=True,
        photos=[file.pk for file in one.attachments.all()],
    )


def _row(subject: Case) -> dict[str, Any]:
    return told.row(subject, words=subject.citizen_status, with_officer=False)
