"""Causes of the sample municipality: what is there already is left as the administrator has it."""

from collections.abc import Collection
from pathlib import Path

import yaml

from cases.models import Cause, RequestType

FILE = Path(__file__).with_name("causes.yaml")


def read() -> dict[str, list[dict[str, str]]]:
    """The whole file: the code of a request type → its causes."""
    rows: dict[str, list[dict[str, str]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return rows


def load(only: Collection[str] | None = None) -> int:
    """Add the causes whose code is not there yet, to request types, of `only` these, that have none; returns
    how many."""
    listed = read()
    codes = listed.keys() if only is None else listed.keys() & set(only)
    without = RequestType.objects.filter(code__in=codes, causes=None)
    there = set(Cause.objects.values_list("code", flat=True))
    new = [
        Cause(
            request_type=request_type,
            code=row["code"],
            name_th=row["th"],
            name_en=row["en"],
            position=position,
        )
        for request_type in without
        for position, row in enumerate(listed[request_type.code])
        if row["code"] not in there
    ]
    return len(Cause.objects.bulk_create(new))
