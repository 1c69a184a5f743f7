"""The questions of each request type, and of each block, in the set-up pages: saving makes a new version, old
cases keep theirs."""

from operator import itemgetter
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.block_rows import LAST, BlockRow, BlockRows
from cases.admin.named import ComparedSearch
from cases.admin.question_rows import QuestionRow, check_conditions, name_rows
from cases.models import InsertedBlock, Question, QuestionSet, RequestType
from cases.questionnaires import blocks, versions
from cases.text.dates import date_and_time


class QuestionRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """All questions of a request type; saving them publishes a new version where something has changed."""

    # The blocks on the same page, which stand among the questions.
    inserted: BlockRows | None = None

    def clean(self) -> None:
        """Each short name once, and each condition about an earlier question."""
        super().clean()
        if any(self.errors):
            return
        asked = self._in_order()
        of_blocks = [one.key for one in asked if isinstance(one, Question)]
        if len(set(of_blocks)) < len(of_blocks):
            raise ValidationError(_("Two of the blocks have a question of the same short name."))
        name_rows([one for one in asked if isinstance(one, QuestionRow)], elsewhere=of_blocks)
        check_conditions(asked)

    def save(self, commit: bool = True) -> Any:
        """Publish; nothing that is stored is changed."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        self._publish(self.questions)
        return []

    @property
    def questions(self) -> list[Question]:
        """What is to be asked, in the order given."""
        return [one if isinstance(one, Question) else one.instance for one in self._in_order()]

    def _publish(self, questions: list[Question]) -> None:
        self.published = versions.publish(self.instance.request_type, questions)
        self.instance.pk, self.instance.version = self.published.pk, self.published.version

    def _in_order(self) -> list[QuestionRow | Question]:
        """The rows that stay and the questions of the blocks, by the order given; what has no number comes
        last."""
        forms: list[Any] = self.forms
        rows = [row for row in forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        placed: list[tuple[int, list[Any]]]
        placed = [(row.cleaned_data.get("position") or LAST, [row]) for row in rows]
        if self.inserted is not None and self.inserted.is_valid():
            placed += self.inserted.placed
        return [one for _order, several in sorted(placed, key=itemgetter(0)) for one in several]


class QuestionsOfBlock(QuestionRows):
    """All questions of a block; saving them publishes a new version in each request type that asks them."""

    def clean(self) -> None:
        """The request types that ask the block can ask it as it is to be."""
        super().clean()
        if not any(self.errors) and (found := self._problems()):
            raise ValidationError(found)

    def _publish(self, questions: list[Question]) -> None:
        self.published = blocks.publish(self.instance, questions)

    def _problems(self) -> list[str]:
        return blocks.problems(self.instance, self.questions) if self.instance.pk else []


class ByQuestions(admin.options.BaseModelAdmin):  # type: ignore[type-arg]
    """What may be seen and changed by who may do so with the questions of the request types, in the current
    version; the earlier ones are history."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may see the questions."""
        return request.user.has_perm("cases.view_questionset")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who may change questions, in the current version."""
        return request.user.has_perm("cases.change_questionset") and getattr(obj, "current", True)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for changing."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for changing: the next version leaves the question out, the earlier ones keep it."""
        return self.has_change_permission(request, obj)


