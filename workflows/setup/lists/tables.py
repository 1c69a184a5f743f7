"""Which small lists there are: their rows, the columns of their page and the fields of their form."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.models import (
    Category,
    Channel,
    EscalationRule,
    ExternalAgency,
    ResultCode,
    StandardText,
    SynonymRow,
    Title,
)

NAMES = ("name_th", "name_en")
NAMED = (NAMES,)


@dataclass(frozen=True)
class SmallList:
    """One list. `fields` are the rows of the form, fields that stand side by side together; what may be done
    with its rows, by whom and under which rules, is the admin's to say (`cases.admin`)."""

    name: str
    model: type[models.Model]
    title: Promise
    hint: Promise
    new: Promise
    columns: tuple[str, ...] = NAMES
    fields: tuple[tuple[str, ...], ...] = NAMED
    # Foreign keys that the columns show.
    joined: tuple[str, ...] = ()
    # Rows that name people's rights: their form is opened after the password was shown again.
    is_of_rights: bool = False

    @cached_property
    def names(self) -> set[str]:
        """The names of the columns of the table."""
        return {field.name for field in self.model._meta.get_fields()}

    @property
    def is_ordered(self) -> bool:
        """Whether people give the order of its rows."""
        return "position" in self.names

    @property
    def is_switched(self) -> bool:
        """Whether its rows are taken out of use by a switch."""
        return "active" in self.names

    @property
    def address(self) -> str:
        """The name of its page; `_new` and `_row` are those of its form."""
        return f"staff:setup_list_{self.name}"

    @property
    def permission(self) -> str:
        """The right to look at it."""
        meta = self.model._meta
        return f"{meta.app_label}.view_{meta.model_name}"

    def rows(self) -> list[Any]:
        """All of its rows in their order, those in use first."""
        found = list(self.model._default_manager.select_related(*self.joined))
        return sorted(found, key=lambda row: not getattr(row, "active", True))


LISTS = (
    SmallList(
        "categories",
        Category,
        _("Categories"),
        _("The groups of kinds on the first page."),
        _("New category"),
        (*NAMES, "pictogram"),
        (NAMES, ("pictogram",)),
    ),
    SmallList(
        "words",
        SynonymRow,
        _("Everyday words"),
        _("Words that mean the same when somebody searches."),
        _("New row of words"),
        ("words",),
        (("words",),),
    ),
    SmallList(
        "texts",
        StandardText,
        _("Standard texts"),
        _("Texts that officers insert, by kind and step."),
        _("New standard text"),
        (*NAMES, "step", "kind", "category", "department"),
        (NAMES, ("step",), ("kind", "category"), ("department",), ("text_th", "text_en")),
        ("kind", "category", "department"),
    ),
    SmallList(
        "results",
        ResultCode,
        _("Results"),
        _("What can come of a case."),
        _("New result"),
        (*NAMES, "needs_photo"),
        (NAMES, ("needs_photo",)),
    ),
    SmallList("channels", Channel, _("Channels"), _("How a case can come in."), _("New channel")),
    SmallList("titles", Title, _("Titles"), _("Forms of address before a name."), _("New title")),
    SmallList(
        "agencies",
        ExternalAgency,
        _("External agencies"),
        _("Where citizens are sent that the municipality cannot help, with their hotlines."),
        _("New agency"),
        (*NAMES, "hotline"),
        (NAMES, ("hotline",)),
    ),
    SmallList(
        "reminders",
        EscalationRule,
        _("Reminders and escalation"),
        _("Who is told when a case waits too long."),
        _("New reminder"),
        ("when", "days", "to"),
        (("when", "days"), ("to",)),
    ),
    SmallList(
        "roles",
        Group,
        _("Roles"),
        _("What clerks, officers, heads, executives and administrators may do."),
        _("New role"),
        ("name", "permissions"),
        (("name",), ("permissions",)),
        is_of_rights=True,
    ),
)
BY_NAME = {one.name: one for one in LISTS}
