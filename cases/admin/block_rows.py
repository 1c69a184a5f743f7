"""The blocks among the questions of a request type: which ones the administrator inserts, and where."""

from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy

from cases.models import InsertedBlock, Question, QuestionBlock
from cases.questionnaires import blocks

# What has no number comes last.
LAST = 10_000


class BlockRow(forms.ModelForm):  # type: ignore[type-arg]
    """One block, which stands for its questions."""

    position = forms.IntegerField(
        label=gettext_lazy("Order"), required=False, min_value=1, widget=forms.NumberInput(attrs={"size": 4})
    )
    inserts = forms.ModelChoiceField(
        label=gettext_lazy("Block of questions"), queryset=QuestionBlock.objects.none()
    )

    class Meta:
        model = InsertedBlock
        fields = ("position",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        inserts: Any = self.fields["inserts"]
        inserts.queryset = _offered(self.instance)
        inserts.initial = self.instance.block_id

    def _get_validation_exclusions(self) -> set[str]:
        """Nothing of it is stored as it stands here: the version that is published is judged."""
        return {field.name for field in Question._meta.fields}

    def validate_constraints(self) -> None:
        """As for the exclusions."""


class BlockRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The blocks of a request type; its questions publish them with their own."""

    @classmethod
    def get_default_prefix(cls) -> str:
        """Another than that of the questions, which are rows of the same table."""
        return "blocks"

    def save(self, commit: bool = True) -> Any:
        """Nothing of its own."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []

    @property
    def placed(self) -> list[tuple[int, list[Question]]]:
        """The questions of each block that stays, with its number in the order."""
        rows: list[Any] = [row.cleaned_data for row in self.forms if hasattr(row, "cleaned_data")]
        kept = [row for row in rows if row.get("inserts") and not row.get("DELETE")]
        return [(row.get("position") or LAST, blocks.asked(row["inserts"])) for row in kept]


def _offered(row: Any) -> Any:
    """The blocks in use that have questions, and the one that the row has."""
    return QuestionBlock.objects.filter(Q(pk__in=blocks.offered()) | Q(pk=row.block_id))
