"""The form of an internal note: its words, and the people who are told of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.errors import Refused
from cases.fields.photos import Photos
from cases.fields.text import Paragraphs, needed
from cases.models import User
from workflows.forms.steps import LONGEST_TEXT, StepForm
from workflows.rights.catalogue import Verb
from workflows.steps import mentions


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People, with the user names by which a note names them."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and user name."""
        return f"{obj} (@{obj.username})"


class NoteForm(StepForm):
    """An internal note, with photos or papers."""

    takes_photos = takes_papers = True
    words = "text"
    text = Paragraphs(
        label=_("Internal note"),
        help_text=_("Only the staff can read this. Whoever is named as @username gets a letter."),
        max_length=LONGEST_TEXT,
        error_messages=needed(_("Write the note.")),
    )
    mentioned = PeopleField(
        User.objects.none(),
        label=_("Who gets a letter about this note"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    photos = Photos(
        label=_("Photos"),
        required=False,
        help_text=_("Up to 5 photos: JPEG, PNG or WebP, at most 10 MB each. Only the staff see them."),
    )

    def offer(self) -> None:
        """The people of the department, and those who had a part in the case."""
        others_here = mentions.proposed(self.case).exclude(pk=self.by.pk if self.by else 0)
        self.fields["mentioned"].queryset = others_here  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """A note whose names all belong to people who may read the case."""
        text: str = self.cleaned_data["text"]
        try:
            mentions.check(self.case, text)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        """What is wrong with the photos stands beside their field."""
        for problem in self.uploads.problems if self.uploads else []:
            self.add_error("photos", problem)
        return self.cleaned_data

    @property
    def arguments(self) -> dict[str, Any]:
        """Words, people and files."""
        return self.cleaned_data | {"photos": self.uploads.photos if self.uploads else []}


FORMS: dict[Verb, type[StepForm]] = {Verb.NOTE: NoteForm}
