"""What the citizen thinks of the result: the set-up's questions, and in words."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.fields.photos import Photos
from cases.fields.text import Paragraphs, needed
from cases.forms.tracking import ReplyForm
from cases.models import AnswerWords, Feedback, ResultAnswer, ResultQuestion, Verdict
from cases.questionnaires.result_questions import Questions

About = ResultQuestion.About


class FeedbackForm(ReplyForm):
    """The verdict on a result. What opens the case again has to be explained; all else may be left out."""

    verdict = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={
            **needed(_("Tell us whether it is fixed.")),
            "invalid_choice": _("Choose one of the answers of the list."),
        },
    )
    rating = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers of the list.")},
    )
    text = Paragraphs(
        label=_("In your words"),
        help_text=_("If it is still there, tell us what is left."),
        max_length=1000,
        required=False,
    )
    photos = Photos(
        label=_("Photos"), help_text=_("Up to 5 pictures, for example of what is left."), required=False
    )
    field_order = ("verdict", "rating", "text", "photos")

    def __init__(self, *args: Any, questions: Questions, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for about in About:
            field: Any = self.fields[about]
            if about in questions:
                field.label = questions[about].text
                field.choices = [(value, _label(one)) for value, one in questions[about].answers.items()]
            else:
                del self.fields[about]
        if About.RATING in questions:
            rating: Any = self.fields[About.RATING]
            rating.choices = [*rating.choices, ("", _("I do not want to rate it"))]

    def clean(self) -> dict[str, Any]:
        """Whoever takes it up again has to know what is left."""
        data = super().clean()
        verdict = self.chosen(About.VERDICT)
        if verdict and verdict.reopens and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Tell us what is left."))
        return data

    def chosen(self, about: ResultQuestion.About) -> ResultAnswer | None:
        """The answer to one of the questions; None where there is none."""
        value = self.cleaned_data.get(about) or ""
        return self.questions[about].answers.get(value) if about in self.questions else None

    @property
    def reopens(self) -> bool:
        """Whether the case is to be opened again."""
        verdict = self.chosen(About.VERDICT)
        return verdict is not None and verdict.reopens

    @property
    def alerts_head(self) -> bool:
        """Whether the head is to hear of an answer."""
        chosen = [self.chosen(about) for about in About]
        return any(one.alerts_head for one in chosen if one)

    @property
    def verdict_value(self) -> Feedback.Verdict:
        """What the figures count the answer as."""
        verdict = self.chosen(About.VERDICT)
        assert verdict is not None
        return Verdict(verdict.verdict)

    @property
    def rating_value(self) -> int | None:
        """The stars; None where no answer with stars was chosen."""
        rating = self.chosen(About.RATING)
        return rating.rating if rating else None

    @property
    def answer_words(self) -> AnswerWords:
        """The answers in the words in which they were offered."""
        verdict, rating = self.chosen(About.VERDICT), self.chosen(About.RATING)
        return AnswerWords(
            verdict_th=verdict.text_th if verdict else "",
            verdict_en=verdict.text_en if verdict else "",
            rating_th=rating.text_th if rating else "",
            rating_en=rating.text_en if rating else "",
        )


def _label(answer: ResultAnswer) -> object:
    """An answer's words; of a rating behind stars, which are for the eyes."""
    if not answer.rating:
        return str(answer)
    stars = "★" * answer.rating + "☆" * (5 - answer.rating)
    return format_html('<span><span aria-hidden="true">{}</span> {}</span>', stars, str(answer))
