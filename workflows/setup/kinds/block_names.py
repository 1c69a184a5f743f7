"""The form of a block's names."""

from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from cases.admin.question_blocks import BlockForm
from cases.fields.text import Line
from cases.models import QuestionBlock
from cases.questionnaires.definitions import free_key
from cases.questionnaires.editing import KEY, NEW


class BlockNames(BlockForm):
    """What a block is called, and whether it can be inserted; the program gives it its code."""

    use_required_attribute = False

    class Meta:
        model = QuestionBlock
        fields = ["name_th", "name_en", "active"]
        field_classes = {"name_th": Line, "name_en": Line}
        labels = {
            "name_th": gettext_lazy("Name in Thai"),
            "name_en": gettext_lazy("Name in English"),
            "active": gettext_lazy("In use: kinds of request can ask it"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "auto_id": "block_%s"} | options)
        if not self.instance.pk:
            del self.fields["active"]

    def save(self, commit: bool = True) -> Any:
        """Store it; a new one gets a code and comes last."""
        if not self.instance.pk:
            codes = {NEW, *QuestionBlock.objects.values_list("code", flat=True)}
            code = slugify(self.cleaned_data["name_en"])[:KEY] or "block"
            self.instance.code = free_key(code, codes)
            last = QuestionBlock.objects.aggregate(last=Max("position"))["last"] or 0
            self.instance.position = last + 1
        return super().save(commit)
