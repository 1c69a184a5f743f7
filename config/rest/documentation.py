"""The page of documentation: the description of the API, drawn by the server, without a script."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

METHODS = ("get", "post")


@dataclass(frozen=True)
class Operation:
    """One thing that a program can ask for, as the page shows it."""

    method: str
    path: str
    summary: str
    text: str
    parameters: list[dict[str, Any]]
    body: list[tuple[str, str]]
    answer: list[tuple[str, str]]

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.method}{self.path}".replace("/", "-").replace("{", "").replace("}", "").lower()


def as_file(description: dict[str, Any]) -> HttpResponse:
    """The description as JSON, always written in the same way."""
    return HttpResponse(written(description), content_type="application/json")


def written(description: dict[str, Any]) -> str:
    """The text of the file."""
    return json.dumps(description, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def page(request: HttpRequest, description: dict[str, Any]) -> HttpResponse:
    """All operations with what each takes and answers, group by group."""
    groups: dict[str, list[Operation]] = {}
    for tag, one in operations(description):
        groups.setdefault(tag, []).append(one)
    return render(request, "api/docs.html", {"groups": groups, "info": description["info"]})


def operations(description: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    """Each operation with its group."""
    for path, found in description["paths"].items():
        for method in METHODS:
            if method in found:
                one = found[method]
                yield (
                    one["tags"][0],
                    Operation(
                        method.upper(),
                        path,
                        one["summary"],
                        " ".join(one.get("description", "").split()),
                        one.get("parameters", []),
                        list(_properties(description, _schema(one.get("requestBody", {})))),
                        list(_properties(description, _answer(one))),
                    ),
                )


def _answer(one: dict[str, Any]) -> dict[str, Any]:
    good: dict[str, Any] = next(
        (said for status, said in one["responses"].items() if str(status).startswith("2")), {}
    )
    return _schema(good)


def _schema(said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = said.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _properties(description: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The names of a shape, each with its type."""
    for name, one in _of(description, schema.get("items", schema)).get("properties", {}).items():
        yield name, _type(one)


def _of(description: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema
    if "$ref" in schema:
        found = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _type(one: dict[str, Any]) -> str:
    if "$ref" in one:
        return str(one["$ref"].rpartition("/")[2])
    if "anyOf" in one:
        return " | ".join(dict.fromkeys(_type(part) for part in one["anyOf"]))
    if one.get("type") == "array":
        return f"[{_type(one.get('items', {}))}]"
    return str(one.get("format") or one.get("type", ""))
