"""Notifications on the receipt and on the page of a case."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from cases.access.push_keys import public_key
from cases.actions import web_push
from cases.forms.web_push import BrowserForm
from cases.lib.push_services import MAKERS, maker_of
from cases.models import Case

register = template.Library()


@register.inclusion_tag("cases/partials/web_push.html", takes_context=True)
def tell_on_telephone(context: Context, case: Case, filed: bool = False) -> dict[str, Any]:
    """The offer, which a script shows where the browser can do it, and the browsers that are told, with a
    button each to stop. Nothing while the set-up has it off and nobody is told."""
    if not web_push.is_on():
        return {}
    told = list(web_push.told(case))
    offered = web_push.is_offered(case) and len(told) < web_push.MOST
    name, args = ("cases:push_on_filed", []) if filed else ("cases:push_on", [case.number])
    return {
        "case": case,
        "filed": filed,
        "told": [(one, maker_of(one.service), web_push.fingerprint(one.endpoint)) for one in told],
        "makers": ", ".join(MAKERS.values()),
        "days": web_push.KEPT.days,
        "key": public_key() if offered else "",
        "form": BrowserForm(),
        "action": reverse(name, args=args),
        "csrf_token": context.get("csrf_token"),
    }
