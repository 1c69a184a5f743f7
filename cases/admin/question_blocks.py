"""The blocks of questions in the set-up pages: names, questions, and which request types ask them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy

from cases.admin.named import NamedAdmin, NamedForm
from cases.admin.questions import BlockQuestionInline, ByQuestions
from cases.models import QuestionBlock
from cases.questionnaires import blocks, versions


class BlockForm(NamedForm):
    """A block's names and its switch."""

    def clean_active(self) -> bool:
        """Keep the block in use while a request type asks it."""
        active = bool(self.cleaned_data["active"])
        if self.instance.pk and not active and (used_by := blocks.used_by(self.instance)):
            raise ValidationError(blocks.in_use(used_by))
        return active


@admin.register(QuestionBlock)
class QuestionBlockAdmin(ByQuestions, NamedAdmin):
    """A block of questions. A change reaches every request type that asks it; cases keep what they were
    asked."""

    form = BlockForm
    inlines = [BlockQuestionInline]
    list_display = ["code", "name_th", "name_en", "used", "active"]
    fieldsets = [
        (
            None,
            {
                "fields": ["code", "name_th", "name_en", "position", "active", "used"],
                "description": gettext_lazy(
                    "What you save is asked from then on by every kind of request that has this block. "
                    "Requests that were filed before keep the questions that they were asked, with their "
                    "answers."
                ),
            },
        )
    ]
    readonly_fields = ["used"]

    @admin.display(description=gettext_lazy("kinds that ask it"))
    def used(self, block: QuestionBlock) -> Any:
        """The request types that ask it, each with its questions' page."""
        pages = [(_page(one), one.name) for one in (blocks.used_by(block) if block.pk else [])]
        return format_html_join(", ", '<a href="{}">{}</a>', pages) or "–"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: the switch takes it out of use, and old cases keep their questions."""
        return False


def _page(request_type: Any) -> str:
    version = versions.current(request_type)
    assert version is not None
    return reverse("admin:cases_questionset_change", args=[version.pk])
