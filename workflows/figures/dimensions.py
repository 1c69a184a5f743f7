"""By what figures are told apart: department, unit, request type, area, the citizen's
address, channel, officer, cause."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import F, Model, Q
from django.utils.translation import gettext_lazy as _

from cases.models import Area, Cause, Channel, Department, Municipality, RequestType, Unit, User
from cases.statistics import areas
from cases.text.numbers import whole_number

# Stands in an address for the cases without a unit, without an officer, from all other places.
NONE = "none"


class By(StrEnum):
    """A way to tell cases apart; its value stands in the address and in the rows of the sums."""

    DEPARTMENT = "department"
    UNIT = "unit"
    REQUEST_TYPE = "kind"
    # Where the matter lies; the value of the next one is from before there was this.
    PLACE = "place"
    ADDRESS = "area"
    CHANNEL = "channel"
    OFFICER = "officer"
    CAUSE = "cause"


@dataclass(frozen=True)
class Dimension:
    """A way to tell cases apart: its name, the key of a case and that of a verdict as SQL, the names of the
    keys, and what stands for those without one; `only_named` leaves these out. A verdict speaks of the
    officer who reported the result."""

    label: Any
    column: str
    said_column: str
    named: Callable[[Iterable[Any]], dict[Any, str]]
    nobody: Any = ""
    only_named: bool = False


def _of(model: type[Model]) -> Callable[[Iterable[Any]], dict[Any, str]]:
    def named(keys: Iterable[Any]) -> dict[Any, str]:
        found = model._default_manager.in_bulk([key for key in keys if key])
        return {key: str(getattr(thing, "name", thing)) for key, thing in found.items()}

    return named


def _causes(keys: Iterable[Any]) -> dict[Any, str]:
    """Each with its request type: two lists may have the same words."""
    found = Cause.objects.select_related("request_type").in_bulk([key for key in keys if key])
    return {key: f"{one.request_type.name}: {one.name}" for key, one in found.items()}


def _addresses(keys: Iterable[Any]) -> dict[Any, str]:
    return {code: str(name) for code, name in areas.names(keys).items()}


DIMENSIONS: dict[By, Dimension] = {
    By.DEPARTMENT: Dimension(_("Department"), "department_id", "case__department_id", _of(Department)),
    By.UNIT: Dimension(_("Unit"), "unit_id", "case__unit_id", _of(Unit), _("No unit")),
    By.REQUEST_TYPE: Dimension(
        _("Kind of request"), "request_type_id", "case__request_type_id", _of(RequestType)
    ),
    By.PLACE: Dimension(
        _("Area"), "area_id", "case__area_id", _of(Area), _("No area known"), only_named=True
    ),
    By.ADDRESS: Dimension(_("Citizen's address"), "", "", _addresses, _("Other places, or no address given")),
    By.CHANNEL: Dimension(_("Channel"), "channel_id", "case__channel_id", _of(Channel)),
    By.OFFICER: Dimension(_("Officer"), "officer_id", "event__officer_id", _of(User), _("Nobody yet")),
    By.CAUSE: Dimension(_("Cause"), "cause_id", "case__cause_id", _causes, _("No cause"), only_named=True),
}


def keys(by: By) -> tuple[Any, Any]:
    """The key of a case, and that of a verdict, as SQL."""
    if by == By.ADDRESS:
        home = Municipality.current().district_id
        return areas.area_code(home), areas.area_code(home, prefix="case__")
    return F(DIMENSIONS[by].column), F(DIMENSIONS[by].said_column)


def reply_key(by: By) -> Any:
    """The key of the case of a first reply, as SQL: that of the case itself, by officer too."""
    return keys(by)[1] if by == By.ADDRESS else F(f"case__{DIMENSIONS[by].column}")


def chosen(by: By, value: str, *, said: bool = False) -> Q | None:
    """The cases (or, `said`, the verdicts) with the key that stands in the address as `value`; None where it
    makes no sense."""
    if by == By.ADDRESS:
        return Q(key=areas.ELSEWHERE if value == NONE else value)
    column = DIMENSIONS[by].said_column if said else DIMENSIONS[by].column
    if value == NONE:
        return Q(**{f"{column}__isnull": True})
    number = whole_number(value)
    return None if number is None else Q(**{column: number})


def name_of(by: By, value: str) -> str:
    """The name of one key as it stands in the address."""
    if value == NONE:
        return str(DIMENSIONS[by].nobody)
    key = value if by == By.ADDRESS else int(value)
    return DIMENSIONS[by].named([key]).get(key, value)
