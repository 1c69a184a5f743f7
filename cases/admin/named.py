"""Things with a code and two names: their shape in the set-up pages. Switched off, never deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cases.forms.named import NamedForm
from cases.models.reference_data import Named
from cases.text.normalization import compared

__all__ = ["ComparedSearch", "NamedAdmin", "NamedForm"]


class ComparedSearch(admin.ModelAdmin):  # type: ignore[type-arg]
    """Looks for words in one spelling, as every search of the service does; for tables that a page could
    show in one."""

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """The rows in whose search fields every word stands, however it is spelt."""
        words = compared(search_term).split()
        fields = self.get_search_fields(request)
        if not words or not fields:
            return queryset, False
        rows = queryset.order_by().values_list("pk", *fields)
        spelt = ((pk, [compared(str(text or "")) for text in texts]) for pk, *texts in rows)
        found = [pk for pk, texts in spelt if all(any(word in text for text in texts) for word in words)]
        return queryset.filter(pk__in=found), False


class NamedAdmin(ComparedSearch):
    """Code, both names, order and switch; the code is fixed once it is stored."""

    form = NamedForm
    list_display = ["code", "name_th", "name_en", "position", "active"]
    list_display_links = ["code", "name_th"]
    list_filter = ["active"]
    search_fields = ["code", "name_th", "name_en"]

    def get_readonly_fields(self, request: HttpRequest, obj: Named | None = None) -> Any:
        """Rows elsewhere and addresses of pages hold the code."""
        fixed = ["code"] if obj else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def has_delete_permission(self, request: HttpRequest, obj: Named | None = None) -> bool:
        """Nobody: the switch takes it out of use, and old cases keep their words."""
        return False
