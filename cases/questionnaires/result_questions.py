"""What is asked after a result: the set-up's questions, or those that the product brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from cases.lib.setup_cache import shared
from cases.models import RequestType, ResultAnswer, ResultQuestion, Verdict
from cases.models.reference_data import in_reader_language

About = ResultQuestion.About
# A question with its answers: the words, what they count as, and whether they open the case again.
BROUGHT: dict[About, tuple[str, list[tuple[str, dict[str, Any]]]]] = {
    About.VERDICT: (
        gettext_noop("Is it fixed?"),
        [
            (gettext_noop("Yes, it is fixed"), {"verdict": Verdict.FIXED}),
            (gettext_noop("No, it is still there"), {"verdict": Verdict.STILL_THERE, "reopens": True}),
            (gettext_noop("I do not know"), {"verdict": Verdict.UNKNOWN}),
        ],
    ),
    About.RATING: (
        gettext_noop("How good was our work?"),
        [
            (gettext_noop("Very good"), {"rating": 5}),
            (gettext_noop("Good"), {"rating": 4}),
            (gettext_noop("Fair"), {"rating": 3}),
            (gettext_noop("Poor"), {"rating": 2}),
            (gettext_noop("Very poor"), {"rating": 1}),
        ],
    ),
}


@dataclass(frozen=True)
class Asked:
    """One question with the answers to choose from, each under the value that a form sends."""

    text_th: str
    text_en: str
    answers: dict[str, ResultAnswer]

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return in_reader_language(self.text_th, self.text_en)


# By what they are about: both, or the verdict alone where no rating is asked for.
Questions = dict[About, Asked]


def asked(request_type: RequestType) -> Questions:
    """What is asked after a result of the request type: its own question, else the municipality's, else the
    one that the product brings; one without answers is not asked. No statement while the set-up stays the
    same."""
    stored = shared("questions after the result", _stored)
    found = {}
    for about in About:
        own = stored.get((about, request_type.pk)) or stored.get((about, None))
        question = own or brought(about)
        if question.answers:
            found[about] = question
    return found


def brought(about: About) -> Asked:
    """The question that the product brings, in both languages."""
    question, answers = BROUGHT[about]
    found = [_answer(position, text, means) for position, (text, means) in enumerate(answers, start=1)]
    values = [str(one.rating or one.verdict) for one in found]
    return Asked(*_both(question), answers=dict(zip(values, found, strict=True)))


def check(question: ResultQuestion, answers: Sequence[ResultAnswer]) -> None:
    """Raise ValidationError where these cannot be the answers of the question."""
    problems = []
    if (question.about == About.VERDICT and len(answers) < 2) or len(answers) == 1:
        problems.append(_("Give at least two answers to choose from."))
    if question.about == About.VERDICT and not all(one.verdict for one in answers):
        problems.append(_("Say of each answer what the figures count it as."))
    if question.about == About.RATING and any(one.verdict for one in answers):
        problems.append(_("An answer about the work says nothing of whether it is fixed."))
    for words in ([one.text_th for one in answers], [one.text_en for one in answers]):
        if len(set(words)) < len(words):
            problems.append(_("Two of the answers are the same."))
    if problems:
        raise ValidationError(list(dict.fromkeys(problems)))


def every() -> "QuerySet[ResultQuestion]":
    """The questions of the set-up with their answers in order."""
    return ResultQuestion.objects.prefetch_related("answers")


def _stored() -> dict[tuple[str, int | None], Asked]:
    return {
        (one.about, one.request_type_id): Asked(
            one.text_th, one.text_en, {f"own-{answer.pk}": answer for answer in one.answers.all()}
        )
        for one in every()
    }


def _answer(position: int, text: str, means: dict[str, Any]) -> ResultAnswer:
    thai, english = _both(text)
    return ResultAnswer(position=position, text_th=thai, text_en=english, **means)


def _both(text: str) -> tuple[str, str]:
    """A text of the product in Thai and in English."""
    found = []
    for language in ("th", "en"):
        with override(language):
            found.append(_(text))
    return found[0], found[1]
