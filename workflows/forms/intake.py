"""The clerk's form: the citizen's own pages on one, and how the request came in."""

import copy
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.fields.text import Line, needed
from cases.forms.pages import WHAT, WHERE, YOU, Pages, columns
from cases.forms.person import PersonForm
from cases.forms.questions import cleaned_answers
from cases.forms.request import WhatForm
from cases.intake.filing import Filing
from cases.models import Channel, Draft, RequestType, User
from cases.questionnaires.fields import PhotoAnswer

# The citizen's own channel: nobody comes to the counter through it.
WEB = "web"
# Sent once the clerk has read that an answer asks for a call instead.
WARNED = "warned"
CHOOSE = {
    **needed(_("Choose how it came in.")),
    "invalid_choice": _("This channel is not on offer any more. Please choose another one."),
}


class ChannelForm(forms.Form):
    """How it came in, the number it has there, and the language of the letters."""

    use_required_attribute = False

    channel = forms.ModelChoiceField(
        Channel.objects.none(), label=_("Channel"), empty_label=_("Choose…"), error_messages=CHOOSE
    )
    channel_reference = Line(
        label=_("Number in that channel"),
        help_text=_("For example the number of Traffy Fondue, or of the incoming letter."),
        max_length=60,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the letters and the slip"), choices=User.Language.choices, initial="th"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = Channel.objects.filter(active=True).exclude(code=WEB)
        self.fields["channel"].queryset = offered  # type: ignore[attr-defined]


class Intake:
    """One request that a clerk writes down: the forms of the citizen's pages, judged or not yet."""

    def __init__(self, request: HttpRequest, request_type: RequestType, token: uuid.UUID) -> None:
        self.request, self.request_type, self.token = request, request_type, token
        # Never stored: it carries the request type and the token to the pages' forms.
        self.pages = Pages(request, Draft(token=token, request_type=_at_the_counter(request_type)))
        self.channel = ChannelForm()

    def fill(self, *, judged: bool) -> None:
        """Make the forms with what was typed; they are judged when asked whether they are valid."""
        typed = self.request.POST
        take = self.pages.filled if judged else self.pages.unjudged
        what, self.where, self.you = (take(page, typed) for page in (WHAT, WHERE, YOU))
        assert isinstance(what, WhatForm)
        self.what = what
        # Whoever is on the telephone is told; the clerk decides whether it is written down all the same.
        what.stops = WARNED not in typed
        self.channel = ChannelForm(typed) if judged else ChannelForm(initial=typed.dict())
        for field in what.fields.values():
            if isinstance(field, PhotoAnswer):
                field.required = field.widget.is_required = False
        for form in self.sections:
            form.label_suffix = ""

    def take_photos(self) -> None:
        """Keep the photos that came with the form. Call it outside a transaction."""
        self.pages.take(WHAT)

    @property
    def sections(self) -> tuple[Any, ...]:
        """All forms, in the order of the page."""
        return self.you, self.what, self.channel, self.where

    @property
    def person(self) -> list[forms.BoundField]:
        """Who asks, without the telephone number, which comes first, and the address."""
        names = [name for name in PersonForm.base_fields if name in self.you.fields and name != "phone"]
        return [self.you[name] for name in names]

    def is_valid(self) -> bool:
        """Whether every form is; all are judged, so that all errors stand on the page."""
        judged = [form.is_valid() for form in self.sections]
        return all(judged)

    def errors(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Every field with what is wrong with it."""
        for form in self.sections:
            for field in form:
                yield from ((field, error) for error in field.errors)

    def filing(self) -> Filing:
        """What is stored of a valid form."""
        chosen, judged = self.channel.cleaned_data, {WHAT: self.what, WHERE: self.where, YOU: self.you}
        return Filing(
            form_token=self.token,
            request_type=self.request_type,
            subdistrict=self.you.cleaned_data["subdistrict"],
            fields={**columns(judged), "channel_reference": chosen["channel_reference"]},
            channel=chosen["channel"].code,
            language=chosen["language"],
            photos=self.pages.uploads.photos,
            question_set=self.what.asked,
            answers=cleaned_answers(self.what),
        )


def _at_the_counter(request_type: RequestType) -> RequestType:
    """The request type as it is asked of a caller, who cannot send a photo."""
    asked = copy.copy(request_type)
    asked.needs_photo = False
    return asked
