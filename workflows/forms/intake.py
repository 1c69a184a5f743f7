"""The clerk's form: the citizen's own pages on one, and how the request came in."""

import copy
import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from cases.fields.text import Line, needed
from cases.forms.pages import WHAT, WHERE, YOU, Pages, columns
from cases.forms.person import PersonForm, YouForm
from cases.forms.questions import cleaned_answers
from cases.forms.request import WhatForm
from cases.intake.filing import Filing
from cases.models import Channel, Draft, RequestType, User
from cases.open311 import partners
from cases.questionnaires.fields import PhotoAnswer

# The citizen's own channel: nobody comes to the counter through it.
WEB, PHONE = "web", "phone"
# What comes by these nobody writes down.
BY_ITSELF = (WEB, partners.CHANNEL)
# Sent once the clerk has read that an answer asks for a call instead.
WARNED = "warned"
CHOOSE = {
    **needed(_("Choose how it came in.")),
    "invalid_choice": _("This channel is not on offer any more. Please choose another one."),
}


# Nobody has to fill these in, and every caller is asked for them.
FIRST = ("phone", "place")
# The clerk is asked in the clerk's words: the label of a field, and what is said where it is empty.
WORDS = {
    "details": (_("What does the caller say?"), _("Write down what the caller says.")),
    "first_name": (_("First name"), _("Ask for the caller's first name.")),
    "last_name": (_("Last name"), _("Ask for the last name; a hyphen (-) where there is only one name.")),
    "national_id": (
        _("National ID or passport number"),
        _("Ask for the national ID or the passport number."),
    ),
    "unnamed": (_("The caller gives no name"), ""),
    "hide_identity": (_("Keep the caller's name from the officers who handle the case"), ""),
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

    @staticmethod
    def usual() -> int | None:
        """The telephone, where that is a channel: what stands there before anything was filed."""
        phone: Channel | None = Channel.objects.filter(active=True, code=PHONE).first()
        return phone.pk if phone else None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = Channel.objects.filter(active=True).exclude(code__in=BY_ITSELF)
        self.fields["channel"].queryset = offered  # type: ignore[attr-defined]


class Intake:
    """One request that a clerk writes down: the forms of the citizen's pages, judged or not yet."""

    def __init__(
        self,
        request: HttpRequest,
        request_type: RequestType,
        token: uuid.UUID,
        *,
        typed: QueryDict | None = None,
        channel: int | None = None,
    ) -> None:
        self.request, self.request_type, self.token = request, request_type, token
        self.typed, self.usual_channel = request.POST if typed is None else typed, channel
        # Never stored: it carries the request type and the token to the pages' forms.
        self.pages = Pages(request, Draft(token=token, request_type=_at_the_counter(request_type)))
        self.channel = ChannelForm()

    def fill(self, *, judged: bool) -> None:
        """Make the forms with what was typed; they are judged when asked whether they are valid."""
        typed = self.typed
        take = self.pages.filled if judged else self.pages.unjudged
        what, self.where, you = (take(page, typed) for page in (WHAT, WHERE, YOU))
        assert isinstance(what, WhatForm)
        assert isinstance(you, YouForm)
        self.what, self.you = what, you
        # Whoever is on the telephone is told; the clerk decides whether it is written down all the same.
        what.stops = WARNED not in typed
        channel = {"channel": self.usual_channel or ChannelForm.usual()}
        self.channel = ChannelForm(typed) if judged else ChannelForm(initial=channel | typed.dict())
        for field in what.fields.values():
            if isinstance(field, PhotoAnswer):
                field.required = field.widget.is_required = False
        for form in self.sections:
            form.label_suffix = ""
            for name, (label, missing) in WORDS.items():
                if field := form.fields.get(name):
                    field.label, field.help_text = label, ""
                    field.error_messages["required"] = missing

    def point_at_next(self) -> None:
        """Let the hand stand in the first field that has to be filled in and is not."""
        asked = (self.you["phone"], *self.person, *self.what, self.where["place"], *self.channel)
        for field in asked:
            if (field.field.required or field.name in FIRST) and not field.value():
                field.field.widget.attrs["autofocus"] = True
                return

    def take_photos(self) -> None:
        """Keep the photos that came with the form. Call it outside a transaction."""
        self.pages.take(WHAT)

    @property
    def sections(self) -> tuple[Any, ...]:
        """All forms, in the order of the page."""
        return self.you, self.what, self.channel, self.where

    @property
    def person(self) -> list[forms.BoundField]:
        """What the request type needs of the caller, without the telephone number, which comes first, and the
        address."""
        return [field for field in self._person() if self._is_needed(field)]

    @property
    def more(self) -> list[forms.BoundField]:
        """What a caller may tell besides."""
        return [field for field in self._person() if not self._is_needed(field)]

    @property
    def more_is_told(self) -> bool:
        """Whether something of that, or of an address that is not needed, is filled in or wrong."""
        told = any(field.errors or field.value() for field in self.more if not field.is_hidden)
        return told or (not self.you.needs_all and self.you.says_more)

    def _person(self) -> list[forms.BoundField]:
        names = [name for name in PersonForm.base_fields if name in self.you.fields and name != "phone"]
        return [self.you[name] for name in names]

    def _is_needed(self, field: forms.BoundField) -> bool:
        return field.field.required or field.name == "unnamed" or self.you.needs_all

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
