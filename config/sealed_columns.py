"""Every column in which FIELD_KEYS have sealed something, and how all of it comes under the newest key.

Columns of EncryptedTextField are found; where a sealed word stands inside another text it is named here. A
test
looks into every column of a database for what begins as a sealed word does.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Cast

from cases.db.encryption import EncryptedTextField
from cases.models import KeySeal
from workflows.models import SavedView

# A Fernet token in Base64; in an address its end is written as %3D.
TOKEN = re.compile(r"gAAAA[A-Za-z0-9_-]{60,}(?:={1,2}|(?:%3D){1,2})?")
BEGIN = "gAAAA"
INSIDE: tuple[tuple[type[models.Model], str], ...] = ((Authenticator, "data"), (SavedView, "query"))
BATCH = 500
# In the place of a key's number: what none of them opens.
UNREADABLE = -1


@dataclass(frozen=True)
class Column:
    """One column of one table."""

    model: type[models.Model]
    name: str

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.name}"

    def rows(self, after: Any) -> list[tuple[Any, str]]:
        """The next rows that hold a sealed word: key, and text as it is stored."""
        found = self._raw().filter(as_stored__contains=BEGIN).order_by("pk")
        found = found if after is None else found.filter(pk__gt=after)
        return list(found.values_list("pk", "as_stored")[:BATCH])

    def store(self, key: Any, before: str, text: str) -> bool:
        """Write a row's text, unless somebody else has written it meanwhile; whether it was written."""
        field: models.Field[Any, Any] = self.model._meta.get_field(self.name)  # type: ignore[assignment]
        kind = models.JSONField() if isinstance(field, models.JSONField) else models.TextField()
        mine = self._raw().filter(pk=key, as_stored=before)
        return bool(mine.update(**{self.name: Cast(Value(text, models.TextField()), kind)}))

    def _raw(self) -> models.QuerySet[Any]:
        return self.model._base_manager.annotate(as_stored=Cast(F(self.name), models.TextField()))


@dataclass(frozen=True)
class Batch:
    """What was found in some rows: how many sealed words under each key, by its place, the newest first."""

    column: Column
    under: Counter[int]
    changed: int


def columns() -> list[Column]:
    """All of them, in order."""
    found = [
        Column(model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    return sorted([*found, *(Column(model, name) for model, name in INSIDE)], key=str)


def walk(*, change: bool) -> Iterator[Batch]:
    """Go through all columns in batches, each row written by itself, so that nobody is kept waiting; with
    `change` what lies under an older key is sealed anew."""
    keys = [Fernet(key) for key in settings.FIELD_KEYS]
    for column in columns():
        after = None
        while rows := column.rows(after):
            after = rows[-1][0]
            yield _batch(column, rows, keys, change=change)


def forget_old_seals() -> int:
    """Once nothing lies under an older key: let its sealed test value go, so that nobody misses the key;
    return
    how many went."""
    newest = Fernet(settings.FIELD_KEYS[0])
    old = [seal.pk for seal in KeySeal.objects.all() if _place(seal.sealed, [newest]) == UNREADABLE]
    KeySeal.objects.filter(pk__in=old).delete()
    return len(old)


def _batch(column: Column, rows: list[tuple[Any, str]], keys: list[Fernet], *, change: bool) -> Batch:
    under: Counter[int] = Counter()
    changed = 0
    for key, text in rows:
        places = [_place(token, keys) for token in TOKEN.findall(text)]
        if change and max(places, default=0) > 0 and column.store(key, text, anew(text, keys)):
            changed += 1
            places = [min(place, 0) for place in places]
        under.update(places)
    return Batch(column, under, changed)


def anew(text: str, keys: list[Fernet]) -> str:
    """The text with every sealed word under the newest key; one that none opens stays as it is."""

    def sealed(found: re.Match[str]) -> str:
        token = found[0].replace("%3D", "=")
        place = _place(token, keys)
        if place < 1:
            return found[0]
        fresh = keys[0].encrypt(keys[place].decrypt(token.encode())).decode()
        return fresh.replace("=", "%3D") if "%3D" in found[0] else fresh

    return TOKEN.sub(sealed, text)


def _place(token: str, keys: list[Fernet]) -> int:
    """Which of the keys opens it."""
    for place, key in enumerate(keys):
        try:
            key.decrypt(token.replace("%3D", "=").encode())
        except InvalidToken:
            continue
        return place
    return UNREADABLE
