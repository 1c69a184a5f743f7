"""The questions after a result in the set-up pages: words, answers, and what follows from these."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.questions import ByQuestions
from cases.models import ResultAnswer, ResultQuestion
from cases.questionnaires import result_questions

About = ResultQuestion.About
SAVED = gettext_lazy(
    "What you save is asked from then on. What citizens have answered before keeps its words. A rating "
    "without answers is not asked for."
)


class AnswerRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The answers of one question, judged together."""

    def clean(self) -> None:
        """Refuse answers that cannot be those of the question."""
        super().clean()
        if any(self.errors) or self.instance.about not in About:
            return
        forms: list[Any] = self.forms
        rows = [row for row in forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        result_questions.check(self.instance, [row.instance for row in rows])


class AnswerInline(ByQuestions, admin.TabularInline):  # type: ignore[type-arg]
    """The answers, in their order."""

    model = ResultAnswer
    formset = AnswerRows
    formfield_overrides = {models.CharField: {"widget": forms.TextInput(attrs={"size": 18})}}
    fields = ("position", "text_th", "text_en", "verdict", "rating", "reopens", "alerts_head")

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Rows for what is asked today, where the question is new."""
        return 1 if obj else len(_proposed(request)) + 1


@admin.register(ResultQuestion)
class ResultQuestionAdmin(ByQuestions, admin.ModelAdmin):  # type: ignore[type-arg]
    """One question after a result. Taken away, the product's own question is asked again."""

    inlines = [AnswerInline]
    list_display = ["__str__", "about", "request_type"]
    list_filter = ["about"]
    list_select_related = ["request_type"]
    fields = ["about", "request_type", "text_th", "text_en"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What saving does; on the page of a new question the way to the proposal for the other one."""
        said = format_html("{}", SAVED)
        if obj is None:
            other = About.VERDICT if _about(request) == About.RATING else About.RATING
            words = result_questions.brought(other).text
            said = format_html('{} <a href="?about={}">{}</a>', said, other, _("Propose: %s") % words)
        return [(None, {"fields": self.fields, "description": said})]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Propose the words that are asked today."""
        question = result_questions.brought(_about(request))
        return {"about": _about(request), "text_th": question.text_th, "text_en": question.text_en}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Propose the answers that can be given today."""
        options: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if obj.pk is None and request.method == "GET":
            options["initial"] = _proposed(request)
        return options

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """What it asks, and of which kind, is chosen once: the answers belong to it."""
        return ["about", "request_type"] if obj else []


def _about(request: HttpRequest) -> ResultQuestion.About:
    asked = request.GET.get("about", "")
    return About(asked) if asked in About else About.VERDICT


def _proposed(request: HttpRequest) -> list[dict[str, Any]]:
    names = ("position", "text_th", "text_en", "verdict", "rating", "reopens", "alerts_head")
    answers = result_questions.brought(_about(request)).answers.values()
    return [{name: getattr(one, name) for name in names} for one in answers]
