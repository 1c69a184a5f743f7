"""The questions of each request type in the set-up pages: saving makes a new version, old cases keep
theirs."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.named import ComparedSearch
from cases.admin.question_rows import QuestionRow, check_conditions, name_rows
from cases.models import Question, QuestionSet, RequestType
from cases.questionnaires import versions
from cases.text.dates import date_and_time


class QuestionRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """All questions of a request type; saving them publishes a new version where something has changed."""

    def clean(self) -> None:
        """Each short name once, and each condition about an earlier question."""
        super().clean()
        if any(self.errors):
            return
        rows = self._rows()
        name_rows(rows)
        check_conditions(rows)

    def save(self, commit: bool = True) -> Any:
        """Publish; nothing that is stored is changed."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        request_type = self.instance.request_type
        self.published = versions.publish(request_type, [row.instance for row in self._rows()])
        self.instance.pk, self.instance.version = self.published.pk, self.published.version
        return []

    def _rows(self) -> list[QuestionRow]:
        """The rows that stay, by the order given; one without a number comes last."""
        forms: list[Any] = self.forms
        rows = [row for row in forms if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        return sorted(rows, key=lambda row: row.cleaned_data.get("position") or 10_000)


class QuestionInline(admin.StackedInline):  # type: ignore[type-arg]
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
        ("show_if_key", "show_if_value"),
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

    def has_view_permission(self, request: HttpRequest, obj: QuestionSet | None = None) -> bool:
        """Who may see the version."""
        return request.user.has_perm("cases.view_questionset")

    def has_change_permission(self, request: HttpRequest, obj: QuestionSet | None = None) -> bool:
        """Who may change questions, in the current version."""
        return request.user.has_perm("cases.change_questionset") and (obj is None or obj.current)

    def has_add_permission(self, request: HttpRequest, obj: QuestionSet | None = None) -> bool:
        """As for changing."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: QuestionSet | None = None) -> bool:
        """As for changing: the next version leaves the question out, the earlier ones keep it."""
        return self.has_change_permission(request, obj)


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

    inlines = [QuestionInline]
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
        found: QuerySet[QuestionSet] = super().get_queryset(request)
        return found.annotate(**numbers)

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
