"""Standard texts: what is written again and again, for a request type and a step."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.lib.setup_cache import shared
from cases.models.reference_data import Named, in_reader_language
from cases.models.setup.request_types import Category, RequestType
from cases.models.staff.organisation import Department
from cases.placeholders import FINDINGS, IN_TEXTS, check, findings_in

STEPS = ["assign", "ask", "transfer", "hand_back", "resolve", "reject", "extend", "note"]


class StandardText(Named):
    """A text under a title, in both languages, with placeholders of `cases.placeholders`. Without a request
    type or a category it fits every request type; without a department, every one."""

    class Step(models.TextChoices):
        ASSIGN = "assign", _("Assign an officer")
        ASK = "ask", _("Ask the citizen")
        TRANSFER = "transfer", _("Send to another department")
        HAND_BACK = "hand_back", _("Give back to the head")
        RESOLVE = "resolve", _("Report the result")
        REJECT = "reject", _("Do not take it on")
        EXTEND = "extend", _("Give more time")
        NOTE = "note", _("Write an internal note")

    step = models.CharField(_("step"), max_length=12, choices=Step.choices)
    kind = models.ForeignKey(
        RequestType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
        verbose_name=_("kind of request"),
        help_text=_("Empty: for every kind."),
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
        verbose_name=_("category"),
        help_text=_("Instead of one kind: for all kinds of a category."),
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
        verbose_name=_("department"),
        help_text=_("Empty: for every department."),
    )
    text_th = models.TextField(_("text in Thai"), max_length=4000)
    text_en = models.TextField(_("text in English"), max_length=4000, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("standard text")
        verbose_name_plural = _("standard texts")
        constraints = [
            models.CheckConstraint(condition=~Q(text_th=""), name="text_has_words"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="text_step_known"),
            models.CheckConstraint(
                condition=Q(kind=None) | Q(category=None),
                name="text_for_kind_or_category",
                violation_error_message=_("Choose a kind of request or a category, not both."),
            ),
        ]

    @property
    def text(self) -> str:
        """The text in the reader's language; Thai where there is no English."""
        return in_reader_language(self.text_th, self.text_en)

    @classmethod
    def in_use(cls) -> "list[StandardText]":
        """All texts in use. At most one SQL statement, none where the set-up is known."""
        return shared("standard texts", lambda: list(cls.objects.filter(active=True)))

    @classmethod
    def fitting(
        cls, step: str, *, request_type: RequestType, department: int | None = None
    ) -> "list[StandardText]":
        """The texts in use for this step of a case of this request type in this department."""
        return [text for text in cls.in_use() if text.step == step and text.fits(request_type, department)]

    @property
    def findings(self) -> list[str]:
        """The short names of the findings that the words use."""
        return findings_in(f"{self.text_th}\n{self.text_en}")

    def fits(self, request_type: RequestType, department: int | None) -> bool:
        """Whether it is for cases of this request type in this department."""
        return (
            self.kind_id in (None, request_type.pk)
            and self.category_id in (None, request_type.category_id)
            and self.department_id in (None, department)
        )

    def clean(self) -> None:
        """Every placeholder is known; which findings there are, `cases.work_plans.texts` says."""
        wrong = {}
        known = [*IN_TEXTS, *(f"{FINDINGS}{key}" for key in self.findings)]
        for name in ("text_th", "text_en"):
            try:
                check(getattr(self, name), known)
            except ValidationError as error:
                wrong[name] = error
        if wrong:
            raise ValidationError(wrong)
