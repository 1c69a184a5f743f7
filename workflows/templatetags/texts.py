"""The standard texts of a step, for its form."""

from django import template
from django.template.context import RequestContext

from cases.models import Case, Municipality
from workflows.steps.standard_texts import Offer, offered

register = template.Library()


@register.simple_tag(takes_context=True)
def standard_texts(context: RequestContext, case: Case, step: str) -> list[Offer]:
    """What can be inserted: `{% standard_texts case step.verb as texts %}`."""
    return offered(case, step, office=context.get("municipality") or Municipality.current())
