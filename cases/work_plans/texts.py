"""Standard texts that use findings: every kind that a text is for has a plan that finds them out."""

from collections.abc import Collection, Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import PlanVersion, RequestType, StandardText, WorkPlan
from cases.placeholders import FINDINGS
from cases.work_plans.document import Plan


def refuse_unfound(text: StandardText) -> None:
    """Raise ValidationError, naming finding and request type, where a text in use asks for a finding before
    it exists, or for one that a request type's plan does not find out."""
    if found := list(problems(text)):
        raise ValidationError(found)


def problems(text: StandardText) -> Iterator[str]:
    """What `refuse_unfound` says. At most two SQL statements."""
    if not text.active or not text.findings:
        return
    if text.step == StandardText.Step.ASSIGN:
        said = _("{%(name)s} does not exist yet when an officer is assigned: the plan begins with the work.")
        yield from (said % {"name": _placeholder(key)} for key in text.findings)
        return
    request_types = list(_request_types(text))
    in_use = {one.work_plan_id for one in request_types}
    # Read as it is now: what the process remembers may be older than the import that asks.
    current = PlanVersion.objects.filter(plan__in=in_use, plan__active=True, replaced_at=None)
    contents = current.filter(published_at__isnull=False).values_list("plan", "content")
    known = {plan: findings_of(Plan.from_json(content)) for plan, content in contents}
    for request_type in request_types:
        yield from _missing(text, known.get(request_type.work_plan_id or 0, ()), request_type)


def unfound(plan: Plan, request_types: Collection[RequestType]) -> Iterator[str]:
    """The texts in use that ask for a finding which this plan of the request types does not find out. At most
    one SQL statement."""
    known = findings_of(plan)
    for text in StandardText.in_use():
        using = [one for one in request_types if text.findings and text.fits(one, text.department_id)]
        for request_type in using:
            for said in _missing(text, known, request_type):
                yield _("The standard text “%(text)s”: %(problem)s") % {"text": text, "problem": said}


def lost(request_types: Collection[RequestType], work_plan: WorkPlan | None) -> Iterator[str]:
    """The texts in use that ask for a finding which these request types would not have under this plan, or
    without one. At most two SQL statements."""
    published = PlanVersion.objects.filter(plan=work_plan and work_plan.pk, published_at__isnull=False)
    current = published.filter(replaced_at=None).first() if work_plan else None
    yield from unfound(Plan.from_json(current.content) if current else Plan(), request_types)


def findings_of(plan: Plan) -> frozenset[str]:
    """The short names of all that the steps of a plan find out."""
    return frozenset(one.key for step in plan.steps for one in step.questions)


def _missing(text: StandardText, known: Iterable[str], request_type: RequestType) -> Iterator[str]:
    for key in text.findings:
        if key not in known:
            said = _("No step of the work plan of “%(kind)s” finds out {%(name)s}.")
            yield said % {"kind": request_type.name, "name": _placeholder(key)}


def _request_types(text: StandardText) -> Iterable[RequestType]:
    wanted = Q(active=True)
    if text.kind_id:
        wanted &= Q(pk=text.kind_id)
    elif text.category_id:
        wanted &= Q(category=text.category_id)
    return RequestType.objects.filter(wanted)


def _placeholder(key: str) -> str:
    return f"{FINDINGS}{key}"
