"""What can be reported by Open311: the request types of the public map that have a form, and their questions.

Others are not listed, and their codes are as good as unknown.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.intake import public_cases
from cases.models import PersonFields, Question, QuestionKind, RequestType
from cases.open311.refusals import unknown
from cases.questionnaires.types import type_of
from cases.questionnaires.versions import to_ask

# A photo is sent as the report's own; papers are the staff's.
DATATYPES = {
    QuestionKind.SHORT: "string",
    QuestionKind.LONG: "text",
    QuestionKind.NUMBER: "number",
    QuestionKind.PHONE: "string",
    QuestionKind.DATE: "datetime",
    QuestionKind.ONE: "singlevaluelist",
    QuestionKind.SEVERAL: "multivaluelist",
    QuestionKind.YES_NO: "singlevaluelist",
    QuestionKind.CHECK: "singlevaluelist",
}
# The one value of a line that is ticked.
TICKED = "true"
# No short name of a question has a dot.
ABOUT_PERSON = "about.person"


def offered() -> list[RequestType]:
    """Return the request types that can be reported, in the municipality's order."""
    return [one for one in public_cases.kinds() if not one.refers_only]


def of_code(code: str) -> RequestType:
    """Return the request type with this code. Raises Refusal (404) where it cannot be reported."""
    found = next((one for one in offered() if one.code == code), None)
    if found is None:
        raise unknown("service_code", code)
    return found


def questions(request_type: RequestType) -> list[Question]:
    """Return what a report can answer of what the request type asks."""
    asked = to_ask(request_type)
    return [one for one in asked.in_order if one.kind in DATATYPES] if asked else []


def service(request_type: RequestType) -> dict[str, Any]:
    """Return one line of the list of services."""
    return {
        "service_code": request_type.code,
        "service_name": request_type.name,
        "description": _description(request_type),
        "metadata": bool(questions(request_type)) or bool(_about_person(request_type)),
        "type": "realtime",
        "keywords": ",".join(word.replace(",", " ") for word in request_type.synonyms),
        "group": request_type.category.name,
    }


def definition(request_type: RequestType) -> dict[str, Any]:
    """Return the definition of a service: its questions, and what a report needs of the person."""
    listed = [*_about_person(request_type), *map(_attribute, questions(request_type))]
    attributes = [one | {"order": order} for order, one in enumerate(listed, start=1)]
    return {"service_code": request_type.code, "attributes": attributes}


def values(question: Question) -> list[tuple[str, str]]:
    """Return the answers to choose from, each key with its words; none of an open question."""
    if question.kind == QuestionKind.CHECK:
        return [(TICKED, pgettext("line", "Ticked"))]
    return type_of(question).options


def _description(request_type: RequestType) -> str:
    days = request_type.target_working_days
    text = ngettext("Done within %(number)s working day.", "Done within %(number)s working days.", days)
    return "\n".join(filter(None, [text % {"number": days}, request_type.stop]))


def _attribute(question: Question) -> dict[str, Any]:
    """A question that waits for the answer to another one is not required for everybody."""
    return {
        "variable": True,
        "code": question.key,
        "datatype": DATATYPES[QuestionKind(question.kind)],
        "required": question.required and not question.show_if_key,
        "datatype_description": question.help,
        "order": 0,
        "description": question.text,
        "values": [{"key": key, "name": name} for key, name in values(question)],
    }


def _about_person(request_type: RequestType) -> list[dict[str, Any]]:
    """What GeoReport has no word for: that a report needs the person, as text to be shown."""
    words = " ".join(_needs(request_type))
    note = {"variable": False, "code": ABOUT_PERSON, "datatype": "string", "required": False}
    note |= {"datatype_description": "", "order": 0, "description": words, "values": []}
    return [note] if words else []


def _needs(request_type: RequestType) -> Iterator[str]:
    if request_type.allows_unnamed:
        return
    if request_type.person_fields != PersonFields.CONTACT:
        yield _("Give your first and last name.")
    yield _("Give a telephone number or an e-mail address, by which we can answer.")
