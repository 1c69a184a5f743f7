"""One answer in two formats: XML without schema or namespace, and JSON by the “Spark” mapping.

An answer is a name and plain data. In JSON the name is dropped and a list is an array; in XML the name is the
root, and each member of a list stands in an element that is called by the singular. Nothing is `null` in JSON
and an empty element in XML: every field is there in both.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

XML, JSON = "xml", "json"
CONTENT_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
# How a member of each list is called.
SINGULAR = {
    "attributes": "attribute",
    "endpoints": "endpoint",
    "errors": "error",
    "formats": "format",
    "notes": "note",
    "photos": "photo",
    "service_request_updates": "request_update",
    "service_requests": "request",
    "services": "service",
    "values": "value",
}
# What XML 1.0 cannot hold (2.2 Characters), whoever has typed it.
NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rendered(name: str, data: Any, form: str) -> str:
    """Return the answer in one of the two formats."""
    if form == JSON:
        return json.dumps(data, ensure_ascii=False)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + "".join(_element(name, data))


def _element(name: str, value: Any) -> Iterator[str]:
    if value is None or value == "":
        yield f"<{name}/>"
        return
    yield f"<{name}>"
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _element(key, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _element(SINGULAR[name], inner)
    else:
        yield _text(value)
    yield f"</{name}>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(NO_CHARACTER.sub("", str(value)))
