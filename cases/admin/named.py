"""Things with a code and two names: their shape in the set-up pages. Switched off, never deleted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from cases.models.named import Named


class NamedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Code, both names, order and switch; the code is fixed once it is stored."""

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
