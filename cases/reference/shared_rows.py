"""Rows to which many others point, given to these from what the whole city shares.

A page of a case names a dozen departments, kinds and people. Joined, each is one more table to write into the
statement, and one more row to make an object of; here it is known before the statement is made.
"""

import copy
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model

from cases.access.decision_makers import KNOWN
from cases.lib.setup_cache import shared
from cases.models import Area, Channel, Department, OutsideParty, RequestType, Title, Unit, User

# Tables of which a city has few rows, each watched by the trigger of the set-up.
MODELS = frozenset({Area, Channel, Department, OutsideParty, RequestType, Title, Unit, User})


def prefetch(rows: Iterable[Model], *names: str) -> None:
    """Give each of the rows, which are of one model, what these foreign keys point to; they lead to MODELS.
    No statement while the set-up stays the same. People come with the fields KNOWN. What else is asked of
    them, and a row that is newer than the set-up that the request knows, is read when it is asked for."""
    listed = list(rows)
    for name in names if listed else ():
        field: Any = listed[0]._meta.get_field(name)
        found = _copies(field.related_model, {getattr(row, field.attname) for row in listed})
        for row in listed:
            if (key := getattr(row, field.attname)) in found:
                setattr(row, name, found[key])


def _copies(model: type[Model], keys: Collection[Any]) -> dict[Any, Model]:
    """The rows with these keys, as objects of the caller's own."""
    assert model in MODELS, model
    known = shared(f"every {model._meta.label}", lambda: _every(model))
    return {key: copy.copy(known[key]) for key in keys if key in known}


def _every(model: type[Model]) -> dict[Any, Model]:
    rows = model._default_manager.all()
    return dict((rows.only(*KNOWN) if model is User else rows).in_bulk())
