"""The order of the rows in use: one goes up or down, and as few rows as can be are written."""

from typing import Any

from django.db import models, transaction

UP, DOWN = -1, 1


@transaction.atomic
def move(model: type[models.Model], pk: str, step: int) -> bool:
    """Let a row in use change places with the one before or after it; whether it did."""
    rows: Any = model._default_manager.select_for_update(no_key=True)
    order = list(rows.filter(active=True) if _has_switch(model) else rows)
    places = [str(row.pk) for row in order]
    if pk not in places or not 0 <= places.index(pk) + step < len(order):
        return False
    positions = _rising([row.position for row in order])
    place = places.index(pk)
    order[place], order[place + step] = order[place + step], order[place]
    for row, position in zip(order, positions, strict=True):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    return True


def _rising(positions: list[int]) -> list[int]:
    """The positions, each greater than the one before: rows that share one are put apart."""
    found: list[int] = []
    for position in positions:
        found.append(position if not found else max(position, found[-1] + 1))
    return found


def _has_switch(model: type[models.Model]) -> bool:
    return any(field.name == "active" for field in model._meta.concrete_fields)
