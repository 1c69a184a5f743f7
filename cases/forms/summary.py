"""What was typed, in rows to be checked: question, answer, and where to change it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.forms.pages import WHAT, WHERE, YOU
from cases.forms.questions import cleaned_answers
from cases.intake import postal_address
from cases.models import Attachment, Case, NoPhoto, Urgency
from cases.text import telephones


@dataclass(frozen=True)
class Row:
    """One question with its answer; `field` is the input on its page that changes it."""

    field: str
    label: Any
    text: str = ""
    photos: Sequence[Attachment] = ()


def rows(judged: Mapping[str, Any]) -> list[tuple[Any, list[Row]]]:
    """The valid form of each page with its rows."""
    return [(judged[page], list(ROWS[page](judged[page]))) for page in ROWS]


def _what(form: Any) -> Iterator[Row]:
    data = form.cleaned_data
    yield Row("id_details", form["details"].label, data["details"])
    answers = {one.question.key: one for one in cleaned_answers(form)}
    for question in form.questions:
        answer = answers.get(question.key)
        if answer or not question.show_if_key:
            photos = [answer.attachment] if answer and answer.attachment else []
            text = "" if photos or not answer else answer.text
            yield Row(f"id_{question.field_name}_field", question.text, text, photos)
    yield Row("id_urgency", form["urgency"].label, str(Urgency(data["urgency"]).label))
    if data.get("no_photo"):
        yield Row("id_no_photo", form["no_photo"].label, str(NoPhoto(data["no_photo"]).label))
    else:
        yield Row("id_photos", form["photos"].label, photos=form.uploads.photos)


def _where(form: Any) -> Iterator[Row]:
    data = form.cleaned_data
    if "asset" in form.fields:
        yield Row("id_asset", form["asset"].label, data["asset"].number if data["asset"] else "")
    yield Row("id_place", form["place"].label, data["place"])
    pair = [data["latitude"], data["longitude"]]
    yield Row("id_latitude", _("Latitude and longitude"), "" if None in pair else ", ".join(map(str, pair)))
    if "area" in form.fields:
        area = data["area"]
        yield Row("id_area", form["area"].label, area.name if area else "")


def _you(form: Any) -> Iterator[Row]:
    data = form.cleaned_data
    unnamed = data["unnamed"]
    first = "unnamed" if unnamed else form.first_of_name
    yield Row(f"id_{first}", _("Name"), _applicant(data).applicant_name)
    for name in ("national_id", "phone", "email", "line_id"):
        if name in form.fields and not (unnamed and name == "line_id"):
            value = data[name]
            yield Row(f"id_{name}", form[name].label, telephones.shown(value) if name == "phone" else value)
    if unnamed:
        return
    hidden = _("Kept from the officers") if data["hide_identity"] else _("Shown to the officers")
    yield Row("id_hide_identity", _("My name"), hidden)
    abroad = _("No address in Thailand") if data.get("no_address") else ""
    yield Row("id_house_no", _("Address"), str(postal_address.of_form(data)) or abroad)


def _applicant(data: Mapping[str, Any]) -> Case:
    """A case that is not stored, of which the name is asked."""
    names = ("unnamed", "title", "title_other", "first_name", "last_name")
    case: Case = Case(**{name: data[name] for name in names})
    return case


ROWS = {WHAT: _what, WHERE: _where, YOU: _you}
