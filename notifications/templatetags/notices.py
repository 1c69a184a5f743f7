"""The notices of a case, for the page of the staff."""

from collections import Counter
from typing import Any

from django import template
from django.template.context import RequestContext

from cases.models import Case, User
from notifications.letters import Rendered
from notifications.models import Audience, Notice, State
from notifications.preview import preview
from notifications.services import may_resend

register = template.Library()


@register.inclusion_tag("notices/panel.html", takes_context=True)
def notices_of(context: RequestContext, case: Case) -> dict[str, Any]:
    """A table of every letter about the case: to whom, what became of it, and the button to send it again."""
    every = list(Notice.objects.for_case(case).defer("text", "html", "secret"))
    notices = [notice for notice in every if notice.audience != Audience.FOLLOWER]
    on_the_way = {notice.copy_of_id for notice in notices if not notice.is_settled}
    allowed = isinstance(user := context.get("user"), User) and may_resend(user, case)
    rows = [(notice, allowed and _may_go_again(notice) and notice.pk not in on_the_way) for notice in notices]
    return {"rows": rows, "followers": _to_followers(every), "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def letter_preview(context: RequestContext, case: Case, verb: str, words: dict[str, Any]) -> Rendered | None:
    """The letter that the citizen would get if this person did the step with these words; None where there
    is none: `{% letter_preview case "ask" form.arguments as letter %}`."""
    return preview(case, verb, words, by=context["user"])


def _to_followers(notices: list[Notice]) -> list[tuple[str, int]]:
    """How many letters to followers there are in each state, in words; who they are is nobody's business."""
    states = Counter(notice.state for notice in notices if notice.audience == Audience.FOLLOWER)
    return [(str(State(state).label), number) for state, number in states.items()]


def _may_go_again(notice: Notice) -> bool:
    """A copy is sent again by its original."""
    return notice.is_settled and notice.event_id is not None and notice.copy_of_id is None