class QuestionInline(ByQuestions, admin.StackedInline):  # type: ignore[type-arg]
    """The questions; who may change the set may add, change and take out each of them."""

    model = Question
    form = QuestionRow
    formset = QuestionRows
    extra = 2
    fields = [
        ("position", "kind", "required"),
        "text_th",
        "text_en",
        "help_th",
        "help_en",
        "choice_lines",
        ("minimum", "maximum", "max_length"),
        ("show_if_key", "show_if_test", "show_if_value"),
        ("stop_value", "stop_phone"),
        "stop_th",
        "stop_en",
        "key",
    ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Without Django's guard against deleting what answers point to: nothing is deleted here."""
        formset = super().get_formset(request, obj, **kwargs)

        class Row(formset.form):  # type: ignore[name-defined]
            def hand_clean_DELETE(self) -> None:  # noqa: N802
                """The question is left out of the next version."""

        formset.form = Row
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """Without those of the blocks, which are changed with their block; an earlier version has them as
        they were asked."""
        own: Any = Q(block=None) | Q(question_set__replaced_at__isnull=False)
        return Question.objects.filter(own)


class BlockInline(ByQuestions, admin.TabularInline):  # type: ignore[type-arg]
    """The blocks among a request type's questions; who may change the set may insert and take out each."""

    model = InsertedBlock
    form = BlockRow
    formset = BlockRows
    extra = 1
    fields = ("position", "inserts")
    verbose_name_plural = gettext_lazy("Blocks among these questions, by their order")

    def get_queryset(self, request: HttpRequest) -> QuerySet[InsertedBlock]:
        """The first copy of each block stands for all of it."""
        own = {"question_set": OuterRef("question_set"), "block": OuterRef("block")}
        earlier = Question.objects.filter(**own, position__lt=OuterRef("position"))
        return InsertedBlock.objects.filter(~Exists(earlier), block__isnull=False)


class BlockQuestionInline(QuestionInline):
    """The questions of a block as it is now."""

    formset = QuestionsOfBlock
    fk_name = "block"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """Those of its current version."""
        return Question.objects.filter(question_set__block__isnull=False, question_set__replaced_at=None)


class VersionFilter(admin.SimpleListFilter):
    """What is asked now, or all versions."""

    title = gettext_lazy("version")
    parameter_name = "versions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Only the other choice: without it, what is asked now."""
        return [("all", _("all versions"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[QuestionSet]) -> QuerySet[QuestionSet]:
        """The current versions unless all were asked for."""
        return queryset if self.value() == "all" else queryset.filter(replaced_at__isnull=True)

    def choices(self, changelist: Any) -> Any:
        """In use now, or all."""
        now, *others = super().choices(changelist)
        return [{**now, "display": _("asked now")}, *others]


@admin.register(QuestionSet)
class QuestionSetAdmin(ComparedSearch):
    """One request type's questions. Earlier versions can be read, and are what old cases were asked."""

    inlines = [QuestionInline, BlockInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["request_type"],
                "description": gettext_lazy(
                    "What you save is asked from then on, as a new version. Requests that were filed before "
                    "keep the questions that they were asked, with their answers."
                ),
            },
        )
    ]
    list_display = ["request_type", "version", "asked_from", "asked_until", "asks", "asked_in"]
    list_filter = [VersionFilter, "request_type__category"]
    search_fields = ["request_type__name_th", "request_type__name_en", "request_type__code"]
    list_select_related = ["request_type"]
    ordering = ["request_type__position", "-version"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionSet]:
        """With the numbers of questions and cases."""
        numbers = {
            "questions_number": Count("questions", distinct=True),
            "cases_number": Count("cases", distinct=True),
        }
        found: QuerySet[QuestionSet] = super().get_queryset(request).exclude(request_type=None)
        return found.annotate(**numbers)

    def _create_formsets(self, request: HttpRequest, obj: Any, change: bool) -> Any:
        """The questions and the blocks among them are judged and published together."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        inserted = next((one for one in formsets if isinstance(one, BlockRows)), None)
        for one in formsets:
            if isinstance(one, QuestionRows):
                one.inserted = inserted
        return formsets, inlines

    @admin.display(description=gettext_lazy("asked from"), ordering="published_at")
    def asked_from(self, question_set: QuestionSet) -> str:
        """When it was published, in the reader's era."""
        return date_and_time(question_set.published_at)

    @admin.display(description=gettext_lazy("until"), ordering="replaced_at", empty_value="–")
    def asked_until(self, question_set: QuestionSet) -> str | None:
        """When it was replaced, in the reader's era."""
        return date_and_time(question_set.replaced_at) if question_set.replaced_at else None

    @admin.display(description=gettext_lazy("questions"))
    def asks(self, question_set: Any) -> int:
        """How many questions it has."""
        return int(question_set.questions_number)

    @admin.display(description=gettext_lazy("cases asked"))
    def asked_in(self, question_set: Any) -> int:
        """How many cases were asked this version."""
        return int(question_set.cases_number)

    def get_readonly_fields(self, request: HttpRequest, obj: QuestionSet | None = None) -> list[str]:
        """The request type is chosen once."""
        return ["request_type"] if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the request types that ask nothing yet."""
        if db_field.name == "request_type":
            asking = QuestionSet.objects.filter(replaced_at__isnull=True).values("request_type")
            kwargs["queryset"] = RequestType.objects.exclude(pk__in=asking)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: QuestionSet | None = None) -> bool:
        """Only the current version; the earlier ones are history."""
        return super().has_change_permission(request, obj) and (obj is None or obj.current)

    def has_delete_permission(self, request: HttpRequest, obj: QuestionSet | None = None) -> bool:
        """Nobody: a request type that shall ask nothing has its questions taken out."""
        return False

    def save_model(self, request: HttpRequest, obj: QuestionSet, form: Any, change: bool) -> None:
        """Nothing of its own: the questions below make the version."""

    def response_change(self, request: HttpRequest, obj: QuestionSet) -> HttpResponse:
        """Say what is asked now."""
        text = _("From now on version %(version)d is asked. Old cases keep what they were asked.")
        self.message_user(request, text % {"version": obj.version})
        if "_continue" in request.POST:
            return redirect("admin:cases_questionset_change", obj.pk)
        return self.response_post_save_change(request, obj)
