"""What the citizen thinks of the result: is it fixed, how good was the work, and in words."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.fields.photos import Photos
from cases.fields.text import Paragraphs, needed
from cases.forms.tracking import ReplyForm
from cases.models import Feedback

Verdict = Feedback.Verdict
STARS = {5: _("Very good"), 4: _("Good"), 3: _("Fair"), 2: _("Poor"), 1: _("Very poor")}


def ratings() -> list[tuple[object, object]]:
    """A radio button for each rating, stars for the eyes and words for everybody; and one for none."""
    rated: list[tuple[object, object]] = [
        (
            number,
            format_html(
                '<span><span aria-hidden="true">{}</span> {}</span>', "★" * number + "☆" * (5 - number), words
            ),
        )
        for number, words in STARS.items()
    ]
    return [*rated, ("", _("I do not want to rate it"))]


class FeedbackForm(ReplyForm):
    """The verdict on a result. That it is still there has to be explained; all else may be left out."""

    verdict = forms.ChoiceField(
        label=_("Is it fixed?"),
        choices=[
            (Verdict.FIXED, _("Yes, it is fixed")),
            (Verdict.STILL_THERE, _("No, it is still there")),
            (Verdict.UNKNOWN, _("I do not know")),
        ],
        widget=forms.RadioSelect,
        error_messages=needed(_("Tell us whether it is fixed.")),
    )
    rating = forms.TypedChoiceField(
        label=_("How good was our work?"),
        choices=ratings,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
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

    def clean(self) -> dict[str, Any]:
        """Whoever takes it up again has to know what is left."""
        data = super().clean()
        if data.get("verdict") == Verdict.STILL_THERE and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Tell us what is left."))
        return data
