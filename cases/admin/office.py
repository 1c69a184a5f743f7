"""The municipality itself and its holidays in the set-up pages."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.named import ComparedSearch, NamedAdmin
from cases.fields.dates import ThaiDateField
from cases.models import Holiday, Municipality
from cases.text.dates import long_date


@admin.register(Municipality)
class MunicipalityAdmin(NamedAdmin):
    """One row: there is nothing to add once it is there."""

    list_display = ["name_th", "name_en", "phone"]
    list_display_links = ["name_th"]
    list_filter = []
    search_fields = []
    # Colour, pictures and the contact for security reports have a page of their own, which judges them.
    exclude = [
        "position",
        "active",
        "colour",
        "logo",
        "banner",
        "banner_alt_th",
        "banner_alt_en",
        "security_contact",
        "security_until",
        "security_languages",
    ]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only before the reference data was loaded."""
        return super().has_add_permission(request) and not Municipality.objects.exists()


class HolidayForm(forms.ModelForm):  # type: ignore[type-arg]
    """A day off, chosen by day, month and year in the reader's era."""

    day = ThaiDateField(label=_("Date"), years=lambda today: range(today.year + 2, today.year - 2, -1))

    class Meta:
        model = Holiday
        fields = ["day", "name_th", "name_en"]


@admin.register(Holiday)
class HolidayAdmin(ComparedSearch):
    """The days on which no deadline runs; the cabinet adds some during the year."""

    form = HolidayForm
    list_display = ["date", "name_th", "name_en"]
    search_fields = ["name_th", "name_en"]
    ordering = ["-day"]
    list_per_page = 60

    @admin.display(description=_("date"), ordering="day")
    def date(self, holiday: Holiday) -> str:
        """The date in the reader's language and era."""
        return long_date(holiday.day)
