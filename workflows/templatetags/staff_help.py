"""Where the manual tells about the page that is shown."""

from django import template
from django.template.context import RequestContext

from workflows.manual.pages import told_at

register = template.Library()


@register.simple_tag(takes_context=True)
def help_address(context: RequestContext) -> str:
    """The section about this page: `{% help_address %}`."""
    request = context["request"]
    match = request.resolver_match
    if match is None:
        return told_at("", request.user)
    return told_at(match.view_name, request.user, match.kwargs.get("verb", ""))
