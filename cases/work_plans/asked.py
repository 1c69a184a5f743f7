"""The request types that have a work plan, and what their forms ask: conditions of steps may name it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from cases.models import Question, QuestionSet, RequestType, WorkPlan


def with_request_types(plans: QuerySet[WorkPlan]) -> QuerySet[WorkPlan]:
    """The plans with their request types in use and what these ask, for `request_types`. Three more SQL
    statements."""
    return plans.prefetch_related(*_wanted())


def request_types(plan: WorkPlan) -> list[RequestType]:
    """The request types in use that have the plan, with their departments and questions. At most three SQL
    statements, none for a plan of `with_request_types`."""
    if not hasattr(plan, "in_use_by"):
        prefetch_related_objects([plan], *_wanted())
    return list(plan.in_use_by)  # type: ignore[attr-defined]


def by_all(kinds: Iterable[RequestType]) -> dict[str, Question]:
    """The questions that every one of these request types asks, by their short names."""
    asked: list[dict[str, Question]] = [_of(one) for one in kinds]
    shared = [key for key in asked[0] if all(key in one for one in asked)] if asked else []
    return {key: asked[0][key] for key in shared}


def _of(request_type: Any) -> dict[str, Question]:
    return {one.key: one for version in request_type.asked for one in version.questions.all()}


def _wanted() -> list[Any]:
    current = QuestionSet.objects.filter(replaced_at__isnull=True).prefetch_related("questions")
    asking = Prefetch("question_sets", queryset=current, to_attr="asked")
    in_use = RequestType.objects.filter(active=True).select_related("department").prefetch_related(asking)
    return [Prefetch("kinds", queryset=in_use, to_attr="in_use_by")]
