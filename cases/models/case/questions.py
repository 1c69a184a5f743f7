"""The questions of a request type, in versions, and what was answered to them."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.models.case.attachments import Attachment
from cases.models.case.case import Case
from cases.models.reference_data import in_reader_language
from cases.models.setup.question_blocks import QuestionBlock
from cases.models.setup.request_types import RequestType


class QuestionSet(models.Model):
    """One version of the questions of a request type, or of a block. A change makes a new version; a trigger
    refuses every change to one that a case was asked."""

    request_type = models.ForeignKey(
        RequestType,
        on_delete=models.PROTECT,
        null=True,
        related_name="question_sets",
        verbose_name=_("kind of request"),
    )
    block = models.ForeignKey(
        QuestionBlock,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="question_sets",
        verbose_name=_("block of questions"),
    )
    version = models.PositiveSmallIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"))
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        ordering = ["request_type", "-version"]
        verbose_name = _("questions of a kind")
        verbose_name_plural = _("questions of the kinds")
        constraints = [
            models.UniqueConstraint(fields=["request_type", "version"], name="question_set_version_once"),
            models.UniqueConstraint(
                fields=["request_type"],
                condition=Q(replaced_at__isnull=True),
                name="question_set_one_current",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="question_set_version_counts"),
            models.CheckConstraint(
                condition=Q(request_type=None, block__isnull=False)
                | Q(request_type__isnull=False, block=None),
                name="question_set_of_type_or_block",
            ),
            models.UniqueConstraint(fields=["block", "version"], name="block_version_once"),
            models.UniqueConstraint(
                fields=["block"], condition=Q(replaced_at__isnull=True), name="block_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner} ({self.version})"

    @property
    def owner(self) -> RequestType | QuestionBlock:
        """Whose questions they are."""
        owner = self.request_type or self.block
        assert owner is not None
        return owner

    @property
    def current(self) -> bool:
        """Whether new requests are asked this version."""
        return self.replaced_at is None

    @cached_property
    def in_order(self) -> list["Question"]:
        """Its questions as they are asked, read once."""
        return list(self.questions.all())


class BlockVersion(QuestionSet):
    """One version of a block's questions, as the set-up's file and its change log name it."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("questions of a block")
        verbose_name_plural = _("questions of the blocks")


class QuestionKind(models.TextChoices):
    """What answers a question; `cases.questionnaires.types` says how each kind is asked and answered."""

    SHORT = "short", _("Short text")
    LONG = "long", _("Long text")
    NUMBER = "number", _("Number")
    PHONE = "phone", _("Telephone number")
    DATE = "date", _("Date")
    ONE = "one", _("One of several")
    SEVERAL = "several", _("Any of several")
    YES_NO = "yes_no", _("Yes or no")
    FILE = "file", _("Photo")
    CHECK = "check", _("Line to tick")
    PAPER = "paper", _("Document to hand in")


class ConditionTest(models.TextChoices):
    """How the answer to an earlier question is compared with the one that a question waits for."""

    IS = "", _("is")
    IS_NOT = "is_not", _("is another than")
    MORE = "more", _("is more than")


# Those that the database refuses without answers to choose from.
WITH_CHOICES = [QuestionKind.ONE.value, QuestionKind.SEVERAL.value]

STOP_WHOLE = _(
    "Name the answer that ends the form, what to do in both languages, and the number to call; or nothing of "
    "it."
)


def _optional(name: Any, longest: int) -> Any:
    return models.CharField(name, max_length=longest, blank=True, default="", db_default="")


