"""How forms are drawn in the whole project: our templates for a field and for its errors."""

from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList

ErrorList.template_name = "forms/error_list.html"


class Renderer(TemplatesSetting):
    """Label, hint, error, widget: in this order, each told to screen readers."""

    field_template_name = "forms/field.html"
