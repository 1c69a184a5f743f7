"""What a program sends: JSON, or, with photos, the same JSON as the part `body` of a multipart form."""

import json
from typing import Any, TypeVar

import pydantic
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from ninja import Schema

from workflows.api.problems import Problem

S = TypeVar("S", bound=Schema)
JSON, FORM, PART = "application/json", "multipart/form-data", "body"
NOTHING = QueryDict()


def parsed(request: HttpRequest, shape: type[S]) -> S:
    """The body in its shape. Raises Problem: 415 for another format, 400 for no JSON, 422 for another
    shape."""
    try:
        return shape.model_validate(sent(request))
    except pydantic.ValidationError as error:
        where = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        raise Problem(422, errors=where) from error


def sent(request: HttpRequest) -> Any:
    """The body as plain values. Raises Problem as `parsed`."""
    if request.content_type not in (JSON, FORM):
        raise Problem(415, _("Send application/json, or multipart/form-data with a part “body”."))
    raw: str | bytes = request.body if request.content_type == JSON else request.POST.get(PART, "")
    try:
        values = json.loads(raw, parse_constant=_refuse)
        # Half a pair of UTF-16 cannot be stored, nor can NUL.
        whole = json.dumps(values, ensure_ascii=False)
        whole.encode()
    except (ValueError, RecursionError) as error:
        raise Problem(400, _("This is no JSON.")) from error
    if "\\u0000" in whole:
        raise Problem(400, _("The character NUL cannot be stored."))
    return values


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def described(shape: type[Schema], *, photos: bool = False) -> dict[str, Any]:
    """The request body for the OpenAPI file."""
    schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    content: dict[str, Any] = {JSON: {"schema": schema}}
    if photos:
        files = {"type": "array", "items": {"type": "string", "format": "binary"}}
        properties = {PART: {"type": "string", "contentMediaType": JSON}, "photos": files}
        content[FORM] = {"schema": {"type": "object", "properties": properties, "required": [PART]}}
    return {"requestBody": {"required": True, "content": content}}
