"""What a text may say about a case before there is one: `{number}`, `{kind}`, `{due}`. One table for standard
texts and letters; beside it the findings of a work plan, `{findings.depth}`.

There is no placeholder for the citizen's name or contact: the words of a step stand in the case's history,
which colleagues read who may not see the person.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cases.text import telephones
from cases.text.dates import long_date

# Before the short name of a finding: `{findings.depth}` is what a step of the work plan has found.
FINDINGS = "findings."
MARKED = re.compile(r"\{([^{}\n]*)\}")
# Private-use characters mark places in a letter that are filled in later; nobody types them.
PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Placeholder:
    """What it stands for, in words, and what it is for one case, in the active language; may be empty."""

    label: Any
    value: Callable[[Any], object]


TABLE: dict[str, Placeholder] = {
    "number": Placeholder(_("Case number"), lambda case: case.number),
    "kind": Placeholder(_("Kind of request"), lambda case: case.request_type.name),
    "place": Placeholder(_("Place"), lambda case: case.place),
    "department": Placeholder(_("Department"), lambda case: case.department.name),
    "officer": Placeholder(_("Officer"), lambda case: case.officer),
    "urgency": Placeholder(_("Urgency"), lambda case: case.get_urgency_display()),
    "due": Placeholder(_("Due date"), lambda case: long_date(case.due_on)),
    "result": Placeholder(_("Result"), lambda case: case.result and case.result.name),
    "result_on": Placeholder(
        _("Date of the result"), lambda case: case.result_on and long_date(case.result_on)
    ),
    "until": Placeholder(
        _("You can tell us until"), lambda case: case.reopen_until and long_date(case.reopen_until)
    ),
    "agency": Placeholder(_("Where to go instead"), lambda case: case.agency and case.agency.name),
    "hotline": Placeholder(
        _("Hotline"), lambda case: case.agency and telephones.grouped(case.agency.hotline)
    ),
}
OF_THE_OFFICE = {"office": _("The municipality"), "phone": _("Telephone of the municipality")}
# What a standard text knows: nothing that its own step decides.
IN_TEXTS: dict[str, Any] = {
    **{name: TABLE[name].label for name in ("number", "kind", "place", "department", "officer", "due")},
    "agency": _("Agency in charge of this kind"),
    "hotline": _("Hotline of that agency"),
    **OF_THE_OFFICE,
}


def names_in(text: str) -> list[str]:
    """The names of the placeholders of a text, each once, in their order."""
    return list(dict.fromkeys(MARKED.findall(text)))


def findings_in(text: str) -> list[str]:
    """The short names of the findings that a text uses, each once, in their order."""
    return [name.removeprefix(FINDINGS) for name in names_in(text) if name.startswith(FINDINGS)]


def filled(text: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders filled in, in one go: what is filled in is not read again. Raises
    KeyError for one without a value; None and "" fill in nothing."""
    return MARKED.sub(lambda found: str(values[found[1]] or ""), text)


def check(text: str, known: Collection[str], *, required: Collection[str] = ()) -> None:
    """Raises ValidationError that names each placeholder that is unknown, and those that are; a brace that
    belongs to none; a placeholder that has to be there and is not; and characters that nobody can see."""
    found = names_in(text)
    if unknown := [name for name in found if name not in known]:
        raise ValidationError(UNKNOWN, params=_named(unknown) | {"known": _listed(known)}, code="unknown")
    if re.search(r"[{}]", MARKED.sub("", text)):
        raise ValidationError(_("A brace { or } stands alone. Write placeholders as {number}."), code="brace")
    if missing := [name for name in required if name not in found]:
        raise ValidationError(MISSING, params=_named(missing), code="missing")
    if PRIVATE.search(text):
        raise ValidationError(_("The text has characters that cannot be shown."), code="private")


UNKNOWN: Any = ngettext_lazy(
    "There is no placeholder %(names)s here. The known ones are %(known)s.",
    "There are no placeholders %(names)s here. The known ones are %(known)s.",
    "number",
)
MISSING: Any = ngettext_lazy(
    "The placeholder %(names)s has to be there.",
    "The placeholders %(names)s have to be there.",
    "number",
)


def _named(names: list[str]) -> dict[str, Any]:
    return {"names": _listed(names), "number": len(names)}


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