class Question(models.Model):
    """One question, in both languages. A choice is known by its Thai words, a yes or no by `yes` and `no`."""

    question_set = models.ForeignKey(
        QuestionSet, on_delete=models.PROTECT, related_name="questions", verbose_name=_("version")
    )
    block = models.ForeignKey(
        QuestionBlock,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="questions",
        verbose_name=_("block of questions"),
    )
    position = models.PositiveSmallIntegerField(_("order"))
    key = models.SlugField(
        _("short name"), max_length=40, help_text=_("Small Latin letters, for the export.")
    )
    kind = models.CharField(
        _("kind of answer"), max_length=20, choices=QuestionKind.choices, default=QuestionKind.SHORT
    )
    text_th = models.CharField(_("question in Thai"), max_length=300)
    text_en = models.CharField(_("question in English"), max_length=300)
    help_th = models.CharField(_("help in Thai"), max_length=500, blank=True)
    help_en = models.CharField(_("help in English"), max_length=500, blank=True)
    required = models.BooleanField(_("required"), default=False)
    choices = models.JSONField(_("answers to choose from"), default=list, blank=True)
    minimum = models.IntegerField(_("smallest"), null=True, blank=True)
    maximum = models.IntegerField(_("largest"), null=True, blank=True)
    max_length = models.PositiveSmallIntegerField(_("longest text"), null=True, blank=True)
    show_if_key = models.SlugField(_("only if the question"), max_length=40, blank=True)
    show_if_value = models.CharField(_("was answered"), max_length=200, blank=True)
    show_if_test = models.CharField(
        _("how it is compared"),
        max_length=8,
        blank=True,
        choices=ConditionTest.choices,
        default=ConditionTest.IS,
        db_default=ConditionTest.IS,
    )
    stop_value = _optional(_("the form ends where the answer is"), 200)
    stop_th = _optional(_("what to do then, in Thai"), 300)
    stop_en = _optional(_("what to do then, in English"), 300)
    stop_phone = _optional(_("number to call then"), 40)

    class Meta:
        ordering = ["position"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(fields=["question_set", "key"], name="question_key_once"),
            models.UniqueConstraint(fields=["question_set", "position"], name="question_position_once"),
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=WITH_CHOICES) | ~Q(choices=[]), name="question_has_choices"
            ),
            models.CheckConstraint(
                condition=Q(minimum=None) | Q(maximum=None) | Q(maximum__gte=F("minimum")),
                name="question_range_in_order",
                violation_error_message=_("The largest is not smaller than the smallest."),
            ),
            models.CheckConstraint(
                condition=Q(show_if_key="", show_if_value="") | ~Q(show_if_key="") & ~Q(show_if_value=""),
                name="question_condition_whole",
                violation_error_message=_("Name the earlier question and its answer, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(show_if_test="") | Q(show_if_test__in=["is_not", "more"]) & ~Q(show_if_key=""),
                name="question_test_of_condition",
                violation_error_message=_("Name the earlier question and its answer, or neither."),
            ),
            models.CheckConstraint(
                condition=Q(stop_value="", stop_th="", stop_en="", stop_phone="")
                | ~Q(stop_value="") & ~Q(stop_th="") & ~Q(stop_en="") & ~Q(stop_phone=""),
                name="question_stop_whole",
                violation_error_message=STOP_WHOLE,
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return in_reader_language(self.text_th, self.text_en)

    @property
    def help(self) -> str:
        """The help in the reader's language."""
        return in_reader_language(self.help_th, self.help_en)

    @property
    def stop(self) -> str:
        """What to do where the form ends with this question, in the reader's language."""
        return in_reader_language(self.stop_th, self.stop_en)

    def is_met_by(self, given: Any) -> bool:
        """Whether this answer to the earlier question, cleaned or stored, is one that this one waits for; no
        answer is none."""
        if given in (None, "", []):
            return False
        if self.show_if_test == ConditionTest.MORE:
            return Decimal(str(given)) > Decimal(self.show_if_value)
        found = self.show_if_value in (given if isinstance(given, list) else [given])
        return found != (self.show_if_test == ConditionTest.IS_NOT)

    def ends_form(self, given: Any) -> bool:
        """Whether this cleaned answer, or one of several, ends the form."""
        return bool(self.stop_value) and self.stop_value in (given if isinstance(given, list) else [given])

    @property
    def field_name(self) -> str:
        """Its name on a form."""
        return f"q_{self.key}"

    @property
    def choice_lines(self) -> str:
        """The choices as the administrator writes them: a line each, `Thai | English`."""
        return "\n".join(" | ".join(filter(None, (one["th"], one["en"]))) for one in self.choices)

    def same_as(self, other: "Question") -> bool:
        """Whether it asks the same in the same way, whatever version it stands in."""
        return self._asks() == other._asks()

    def _asks(self) -> list[Any]:
        left_out = {"id", "question_set", "position"}
        return [getattr(self, field.attname) for field in self._meta.fields if field.name not in left_out]


class InsertedBlock(Question):
    """Where a block stands among a request type's questions: the first of its copies."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("inserted block")
        verbose_name_plural = _("inserted blocks")

    @property
    def inserts(self) -> QuestionBlock | None:
        """The block that stands here."""
        return self.block


class Answer(models.Model):
    """What was answered to one question: the value, and its words in both languages."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers", verbose_name=_("case"))
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers", verbose_name=_("question")
    )
    position = models.PositiveSmallIntegerField(_("order"))
    value = models.JSONField(_("value"))
    text_th = models.TextField(_("answer in Thai"))
    text_en = models.TextField(_("answer in English"))
    attachment = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("photo"),
    )

    class Meta:
        ordering = ["position"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["case", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.question_id}"

    @property
    def text(self) -> str:
        """The answer in the reader's language."""
        return in_reader_language(self.text_th, self.text_en)
