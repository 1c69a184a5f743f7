"""What of a change of the API breaks a program that was written before: compared are two descriptions."""

from collections.abc import Iterator
from typing import Any

# What the API is now, and what the last release has promised to programs.
FILE, RELEASED = "docs/openapi.json", "docs/openapi-released.json"
Description = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")


def broken(before: Description, after: Description) -> list[str]:
    """Return what a program of `before` meets no more, each in a line: an operation, a part of an answer, a
    value; and what it would have to send that it does not."""
    return [*_operations(before, after), *_shapes(before, after)]


def _operations(before: Description, after: Description) -> Iterator[str]:
    for path, operations in before["paths"].items():
        for method in METHODS & operations.keys():
            name, now = f"{method.upper()} {path}", after["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{name} is gone"
                continue
            yield from (f"{name}: {line}" for line in _operation(operations[method], now))


def _operation(before: Description, after: Description) -> Iterator[str]:
    known = {(one["in"], one["name"]): one for one in before.get("parameters", [])}
    now = {(one["in"], one["name"]): one for one in after.get("parameters", [])}
    for place, name in known.keys() - now.keys():
        yield f"the parameter {name} ({place}) is gone"
    for key, one in now.items():
        if one.get("required") and not known.get(key, {}).get("required"):
            yield f"the parameter {key[1]} is needed"
    was, new = _body(before), _body(after)
    for name in set(new.get("required", [])) - set(was.get("required", [])):
        yield f"{name} is needed in the body"
    for name in was.get("properties", {}).keys() - new.get("properties", {}).keys():
        yield f"{name} is gone from the body"
    for status in {*before["responses"]} - {*after["responses"]}:
        yield f"the answer {status} is gone"
    for status, said in before["responses"].items():
        if _schema(said) != _schema(after["responses"].get(status, said)):
            yield f"the answer {status} has another shape"


def _shapes(before: Description, after: Description) -> Iterator[str]:
    now = after["components"]["schemas"]
    for name, shape in before["components"]["schemas"].items():
        if name not in now:
            yield f"the shape {name} is gone"
            continue
        new = now[name].get("properties", {})
        for field, one in shape.get("properties", {}).items():
            if field not in new:
                yield f"{name}.{field} is gone"
            elif _bare(one) != _bare(new[field]):
                yield f"{name}.{field} is of another type"


def _body(operation: Description) -> Description:
    return _schema(operation.get("requestBody", {}))


def _schema(said: Description) -> Description:
    found: Description = said.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _bare(one: Any) -> Any:
    """A type without its words."""
    if isinstance(one, dict):
        return {
            key: _bare(value) for key, value in one.items() if key not in ("title", "description", "default")
        }
    return one
