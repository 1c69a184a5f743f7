"""How forms are drawn in the whole project: our templates for a field and for its errors; selects by hand."""

import html
from collections.abc import Iterator
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList, flatatt
from django.utils.safestring import SafeData, mark_safe

ErrorList.template_name = "forms/error_list.html"


class Renderer(TemplatesSetting):
    """Label, hint, error, widget: in this order, each told to screen readers."""

    field_template_name = "forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """As the template says; a select, of which the inbox has some with hundreds of options, without one:
        templates took a third of that page's time."""
        if template_name == "django/forms/widgets/select.html":
            return mark_safe("".join(_select(context["widget"])))  # noqa: S308 - each part is escaped
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> Iterator[str]:
    yield f"<select{flatatt({'name': widget['name'], **widget['attrs']})}>"
    for group, options, _position in widget["optgroups"]:
        if group:
            yield f'<optgroup label="{_escaped(group)}">'
        for option in options:
            attrs = flatatt(option["attrs"]) if option["attrs"] else ""
            yield f'<option value="{_escaped(option["value"])}"{attrs}>{_escaped(option["label"])}</option>'
        if group:
            yield "</optgroup>"
    yield "</select>"


def _escaped(value: Any) -> str:
    """Django's own is made for single words; it takes four times as long."""
    text = str(value)
    return text if isinstance(text, SafeData) else html.escape(text)
