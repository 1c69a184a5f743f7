"""Standard texts in the set-up pages."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases.admin.named import NamedAdmin, NamedForm
from cases.models import StandardText
from cases.placeholders import FINDINGS, IN_TEXTS
from cases.work_plans.texts import refuse_unfound


def fillable() -> dict[str, Any]:
    """Return every placeholder that the words may have, with what is filled in."""
    return {**IN_TEXTS, f"{FINDINGS}…": _("A finding of the work plan, by its short name")}


class StandardTextForm(NamedForm):
    """Judges the findings that the words use by the plans of the kinds that they are for."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                refuse_unfound(self.instance)
            except ValidationError as error:
                self.add_error(None, error)


@admin.register(StandardText)
class StandardTextAdmin(NamedAdmin):
    """A text with placeholders, which are checked when it is saved."""

    form = StandardTextForm
    list_display = ["name_th", "step", "kind", "category", "department", "position", "active"]
    list_display_links = ["name_th"]
    list_filter = ["step", "active", "category", "department"]
    list_select_related = ["kind", "category", "department"]
    search_fields = ["code", "name_th", "name_en", "text_th", "text_en"]
    fieldsets = [
        (None, {"fields": ["code", "name_th", "name_en", "step", "position", "active"]}),
        (_("Which cases it fits"), {"fields": ["kind", "category", "department"]}),
        (_("The words"), {"fields": ["text_th", "text_en", "placeholders"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The list of placeholders is there to be read."""
        return [*super().get_readonly_fields(request, obj), "placeholders"]

    @admin.display(description=_("what is filled in"))
    def placeholders(self, text: StandardText) -> SafeString:
        """Every placeholder that the words may have."""
        rows = ((f"{{{name}}}", label) for name, label in fillable().items())
        return format_html_join("", "<div><code>{}</code> {}</div>", rows)
