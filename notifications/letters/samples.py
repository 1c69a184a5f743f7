"""A letter as it would read: about a real case, or about one that nobody filed."""

import copy
import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.events import Kind, build_event
from cases.models import (
    Case,
    CaseEvent,
    Department,
    Doer,
    ExternalAgency,
    Municipality,
    OutsideParty,
    RequestType,
    ResultCode,
    Status,
    Subtask,
    User,
)
from cases.models.case.event_content import DueDateChange, Informed, RequestTypeCorrected
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content.rendering import MARK, STOP, UNNAMED, Rendered, addressed, render
from notifications.letters.links import page
from notifications.letters.outbox import rendered_for
from notifications.letters.recipients import Reader
from notifications.models import Letter
from notifications.models.letter_texts import Words

DAY = datetime.timedelta(days=1)


def shown(letter: Letter, language: str, words: Words, *, case: Case | None, by: User) -> Rendered:
    """The letter with these words about `case`, by the outbox's own path; without a case, about one that is
    made up. Where a password or a link of the reader's own would stand, it shows what goes there. Writes
    nothing."""
    office, changed = Municipality.current(), {(str(letter), language): words}
    spec = CATALOGUE[letter]
    if spec.event is None:
        with override(language):
            rendered = render(letter, language, spec.sample(made_up(language)), office, changed)
    else:
        outside = str(letter).startswith("outside")
        event = _event(case or made_up(language), spec.event, language, by=by, outside=outside)
        rendered = rendered_for(event, Reader(spec.audience, spec, "", language), office, changed)
    rendered = addressed(rendered, UNNAMED)
    with override(language):
        text = rendered.text.replace(MARK, "•••• •••• ••••").replace(STOP, page("cases:home"))
    return Rendered(rendered.subject, text, rendered.html)


def made_up(language: str) -> Case:
    """A case that is nobody's, of the first request type."""
    now = timezone.now()
    request_type = RequestType.objects.select_related("department", "agency").first() or _request_type()
    with override(language):
        place = _("in front of the market")
    case: Case = Case(
        number="2569-00014",
        request_type=request_type,
        department=request_type.department,
        place=place,
        received_at=now,
        due_on=timezone.localdate(now) + 7 * DAY,
    )
    return case


def _request_type() -> RequestType:
    department = Department(name_th="สำนักช่าง", name_en="Public Works")
    return RequestType(name_th="ถนนชำรุด", name_en="Road damage", department=department)


def _event(case: Case, kind: CaseEvent.Kind, language: str, *, by: User, outside: bool = False) -> CaseEvent:
    """What the letter is about, as if it happened now."""
    now = timezone.now()
    with override(language):
        words = _("Here stands what was written at this step.")
    after = _after(case, kind, now)
    said: dict[str, Any] = {"message": words, "subtask": _subtask(after, outside=outside)}
    if kind == Kind.EXTENDED:
        said["content"] = DueDateChange(after.due_on - 7 * DAY, after.due_on)
    if kind == Kind.TYPE_CORRECTED:
        was, to = after.request_type, after.request_type
        names = (was.name_th, was.name_en, to.name_th, to.name_en)
        said["content"] = RequestTypeCorrected(*names, after.due_on, after.due_on)
    if kind == Kind.INFORMED:
        said["content"] = Informed(letter=True)
    return build_event(after, kind, now=now, by=by, **said)


def _subtask(case: Case, *, outside: bool) -> Subtask:
    """What another department, or an outside party, would be asked to do."""
    if outside:
        party = OutsideParty.objects.first() or OutsideParty(
            name_th="การไฟฟ้า", name_en="Electricity authority"
        )
        return Subtask(
            case=case, department=case.department, doer=Doer.OUTSIDE, party=party, due_on=case.due_on
        )
    other = Department.objects.exclude(pk=case.department_id).first() or case.department
    return Subtask(case=case, department=other, due_on=case.due_on)


def _after(case: Case, kind: str, now: datetime.datetime) -> Case:
    """A copy of the case as such a letter finds it: with a result where it tells one."""
    after = copy.copy(case)
    if kind in (Kind.RESOLVED, Kind.CLOSED, Kind.REOPEN_ASKED, Kind.REOPEN_DUE, Kind.REOPEN_REFUSED):
        vars(after)["status"] = Status.RESOLVED
        after.resolved_at = after.resolved_at or now
        after.result_on = after.result_on or timezone.localdate(now)
        after.result = after.result or ResultCode.objects.first()
    if kind in (Kind.REOPEN_ASKED, Kind.REOPEN_DUE):
        after.look_again_by = timezone.localdate(now) + 3 * DAY
    if kind in (Kind.REJECTED, Kind.REOPEN_REFUSED):
        after.agency = after.agency or ExternalAgency.objects.first()
    return after
