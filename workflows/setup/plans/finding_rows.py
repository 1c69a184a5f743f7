"""The findings of a step as lines of a form: each is a question that the staff answer."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.admin.question_rows import QuestionRow, check_conditions, name_rows
from cases.models import Question, QuestionKind
from cases.questionnaires.rows import plain

PREFIX = "findings"


class FindingRow(QuestionRow):
    """One finding; papers to hand in and lines to tick are findings too."""

    use_required_attribute = False

    class Meta(QuestionRow.Meta):
        labels = {"text_th": _("What is found out, in Thai"), "text_en": _("What is found out, in English")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.fields["kind"].choices = QuestionKind.choices  # type: ignore[attr-defined]
        self.fields["text_en"].required = False

    def clean_text_en(self) -> str:
        """The Thai words, where there are no English ones."""
        return str(self.cleaned_data["text_en"] or self.cleaned_data.get("text_th", ""))


class FindingRows(forms.BaseFormSet):  # type: ignore[type-arg]
    """The findings of one step; `elsewhere` are the short names that findings of other steps have."""

    def __init__(self, data: Any = None, *, findings: list[Question], elsewhere: Collection[str]) -> None:
        self.findings, self.elsewhere = findings, elsewhere
        super().__init__(data, prefix=PREFIX, initial=[{} for _one in findings])

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Each line with the finding that is stored there."""
        stored = index is not None and index < len(self.findings)
        return {"instance": self.findings[index]} if stored and index is not None else {}

    def clean(self) -> None:
        """Each short name once in the plan, and each condition about an earlier line."""
        if not any(self.errors):
            rows = self._rows()
            name_rows(rows, elsewhere=self.elsewhere)
            check_conditions(rows)

    def written(self) -> list[dict[str, Any]]:
        """The findings as the plan keeps them, in the order given."""
        return plain(row.instance for row in self._rows())

    def _rows(self) -> list[QuestionRow]:
        """The lines that stay, by the numbers given; one without a number comes last."""
        forms: list[Any] = self.forms
        rows = [row for row in forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        return sorted(rows, key=lambda row: row.cleaned_data.get("position") or 10_000)


Findings = forms.formset_factory(FindingRow, formset=FindingRows, extra=1, can_delete=True)
