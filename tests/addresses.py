"""Every address of the site, read from its URL patterns, with whatever values a test puts into them."""

import re
from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RoutePattern

HOLE = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?P<regex>[^)]*)\)")
# What stands in a hole: its converter or regular expression, and its name.
Value = Callable[[str, str], str]
ORDINARY = {
    "int": "1",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "number": "2569-00001",
    "page": "what",
    "slug": "a",
    "str": "a",
    "path": "1",
}


def ordinary(converter: str, name: str) -> str:
    """A value that fits."""
    return ORDINARY.get(converter) or re.split(r"[|]", converter)[0].replace(".*", "a")


def addresses(value: Value = ordinary) -> dict[str, str]:
    """The path of every pattern by its name, with `value` in its holes."""
    return dict(_walk(get_resolver().url_patterns, "", "/", value))


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, before: str, value: Value
) -> Iterator[tuple[str, str]]:
    for one in patterns:
        path = before + _filled(one, value)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, inner, path, value)
        else:
            yield f"{space}{one.name or 'unnamed'} {before}{one.pattern}", path


def _filled(one: URLPattern | URLResolver, value: Value) -> str:
    if isinstance(one.pattern, LocalePrefixPattern):
        return ""
    route = str(one.pattern)
    if isinstance(one.pattern, RoutePattern):
        return HOLE.sub(lambda hole: value(hole["converter"] or "str", hole["name"]), route)
    bare = route.removeprefix("^").removesuffix("$").replace("\\.", ".")
    return GROUP.sub(lambda group: value(group["regex"], group["name"]), bare)
