"""A case as the API tells it to a member of staff: no more than its page shows this person."""

from collections.abc import Iterable
from typing import Any

from cases.actions.duplicates import main_of
from cases.intake import postal_address
from cases.models import Attachment, Case, CaseEvent
from cases.questionnaires import answers
from workflows.api import shapes
from workflows.views.case.content import CasePage
from workflows.views.case.timeline import TimelineRow

PHOTOS = "/api/v1/photos"


def named(row: Any) -> shapes.Named:
    """A row of the set-up."""
    return shapes.Named(code=row.code, name=row.name)


def named_or_none(row: Any) -> shapes.Named | None:
    """The same where there may be none."""
    return named(row) if row else None


def row(case: Case, *, words: str = "", with_officer: bool = True) -> dict[str, Any]:
    """The columns of a case in a list; the status is told in `words` where they are given."""
    main, officer = main_of(case), case.officer if with_officer else None
    return {
        "number": case.number,
        "status": case.status,
        "status_words": words or str(case.get_status_display()),
        "kind": named(case.request_type),
        "department": named(case.department),
        "officer": shapes.Person(id=officer.pk, name=str(officer)) if officer else None,
        "urgency": case.urgency,
        "place": case.place,
        "received_at": case.received_at,
        "changed_at": case.changed_at,
        "due_on": case.due_on,
        "first_reply_due_on": case.first_reply_due_on,
        "late": case.is_late,
        "main": main.number if main and with_officer else None,
    }


def case(page: CasePage) -> shapes.Case:
    """All that the page of a case says of it."""
    return whole(page.case, page.events, person=page.person)


def whole(
    subject: Case, events: list[CaseEvent], *, person: bool, citizens: bool = False, **columns: Any
) -> shapes.Case:
    """A case with its events, the oldest first; without what is among the staff where the citizen's side
    reads it (`citizens`)."""
    point = None
    if subject.latitude is not None and subject.longitude is not None:
        point = shapes.Place(latitude=float(subject.latitude), longitude=float(subject.longitude))
    told = answers.answers_of(subject) if subject.question_set_id else []
    return shapes.Case(
        **(columns or row(subject)),
        receipt_number=subject.receipt_number,
        unit=None if citizens else named_or_none(subject.unit),
        area=named_or_none(subject.area),
        channel=named(subject.channel),
        channel_reference=subject.channel_reference,
        details=subject.details,
        point=point,
        answers=[shapes.Answered(question=one.question.text, answer=one.text) for one in told],
        question=subject.question if subject.status == "waiting" else "",
        result=_result(subject, with_cause=not citizens),
        hide_identity=subject.hide_identity,
        citizen=_citizen(subject) if person else None,
        photos=photos(events),
        after=events[-1].pk if events else 0,
    )


def photos(events: Iterable[CaseEvent]) -> list[shapes.Photo]:
    """The files that came with these events."""
    return [_photo(one, event) for event in events for one in event.attachments.all()]


def event(told: TimelineRow) -> shapes.Event:
    """An event as the page tells it to its reader."""
    one = told.event
    return shapes.Event(
        id=one.pk,
        kind=one.kind,
        at=one.at,
        what=told.label,
        names=told.names or told.reminds,
        by=_who(one),
        words=told.words,
        to_citizen=bool(one.citizen_message),
        photos=[file.pk for file in one.attachments.all()],
    )


def _who(one: CaseEvent) -> str:
    who = str(one.by or one.person or one.get_actor_display())
    return f"{who}, {one.delegation.signature_with_order}" if one.delegation else who


def _photo(file: Attachment, event: CaseEvent) -> shapes.Photo:
    return shapes.Photo(
        id=file.pk,
        kind=file.kind,
        created=file.created,
        event=event.pk,
        withheld=file.withheld,
        file=f"{PHOTOS}/{file.pk}",
        thumbnail="" if file.is_pdf else f"{PHOTOS}/{file.pk}/thumbnail",
    )


def _result(subject: Case, *, with_cause: bool) -> shapes.Result | None:
    if not (subject.result_id or subject.status == "rejected"):
        return None
    return shapes.Result(
        result=named_or_none(subject.result),
        cause=named_or_none(subject.cause) if with_cause else None,
        details=subject.result_details,
        on=subject.result_on,
        agency=named_or_none(subject.agency),
    )


def _citizen(subject: Case) -> shapes.Citizen:
    return shapes.Citizen(
        name=subject.applicant_name,
        national_id=subject.masked_national_id,
        telephone=subject.telephone,
        email=subject.email,
        line_id=subject.line_id,
        address=postal_address.of_case(subject).lines,
        language=subject.language,
    )
