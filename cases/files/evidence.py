"""Evidence: the photo that shows the work done, and the two sides of it, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.errors import Refused
from cases.models import Attachment, Case, CaseEvent, Duplicate, Proposal, ResultCode
from cases.models.case.event_content import ProposedResult

Kind = CaseEvent.Kind
# Photos of these show the work done; of the next, what was seen at a step; of the last, what the citizen saw.
WORK = (Kind.RESOLVED, Kind.PROPOSED)
STEPS = (Kind.STEP_PHOTO, Kind.SUBTASK_DONE, Kind.OUTSIDE_ANSWERED, Kind.OUTSIDE_PROMISED)
LOOKED = (Kind.REOPEN_ASKED, Kind.REOPEN_REFUSED, Kind.REOPENED)
SEEN = (Kind.SUBMITTED, Kind.ANSWERED, Kind.MESSAGE, Kind.REOPENED, Kind.REOPEN_ASKED)


@dataclass(frozen=True)
class Evidence:
    """The photos of a place as it was reported, and as the work has left it."""

    before: list[Attachment] = field(default_factory=list)
    after: list[Attachment] = field(default_factory=list)


def needed(case: Case, result: ResultCode) -> bool:
    """Whether this result has to be shown on a photo: the request type is about a place, and work was done
    there."""
    return case.request_type.needs_after_photo and result.needs_photo


def require(case: Case, result: ResultCode, photos: Iterable[Attachment]) -> None:
    """Raise Refused where a photo of the work done is needed and none came."""
    if needed(case, result) and not any(not photo.is_pdf for photo in photos):
        raise Refused(_("This result needs at least one photo of the work done."))


def proposed(proposal: Proposal) -> QuerySet[Attachment]:
    """The photos of a proposal that waits."""
    photos: QuerySet[Attachment] = Attachment.objects.filter(
        event__case=proposal.case_id,
        event__kind=Kind.PROPOSED,
        event__data=ProposedResult(proposal.pk).to_json(),
    )
    return photos.defer("thumbnail")


def left_over(case: Case) -> QuerySet[Attachment]:
    """The photos of proposals that did not go out, the newest first: they can be used again."""
    photos: QuerySet[Attachment] = Attachment.objects.filter(case=case, event__kind=Kind.PROPOSED)
    return photos.defer("thumbnail").order_by("-event", "created")


def of_steps(case: Case) -> QuerySet[Attachment]:
    """The pictures that the steps of the case took since it was last reopened, the newest first: what was
    done there may be shown with the result."""
    reopened = CaseEvent.objects.filter(case=case, kind=Kind.REOPENED).order_by("-pk").values("pk")[:1]
    photos: QuerySet[Attachment] = Attachment.objects.filter(
        case=case,
        event__subtask__isnull=False,
        event__kind__in=STEPS,
        event__gt=Coalesce(Subquery(reopened), 0),
        kind=Attachment.Kind.PHOTO,
        scan=Attachment.Scan.CLEAN,
    )
    return photos.defer("thumbnail").order_by("-event", "created")


def for_citizen(case: Case, events: Sequence[CaseEvent]) -> Evidence:
    """Return what `of` finds; for a duplicate, which got the result of its main case, the photos of that
    result beside its own. One more SQL statement, for a duplicate alone."""
    own = of(case, events)
    if own.after or not case.result_id or getattr(case, "duplicate", None) is None:
        return own
    return Evidence(reported(events), list(shared_with(case)))


def reported(events: Iterable[CaseEvent]) -> list[Attachment]:
    """Return the photos that the citizen has sent, in the order of the events."""
    return [photo for event in events if event.kind in SEEN for photo in _pictures(event)]


def shared_with(case: Case) -> QuerySet[Attachment]:
    """Return the photos of the result that this case got with its main case; of papers, which may name
    somebody, none."""
    photos: QuerySet[Attachment] = Attachment.objects.filter(
        kind=Attachment.Kind.PHOTO,
        scan=Attachment.Scan.CLEAN,
        event__kind=Kind.RESOLVED,
        event__at=F("event__case__duplicates__case__resolved_at"),
        event__case__duplicates__case=case,
    )
    return photos.order_by("created")


def shared_by(photo: Attachment) -> QuerySet[Duplicate]:
    """Return the duplicates whose citizens see this photo, for it is of the result that they got."""
    shown: QuerySet[Duplicate] = Duplicate.objects.none()
    if photo.event and photo.event.kind == Kind.RESOLVED and photo.is_picture:
        same = Duplicate.objects.filter(main=photo.case_id, case__resolved_at=photo.event.at)
        shown = same.select_related("case")
    return shown


def sent_to(main: Case) -> QuerySet[Attachment]:
    """Return what the citizens of the duplicates of a main case have sent, the oldest first."""
    sent: QuerySet[Attachment] = Attachment.objects.filter(case__duplicate__main=main, event__kind__in=SEEN)
    return sent.defer("thumbnail").order_by("created")


def of(case: Case, events: Sequence[CaseEvent], *, proposed: bool = False) -> Evidence:
    """Before and after, from the case's history with its photos, the oldest first. There is something to
    compare once the case has a result, or where one is `proposed`."""
    return _last(events) if proposed or case.result_id else Evidence()


def _last(events: Sequence[CaseEvent]) -> Evidence:
    """The photos of the last result or proposal; before it, what the citizen sent for this round, or, where
    nothing new came, ever."""
    found, ever, round_ = Evidence(), list[Attachment](), list[Attachment]()
    asked = False
    for event in events:
        photos = _pictures(event)
        if event.kind == Kind.REOPEN_ASKED:
            # What comes with it is of the next round; the result stands until the head has looked.
            round_ = []
        elif event.kind == Kind.REOPENED:
            found, round_ = Evidence(), round_ if asked else []
        if event.kind in LOOKED:
            asked = event.kind == Kind.REOPEN_ASKED
        if event.kind in SEEN:
            ever, round_ = ever + photos, round_ + photos
        elif event.kind in WORK:
            found = Evidence(round_ or ever, photos) if photos else Evidence()
    return found


def pictures_of(case: Case) -> QuerySet[Attachment]:
    """Return what the citizen sent and what shows the work done, photos alone and without their small
    pictures."""
    kinds = [*SEEN, Kind.RESOLVED]
    photos: QuerySet[Attachment] = Attachment.objects.filter(
        case=case, event__kind__in=kinds, kind=Attachment.Kind.PHOTO, scan=Attachment.Scan.CLEAN
    )
    return photos.defer("thumbnail").order_by("created")


def _pictures(event: CaseEvent) -> list[Attachment]:
    return [photo for photo in event.attachments.all() if photo.is_picture]
