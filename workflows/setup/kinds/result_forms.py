"""The forms of a question after a result: its words, and its answers with what follows from each."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.fields.text import Line
from cases.models import RequestType, ResultAnswer, ResultQuestion
from cases.questionnaires import result_questions
from cases.questionnaires.result_questions import About
from workflows.setup.routing_forms import ByCategory

PREFIX = "answers"
VALUES = ("text_th", "text_en", "verdict", "rating", "reopens", "alerts_head")
LAST = 10_000
STARS = [(number, str(number)) for number in range(5, 0, -1)]


class ForAllFirst(ByCategory):
    """The empty choice, and then the request types under their categories."""

    def __iter__(self) -> Iterator[Any]:
        """As a ModelChoiceField offers them."""
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from super().__iter__()


class KindOrAll(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One request type, or all of them."""

    iterator = ForAllFirst


class QuestionWords(forms.ModelForm):  # type: ignore[type-arg]
    """The question, and of which request type it is; that is chosen once, since the answers belong to it."""

    use_required_attribute = False

    request_type = KindOrAll(
        RequestType.objects.none(),
        label=gettext_lazy("Kind of request"),
        required=False,
        empty_label=gettext_lazy("Every kind that has no question of its own"),
    )

    class Meta:
        model = ResultQuestion
        fields = ["request_type", "text_th", "text_en"]
        field_classes = {"text_th": Line, "text_en": Line}

    def __init__(self, typed: Any = None, *, instance: ResultQuestion) -> None:
        super().__init__(typed, instance=instance, label_suffix="")
        if instance.pk:
            del self.fields["request_type"]
            return
        asked = ResultQuestion.objects.filter(about=instance.about)
        own = asked.filter(request_type__isnull=False).values("request_type")
        offered: Any = self.fields["request_type"]
        offered.queryset = RequestType.objects.filter(active=True).exclude(pk__in=own)
        if asked.filter(request_type=None).exists():
            offered.required, offered.empty_label = True, "–"

    def _get_validation_exclusions(self) -> set[str]:
        """What it is about comes from the page, and is judged too."""
        return super()._get_validation_exclusions() - {"about", "request_type"}  # type: ignore[misc, no-any-return]


class AnswerLine(forms.ModelForm):  # type: ignore[type-arg]
    """One answer. `answer` says which of the stored ones it was."""

    use_required_attribute = False

    order = forms.IntegerField(
        label=gettext_lazy("Order"), required=False, min_value=1, max_value=LAST, widget=forms.NumberInput
    )
    answer = forms.IntegerField(label="", required=False, widget=forms.HiddenInput)
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Stars"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("None")), *STARS],
    )

    class Meta:
        model = ResultAnswer
        fields = VALUES
        field_classes = {"text_th": Line, "text_en": Line}

    def __init__(self, *args: Any, about: str, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        del self.fields["rating" if about == About.VERDICT else "verdict"]

    def has_changed(self) -> bool:
        """A line without words does not count, whatever stood there."""
        return any(str(self[name].data or "").strip() for name in ("text_th", "text_en"))


class AnswerLines(forms.BaseFormSet):  # type: ignore[type-arg]
    """The answers of one question, judged together."""

    question: ResultQuestion

    def clean(self) -> None:
        """Refuse answers that cannot be those of the question."""
        if not any(self.errors):
            result_questions.check(self.question, [row.instance for row in self.staying()])

    def staying(self) -> list[Any]:
        """The lines that stay, by the numbers given; one without a number comes last."""
        rows: list[Any] = self.forms
        kept = [row for row in rows if row.cleaned_data and not row.cleaned_data.get("DELETE")]
        return sorted(kept, key=lambda row: row.cleaned_data.get("order") or LAST)

    def save(self) -> None:
        """Let the question have these answers. Those that stay are changed in their place: a page that was
        open names them by their keys."""
        rows = self.staying()
        stored: dict[int, ResultAnswer] = {one.pk: one for one in self.question.answers.all()}
        answers = [stored.pop(row.cleaned_data.get("answer") or 0, ResultAnswer()) for row in rows]
        for gone in stored.values():
            gone.delete()
        for row, answer, position in zip(rows, answers, _positions(answers), strict=True):
            values = {name: row.cleaned_data[name] for name in row.fields.keys() & set(VALUES)}
            values |= {"position": position, "question": self.question}
            if answer.pk is None or any(getattr(answer, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(answer, name, value)
                answer.save()


def _positions(answers: Sequence[ResultAnswer]) -> list[int]:
    """Where the answers stand, in this order: those that are stored keep their places where they can. No
    two of them may meet on the way, so they change places by turns above and below the old ones."""
    taken = [one.position for one in answers if one.pk]
    last, new = max(taken, default=0), len(answers) - len(taken)
    if taken == sorted(taken) and all(one.pk for one in answers[: len(taken)]):
        return [*taken, *range(last + 1, last + 1 + new)]
    start = 1 if min(taken) > len(answers) else last + 1
    return list(range(start, start + len(answers)))


Lines = forms.formset_factory(AnswerLine, formset=AnswerLines, extra=2, can_delete=True)


def answer_lines(typed: Any, question: ResultQuestion, proposed: Sequence[ResultAnswer]) -> AnswerLines:
    """The lines with the stored answers of a question, or with those proposed for a new one."""
    answers = list(question.answers.all()) if question.pk else list(proposed)
    initial = [
        {"answer": one.pk, "order": place, **{name: getattr(one, name) for name in VALUES}}
        for place, one in enumerate(answers, start=1)
    ]
    options = {"about": question.about, "empty_permitted": True}
    found: Any = Lines(typed, prefix=PREFIX, initial=initial, form_kwargs=options)
    found.question = question
    return found  # type: ignore[no-any-return]
