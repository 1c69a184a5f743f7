"""A report as GeoReport sends it, judged by the fields of the pages and by the questions of its kind."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.dates import PARTS
from cases.fields.text import Degrees, EmailAddress, Line, Paragraphs, Telephone
from cases.forms.questions import QuestionForm
from cases.models import PersonFields, Question, QuestionKind, RequestType
from cases.open311 import arguments, services
from cases.open311.refusals import BAD, Refusal
from cases.questionnaires.versions import to_ask

ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,60})\](\[\])?")
LONGEST_DETAILS, LONGEST_PLACE = 4000, 300
# How GeoReport calls what the form calls otherwise.
NAMES = {"details": "description", "place": "address_string", "latitude": "lat", "longitude": "long"}
PERSON = ("first_name", "last_name", "email", "phone")


class ReportForm(QuestionForm):
    """What a report says, by the names of the case's columns."""

    details = Paragraphs(max_length=LONGEST_DETAILS, required=False)
    place = Line(max_length=LONGEST_PLACE, required=False)
    latitude = Degrees(limit=90, required=False)
    longitude = Degrees(limit=180, required=False)
    first_name = Line(max_length=100, required=False)
    last_name = Line(max_length=100, required=False)
    email = EmailAddress(required=False)
    phone = Telephone(required=False)

    def __init__(self, data: QueryDict, request_type: RequestType) -> None:
        super().__init__(data)
        self.request_type = request_type
        self.ask(to_ask(request_type))
        for question in self.questions:
            # Photos come with the report itself.
            if question.kind not in services.DATATYPES:
                self.fields[question.field_name].required = False

    @property
    def columns(self) -> dict[str, Any]:
        """What is stored of a valid report. Without a description the name of the service stands for one;
        without a way to answer it is a report without a name, where the request type takes such."""
        said = {name: self.cleaned_data[name] for name in ReportForm.base_fields}
        said["details"] = said["details"] or self.request_type.name
        if self.unnamed:
            said |= {"first_name": "", "last_name": "", "unnamed": True}
        return said

    @property
    def unnamed(self) -> bool:
        """Whether the request type lets the report go without the person."""
        return self.request_type.allows_unnamed and not self._can_be_answered()

    def clean(self) -> dict[str, Any]:
        """A place, by degrees or in words, and what the request type needs of the person."""
        data = super().clean()
        self._check_place(data)
        if not {*PERSON} & self.errors.keys() and not self.unnamed:
            self._check_person(data)
        return data

    def _check_place(self, data: dict[str, Any]) -> None:
        if {"latitude", "longitude", "place"} & self.errors.keys():
            return
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if (latitude is None) != (longitude is None):
            self.add_error("latitude", _("Latitude and longitude go together."))
        elif latitude is None and not data.get("place"):
            self.add_error("latitude", NO_PLACE)

    def _check_person(self, data: dict[str, Any]) -> None:
        if self.request_type.person_fields != PersonFields.CONTACT:
            for name in ("first_name", "last_name"):
                if not data.get(name):
                    self.add_error(name, _("This kind of request needs the name."))
        if not self._can_be_answered():
            self.add_error("email", _("Enter your telephone number or your e-mail address."))

    def _can_be_answered(self) -> bool:
        return bool(self.cleaned_data.get("email") or self.cleaned_data.get("phone"))


NO_PLACE = gettext_lazy(
    "Say where it is: lat and long, or address_string. No addresses are known by an address_id here."
)


def judged(post: QueryDict, request_type: RequestType) -> ReportForm:
    """Return the form of a report, found valid. Raises Refusal with everything that is wrong."""
    problems: list[str] = []
    form = ReportForm(_typed(post, request_type, problems), request_type)
    problems += _problems(form)
    if problems:
        raise Refusal(BAD, problems)
    return form


def _typed(post: QueryDict, request_type: RequestType, problems: list[str]) -> QueryDict:
    """What was sent, under the names of the form's fields."""
    typed = QueryDict(mutable=True)
    for name in ReportForm.base_fields:
        typed[name] = str(post.get(NAMES.get(name, name)) or "")
    known = {one.key: one for one in services.questions(request_type)}
    for name, sent in post.lists():
        if not (found := ATTRIBUTE.fullmatch(name)) or not (values := [one for one in sent if one]):
            continue
        question = known.get(found[1])
        if question is not None:
            _take(typed, question, values, problems)
        elif found[1] != services.ABOUT_PERSON:
            words = _("%(name)s: this service does not ask for it.")
            problems.append(words % {"name": name[:80]})
    return typed


def _take(typed: QueryDict, question: Question, values: list[str], problems: list[str]) -> None:
    name, kind = question.field_name, question.kind
    if kind == QuestionKind.DATE:
        try:
            day = arguments.moment({_sent(question): values[-1]}, _sent(question))
        except Refusal as wrong:
            problems += wrong.words
            return
        if day is not None:
            for part in PARTS:
                typed[f"{name}_{part}"] = str(getattr(day, part))
    elif kind == QuestionKind.CHECK and values[-1] != services.TICKED:
        problems.append(_("%(name)s: it is “true”, or left out.") % {"name": _sent(question)})
    elif kind == QuestionKind.SEVERAL:
        typed.setlist(name, [*typed.getlist(name), *values])
    else:
        typed[name] = values[-1]


def _problems(form: ReportForm) -> Iterator[str]:
    by_field = {question.field_name: _sent(question) for question in form.questions}
    for name, words in form.errors.items():
        sent = by_field.get(name) or NAMES.get(name, name)
        yield from (f"{sent}: {one}" for one in words)


def _sent(question: Question) -> str:
    return f"attribute[{question.key}]"
