"""The table of reminders in the set-up pages."""

from django.contrib import admin

from cases.models import EscalationRule


@admin.register(EscalationRule)
class EscalationRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """When somebody is told of a case that stands still, and who; a changed rule speaks anew."""

    list_display = ["when", "days", "to", "active", "position"]
    list_display_links = ["when"]
    list_editable = ["active", "position"]
    fields = ["when", "days", "to", "position", "active"]
