"""Request types and the office's words in the set-up pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from cases.admin.named import NamedAdmin, NamedForm
from cases.models import (
    Category,
    Cause,
    Channel,
    ExternalAgency,
    KindReader,
    RequestType,
    ResultCode,
    SynonymRow,
    Title,
    User,
)
from cases.text.collation import BY_NAME
from cases.work_plans import texts


class KindReaderInline(admin.TabularInline):  # type: ignore[type-arg]
    """Who reads a restricted request type, and acts as its head."""

    model = KindReader
    extra = 1

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Only those who can log in."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True).order_by(*BY_NAME)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class CauseInline(admin.TabularInline):  # type: ignore[type-arg]
    """What a result of the request type can name as its cause; switched off, never deleted."""

    model = Cause
    extra = 1
    can_delete = False
    fields = ("code", "name_th", "name_en", "position", "active")


class RequestTypeForm(NamedForm):
    """A request type, whose standard texts find their findings in its work plan."""

    def clean(self) -> dict[str, Any]:
        """Refuse a plan without what a text of the request type asks for."""
        data = super().clean() or self.cleaned_data
        if data.get("active") and {"work_plan", "category", "active"} & set(self.changed_data):
            names = {name: data.get(name) for name in ("name_th", "name_en", "category")}
            plan = data.get("work_plan")
            for said in texts.lost(
                [RequestType(pk=self.instance.pk, **names)], plan if plan and plan.active else None
            ):
                self.add_error("work_plan", said)
        return data


@admin.register(RequestType)
class RequestTypeAdmin(NamedAdmin):
    """A request type. What we propose by default stays marked until the municipality has confirmed it."""

    form = RequestTypeForm
    list_display = ["name_th", "department", "target_working_days", "origin", "active"]
    list_display_links = ["name_th"]
    list_filter = ["confirmed", "active", "category", "department", "restricted", "licence"]
    list_select_related = ["category", "department"]
    list_per_page = 100
    actions = ["confirm"]
    inlines = [CauseInline, KindReaderInline]
    formfield_overrides = {ArrayField: {"widget": forms.Textarea}}
    fieldsets = [
        (None, {"fields": ["code", "name_th", "name_en", "category", "position", "active", "confirmed"]}),
        (
            _("Who answers, and by when"),
            {"fields": ["department", "unit", "work_plan", "target_working_days", "urgency"]},
        ),
        (
            _("Before anything is typed"),
            {"fields": ["stop_th", "stop_en", "call_first", "agency", "refers_only"]},
        ),
        (
            _("What the form asks for"),
            {
                "fields": [
                    "needs_map",
                    "asset_sort",
                    "needs_photo",
                    "person_fields",
                    "allows_unnamed",
                    "needs_national_id",
                    "needs_address",
                    "accepts_pdf",
                ]
            },
        ),
        (
            _("How it ends"),
            {"fields": ["needs_after_photo", "needs_approval", "needs_cause", "look_again_days"]},
        ),
        (_("Who may know of it"), {"fields": ["restricted", "on_public_map"]}),
        (_("What else matters"), {"fields": ["licence", "letter_editable", "synonyms"]}),
    ]

    @admin.display(description=_("target and department"), ordering="confirmed")
    def origin(self, request_type: RequestType) -> str:
        """Whether the municipality stands behind it, or it is our proposal."""
        return str(_("confirmed") if request_type.confirmed else _("proposed by default"))

    @admin.action(description=_("Confirm the chosen proposals"), permissions=["change"])
    def confirm(self, request: object, queryset: object) -> None:
        """Mark the chosen request types as confirmed by the municipality."""
        for request_type in queryset.filter(confirmed=False):  # type: ignore[attr-defined]
            # One by one, so that the change log hears of each.
            request_type.confirmed = True
            request_type.save(update_fields=["confirmed"])


@admin.register(ExternalAgency)
class ExternalAgencyAdmin(NamedAdmin):
    """An agency that citizens are sent to, with its hotline."""

    list_display = ["code", "name_th", "name_en", "hotline", "active"]


@admin.register(SynonymRow)
class SynonymRowAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Everyday words for one thing, for the search on the first page."""

    list_display = ["__str__"]


@admin.register(ResultCode)
class ResultCodeAdmin(NamedAdmin):
    """What came of a case, and whether it says that work was done."""

    list_display = ["code", "name_th", "name_en", "needs_photo", "position", "active"]


admin.site.register([Category, Channel, Title], NamedAdmin)
