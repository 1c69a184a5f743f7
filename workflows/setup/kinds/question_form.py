"""The form of one card: a question with its answers to choose from, and its conditions chosen from lists."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.admin.question_rows import QuestionFields, repeated
from cases.fields.text import Line
from cases.models import ConditionTest, Question, QuestionKind
from cases.models.case.questions import STOP_WHOLE
from cases.questionnaires.choice_types import YesOrNo
from cases.questionnaires.fields import NumberAnswer
from cases.questionnaires.types import TYPES, in_digits, type_named, type_of
from cases.text.numbers import whole_number

# So many lines for answers at least, so many empty ones behind those that are filled in, and at most.
LINES, MORE, MOST = 4, 3, 60
LONGEST = 200
COUNT = "answers"
# How a condition is sent: the short name, how it is compared, and the answer.
TESTS = {"=": ConditionTest.IS, "!": ConditionTest.IS_NOT, ">": ConditionTest.MORE}
ASKED = re.compile(r"([\w-]+)([=!>])(.*)", re.ASCII | re.DOTALL)
STOP = ("stop_th", "stop_en", "stop_phone")


class QuestionCard(QuestionFields):
    """A question whose short name the program knows. `earlier` are those whose answers it may wait for; with
    `judged` off the form shows what was typed, and says nothing of it."""

    use_required_attribute = False
    about_choices = "choice_1_th"

    asked = forms.ChoiceField(
        label=gettext_lazy("Ask it only if"),
        required=False,
        help_text=gettext_lazy("Questions above this one that have answers to choose from, or a number."),
    )
    more_than = NumberAnswer(label=gettext_lazy("More than"), required=False)
    ends = forms.ChoiceField(
        label=gettext_lazy("The form ends where the answer is"),
        required=False,
        help_text=gettext_lazy("Who gives it calls somebody instead; the counter is warned."),
    )

    def __init__(
        self, typed: Any = None, *, question: Question, earlier: Sequence[Question] = (), judged: bool = True
    ) -> None:
        shown = typed if typed is not None and not judged else None
        super().__init__(typed if judged else None, instance=question, label_suffix="", auto_id="question_%s")
        self.lines = self._number_of_lines(typed, more=shown is not None)
        for number in range(1, self.lines + 1):
            self._add_line(number)
        self._offer(earlier)
        if shown is not None:
            for name, field in self.fields.items():
                self.initial[name] = field.widget.value_from_datadict(shown, {}, name)

    @property
    def rows(self) -> Iterator[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The lines of the answers: number, Thai, English, and what the Thai words were."""
        for number in range(1, self.lines + 1):
            thai, english, was = (self[f"choice_{number}_{name}"] for name in ("th", "en", "was"))
            yield number, thai, english, was

    @property
    def renamed(self) -> dict[str, str]:
        """The Thai words of answers that were written anew: as they were, and as they are."""
        data = self.cleaned_data
        pairs = [
            (data[f"choice_{number}_was"], data[f"choice_{number}_th"]) for number in range(1, self.lines + 1)
        ]
        return {was: now for was, now in pairs if was and now and was != now}

    def clean(self) -> dict[str, Any]:
        """The condition and the answer that ends the form are those of the lists."""
        data = super().clean()
        question = self.instance
        self._wait_for(data)
        # Not yet the question's own: that is written last.
        kind = TYPES.get(data.get("kind", ""))
        known = dict(kind(question).options) if kind else {}
        if not known:
            self._empty(data, "ends", *STOP)
            data |= dict.fromkeys(STOP, "")
        question.stop_value = self._ending(data, known)
        missing = [name for name in ("ends", *STOP) if not data.get(name) and name not in self.errors]
        if any(data.get(name) for name in ("ends", *STOP)):
            for name in missing:
                self.add_error(name, STOP_WHOLE)
        return data

    def given_choices(self, data: dict[str, Any]) -> list[dict[str, str]]:
        """The lines that are filled in; what is wrong with one is said beside it."""
        if not type_named(data.get("kind")).has_choices:
            for number in range(1, self.lines + 1):
                self.errors.pop(f"choice_{number}_th", None)
                self.errors.pop(f"choice_{number}_en", None)
            return []
        filled = [
            (
                number,
                {"th": data.get(f"choice_{number}_th") or "", "en": data.get(f"choice_{number}_en") or ""},
            )
            for number in range(1, self.lines + 1)
        ]
        filled = [(number, words) for number, words in filled if any(words.values())]
        for number, words in filled:
            if not words["th"] and f"choice_{number}_th" not in self.errors:
                self.add_error(f"choice_{number}_th", _("Write the answer in Thai too."))
        for place in repeated([words for _number, words in filled if words["th"]]):
            number = [number for number, words in filled if words["th"]][place]
            self.add_error(f"choice_{number}_th", _("Two of the answers are the same."))
        return [words for _number, words in filled]

    def _wait_for(self, data: dict[str, Any]) -> None:
        """Let the question have the condition that was chosen."""
        chosen, question = ASKED.fullmatch(data.get("asked") or ""), self.instance
        question.show_if_key, sign, value = chosen.groups() if chosen else ("", "", "")
        question.show_if_test = TESTS.get(sign, ConditionTest.IS)
        if question.show_if_test == ConditionTest.MORE:
            value = in_digits(data["more_than"]) if data.get("more_than") is not None else ""
            if not value and "more_than" not in self.errors:
                self.add_error("more_than", _("Give a number to compare with."))
        else:
            self.errors.pop("more_than", None)
        question.show_if_value = value

    def _ending(self, data: dict[str, Any], known: dict[str, str]) -> str:
        """The value of the answer that ends the form."""
        ends = data.get("ends") or ""
        value = str(data.get(f"choice_{ends}_th") or "") if ends.isdecimal() else ends
        if ends and value not in known:
            self.add_error("ends", _("The answer that ends the form is not one of this question."))
        return value

    def _number_of_lines(self, typed: Any, *, more: bool) -> int:
        if typed is None:
            return min(max(LINES, len(self.instance.choices) + MORE), MOST)
        sent = whole_number(typed.get(COUNT, "")) or LINES
        return min(max(LINES, sent + (LINES if more else 0)), MOST)

    def _add_line(self, number: int) -> None:
        choices = self.instance.choices
        words = choices[number - 1] if number <= len(choices) else {"th": "", "en": ""}
        labels = {"th": _("Answer %(number)s in Thai"), "en": _("Answer %(number)s in English")}
        for name, label in labels.items():
            self.fields[f"choice_{number}_{name}"] = Line(
                label=label % {"number": number}, required=False, max_length=LONGEST, initial=words[name]
            )
        self.fields[f"choice_{number}_was"] = Line(
            label="", required=False, max_length=LONGEST, initial=words["th"], widget=forms.HiddenInput
        )

    def _offer(self, earlier: Sequence[Question]) -> None:
        """The lists: answers of earlier questions, and those of this one. A condition that does not fit any
        more stays until somebody chooses another."""
        question, asked, ends = self.instance, self.fields["asked"], self.fields["ends"]
        groups = [(one.text, answers) for one in earlier if (answers := list(_answers(one)))]
        asked.initial = _chosen(question)
        if question.show_if_test == ConditionTest.MORE:
            self.fields["more_than"].initial = question.show_if_value
        offered = {value for _text, answers in groups for value, _words in answers}
        gone = [(asked.initial, _("what it waited for is not asked any more"))]
        extra = gone if asked.initial and asked.initial not in offered else []
        asked.choices = [("", _("It is always asked")), *extra, *groups]  # type: ignore[attr-defined]
        words = {place: one["th"] for place, one in enumerate(question.choices, start=1)}
        lines = [(str(number), _line(number, words.get(number, ""))) for number in range(1, self.lines + 1)]
        yes_or_no = YesOrNo(question).options
        ends.choices = [("", _("It ends with no answer")), *yes_or_no, *lines]  # type: ignore[attr-defined]
        places = {thai: str(place) for place, thai in words.items()}
        ends.initial = places.get(question.stop_value, question.stop_value)


def _answers(question: Question) -> Iterator[tuple[str, str]]:
    """What another question may wait for, as the list sends it and in words."""
    options = type_of(question).options
    for value, label in options:
        yield f"{question.key}={value}", f"{question.text}: {label}"
    for value, label in options:
        words = {"question": question.text, "answer": label}
        yield f"{question.key}!{value}", _("%(question)s: not “%(answer)s”") % words
    if question.kind == QuestionKind.NUMBER:
        yield f"{question.key}>", _("%(question)s: more than …") % {"question": question.text}


def _chosen(question: Question) -> str:
    """The condition of a question as the list sends it; empty for none."""
    if not question.show_if_key:
        return ""
    sign = next(sign for sign, test in TESTS.items() if test == question.show_if_test)
    value = "" if question.show_if_test == ConditionTest.MORE else question.show_if_value
    return f"{question.show_if_key}{sign}{value}"


def _line(number: int, words: str) -> str:
    name = _("Answer %(number)s") % {"number": number}
    return f"{name}: {words}" if words else name
