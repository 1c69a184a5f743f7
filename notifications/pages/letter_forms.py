"""The form of a letter's words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.fields.text import Line, Paragraphs, UserId, needed
from cases.models import Case, User
from notifications.letters.custom_texts import check_words
from notifications.models import Letter
from notifications.models.letter_texts import Words


class WordsForm(forms.Form):
    """Subject and body, and the number of a case on which they are looked at. Placeholders are judged."""

    use_required_attribute = False

    subject = Line(label=_("Subject"), max_length=200, error_messages=needed(_("Write a subject.")))
    body = Paragraphs(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages=needed(_("Write the text.")),
    )
    number = UserId(
        label=_("Case number"),
        required=False,
        help_text=_("The letter is shown about this case; without a number, about one that is made up."),
    )

    def __init__(self, data: Any = None, *, letter: Letter, user: User, initial: Words) -> None:
        super().__init__(data, label_suffix="", initial=initial._asdict())
        self.letter, self.user = letter, user
        self.case: Case | None = None

    @property
    def words(self) -> Words:
        """What was typed, once it is valid."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["body"])

    def clean_number(self) -> str:
        """A case that this person may read; others do not exist."""
        number: str = self.cleaned_data["number"]
        if number:
            cases = Case.objects.visible_to(self.user).select_related("request_type__agency", "department")
            self.case = cases.filter(number=number).first()
            if self.case is None:
                raise forms.ValidationError(_("There is no case with this number that you may read."))
        return number

    def clean(self) -> dict[str, Any]:
        """Every placeholder is known, and those that are needed are there."""
        if "subject" in self.cleaned_data and "body" in self.cleaned_data:
            for name, error in check_words(self.letter, self.words).items():
                self.add_error(name, error)
        return self.cleaned_data
