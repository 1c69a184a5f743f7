"""The page of the suggestions: how well the closed cases teach what people call things, and the switch."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import LearnedWords, Municipality
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page


class SuggestionsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whether kinds are suggested as the closed cases teach."""

    class Meta:
        model = Municipality
        fields = ("suggests_from_cases",)
        labels = {
            "suggests_from_cases": gettext_lazy("Suggest kinds as learned from closed cases"),
        }


@setup_page
def suggestions(request: StaffRequest) -> HttpResponse:
    """What was learned last night, how often it was right beside the rules, and whether it is used."""
    there = Municipality.objects.first() or Municipality(code="municipality")
    form = SuggestionsForm(
        request.POST if request.method == "POST" else None, instance=there, label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Saved. Every page shows it from now on."))
        return redirect("staff:setup_suggestions")
    learned = LearnedWords.objects.defer("counts").first()
    context: dict[str, Any] = {
        "form": form,
        "learned": learned,
        "is_on": there.suggests_from_cases,
        "least": LearnedWords.TRIED,
    }
    if learned and learned.tried >= LearnedWords.TRIED:
        context |= {
            "rate": 100 * learned.right / learned.tried,
            "rate_of_rules": 100 * learned.right_by_rules / learned.tried,
        }
    return render(request, "staff/setup/suggestions.html", context)
