"""The notices of a case, for the page of the staff."""

from collections import Counter
from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext

from cases.audit import citizen_privacy
from cases.models import Case, Municipality, User
from notifications.channels import failures
from notifications.letters.content.rendering import Rendered
from notifications.letters.holds import suppression, unconfirmed
from notifications.letters.preview import preview
from notifications.models import Audience, Letter, Notice, State, TraffyReport
from notifications.pages import backlog, rights, staff_browser
from notifications.pages import bell as news
from notifications.pages.case_letters import held_because, letters_of, unreached_of
from notifications.pages.notice_forms import ReachedForm
from notifications.pages.resend import is_forgotten, may_resend
from notifications.pages.rights import may_list
from notifications.pages.traffy import views as traffy

register = template.Library()


@register.inclusion_tag("notices/panel.html", takes_context=True)
def notices_of(context: RequestContext, case: Case) -> dict[str, Any]:
    """A table of every letter about the case: to whom, what became of it, and the button to send it again."""
    every = letters_of(context, case)
    notices = [notice for notice in every if notice.audience != Audience.FOLLOWER]
    on_the_way = {notice.copy_of_id for notice in notices if not notice.is_settled}
    allowed = isinstance(user := context.get("user"), User) and may_resend(user, case)
    rows = [
        (notice, allowed and _may_go_again(notice, case) and notice.pk not in on_the_way)
        for notice in notices
    ]
    return {"rows": rows, "followers": _to_followers(every), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("staff/notices/traffy.html", takes_context=True)
def traffy_of(context: RequestContext, case: Case) -> dict[str, Any]:
    """Says that Traffy Fondue knows the case, or offers to send it there. No statement while the bridge is
    off."""
    user = context.get("user")
    if not isinstance(user, User) or not Municipality.current().traffy or case.request_type.restricted:
        return {}
    report = TraffyReport.objects.filter(case=case).first()
    can_go = report is None and case.is_open and case.latitude is not None
    return {"case": case, "report": report, "may_send": can_go and traffy.may_send(user, case)}


@register.simple_tag
def traffy_waits() -> int:
    """How many reports of Traffy Fondue wait for a kind. No statement while the bridge is off."""
    if not Municipality.current().traffy:
        return 0
    found: int = TraffyReport.objects.filter(state=TraffyReport.State.WAITING).count()
    return found


@register.inclusion_tag("staff/notices/unreachable.html", takes_context=True)
def unreachable(context: RequestContext, case: Case) -> dict[str, Any]:
    """Says that letters do not reach the citizen, and since when, to who may know the citizen."""
    user = context.get("user")
    if not isinstance(user, User) or not citizen_privacy.may_see(user, case):
        return {}
    missed = next((one for one in letters_of(context, case) if vars(one)["unreached"]), None)
    known = unreached_of(context, case)
    kind = known["to_call_of"] if not missed else ""
    return {
        "case": case,
        "letter": missed,
        "held": held_because(known["held_because"]),
        "held_at": known["held_at"],
        "to_call": known["to_call"],
        "subject": Letter(kind).label if kind else "",
        "reached": ReachedForm(pk=known["to_call"] or 0),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def may_change_address(context: RequestContext, case: Case) -> bool:
    """Whether the reader may put another e-mail address in."""
    user = context.get("user")
    return isinstance(user, User) and rights.may_change_address(user, case)


@register.inclusion_tag("staff/notices/unsent.html", takes_context=True)
def unsent_line(context: RequestContext) -> dict[str, Any]:
    """The red line: letters wait that should have gone out. With a link for who has the list of letters."""
    user = context.get("user")
    if not isinstance(user, User):
        return {}
    since = backlog.late_since()
    return {"since": since, "has_list": since is not None and may_list(user)}


@register.simple_tag(takes_context=True)
def has_list(context: RequestContext) -> bool:
    """Whether the reader has the list of letters."""
    user = context.get("user")
    return isinstance(user, User) and may_list(user)


@register.inclusion_tag("staff/notices/bell.html", takes_context=True)
def bell(context: RequestContext) -> dict[str, Any]:
    """The bell in the head of the staff's pages, with how much is new for the reader."""
    user = context.get("user")
    return {"new": news.count(user), "most": news.MOST} if isinstance(user, User) else {}


@register.inclusion_tag("staff/notices/browser.html", takes_context=True)
def tell_in_browser(context: RequestContext) -> dict[str, Any]:
    """The switch of this browser's notifications; nothing while the set-up has them off."""
    request = context["request"]
    return {**staff_browser.offer(request), "csrf_token": context.get("csrf_token")}


@register.filter
def trouble(notice: Notice) -> str:
    """The last error; our own words in the reader's language, a mail server's as they are."""
    ours = (suppression.WORDS, unconfirmed.WORDS, failures.UNANSWERED)
    return gettext(notice.last_error) if notice.last_error in ours else notice.last_error


@register.simple_tag(takes_context=True)
def letter_preview(context: RequestContext, case: Case, verb: str, words: dict[str, Any]) -> Rendered | None:
    """The letter that the citizen would get if this person did the step with these words; None where there
    is none: `{% letter_preview case "ask" form.arguments as letter %}`."""
    return preview(case, verb, words, by=context["user"])


def _to_followers(notices: list[Notice]) -> list[tuple[str, int]]:
    """How many letters to followers there are in each state, in words; who they are is nobody's business."""
    states = Counter(notice.state for notice in notices if notice.audience == Audience.FOLLOWER)
    return [(str(State(state).label), number) for state, number in states.items()]


def _may_go_again(notice: Notice, case: Case) -> bool:
    """A copy is sent again by its original."""
    is_original = notice.event_id is not None and notice.copy_of_id is None
    return notice.is_settled and is_original and not is_forgotten(notice, case)
