"""What a municipality that begins can take from the sample's: what every one has, and, chosen one by one,
departments and request types. What is there already is never touched."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cases.models import Category, Department, ExternalAgency, RequestType, Subdistrict, Unit
from cases.models.reference_data import in_reader_language
from cases.reference import addresses, causes, municipality, questions, texts


@dataclass(frozen=True)
class Proposal:
    """A request type that is not there yet, with the department and the working days that are proposed."""

    code: str
    name: str
    category: str
    department: str
    days: int


@dataclass(frozen=True)
class Taken:
    """How a request type is taken: who answers for it, and within how many working days."""

    department: Department
    days: int


@transaction.atomic
def take_common() -> None:
    """Bring in the addresses of Thailand and what every municipality has; safe to do twice."""
    if not Subdistrict.objects.exists():
        addresses.load()
    municipality.load_common(municipality.read())
    texts.load(general=True)


def departments() -> dict[str, str]:
    """Return the sample's departments that are not there yet, by their codes."""
    there = set(Department.objects.values_list("code", flat=True))
    return {code: name for code, name in department_names().items() if code not in there}


def department_names() -> dict[str, str]:
    """Return all departments of the sample, by their codes."""
    rows = municipality.read()["departments"]
    return {row["code"]: in_reader_language(row["th"], row["en"]) for row in rows}


@transaction.atomic
def take_departments(codes: Collection[str]) -> int:
    """Add these departments of the sample, as far as they are not there yet; returns how many were."""
    before = Department.objects.count()
    municipality.add(
        Department,
        municipality.read()["departments"],
        lambda row: municipality.of_department(row) | {"confirmed": True},
        only=codes,
    )
    return Department.objects.count() - before


def request_types() -> list[Proposal]:
    """Return the sample's request types that are not there yet, category by category."""
    data = municipality.read()
    there = set(RequestType.objects.values_list("code", flat=True))
    order = {row["code"]: in_reader_language(row["th"], row["en"]) for row in data["categories"]}
    found = [
        Proposal(
            code=row["code"],
            name=in_reader_language(row["th"], row["en"]),
            category=order[row["category"]],
            department=row["department"],
            days=row["target_wd"],
        )
        for row in data["request_types"]
        if row["code"] not in there
    ]
    places = list(order.values())
    return sorted(found, key=lambda one: places.index(one.category))


@transaction.atomic
def take_request_types(taken: Mapping[str, Taken]) -> int:
    """Add these request types of the sample, with their categories, questions and causes, as far as they are
    not there yet; returns how many were."""
    data, before = municipality.read(), set(RequestType.objects.values_list("code", flat=True))
    rows = [row for row in data["request_types"] if row["code"] in taken and row["code"] not in before]
    categories = municipality.add(
        Category, data["categories"], municipality.of_category, only={row["category"] for row in rows}
    )
    agencies = {one.code: one for one in ExternalAgency.objects.all()}
    units = list(Unit.objects.filter(active=True))
    for row in rows:
        chosen = taken[row["code"]]
        own = {unit.code: unit for unit in units if unit.department_id == chosen.department.pk}
        # Two kinds of one department of the sample may have different ones here.
        known = {"category": categories, "department": {row["department"]: chosen.department}, "unit": own}
        columns = municipality.of_request_type(data, known, agencies)(row)
        columns |= {"target_working_days": chosen.days, "confirmed": True}
        municipality.add(RequestType, data["request_types"], _always(columns), only={row["code"]})
    new = {row["code"] for row in rows}
    questions.load(new)
    causes.load(new)
    return len(new)


def _always(columns: dict[str, Any]) -> municipality.Columns:
    return lambda row: columns
