"""The office's words from `municipality.yaml`: what exists already is left as the administrator has it."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.contrib.auth.models import Group, Permission

from cases.models import (
    Category,
    Channel,
    Department,
    EscalationRule,
    ExternalAgency,
    Municipality,
    OutsideParty,
    PersonFields,
    RequestType,
    ResultCode,
    SynonymRow,
    Title,
    Unit,
)
from cases.models.reference_data import Named
from cases.reference import stops

FILE = Path(__file__).with_name("municipality.yaml")
EVERYDAY_WORDS = FILE.with_name("everyday_words.yaml")
# City-wide roles are groups of permissions; head and officer are memberships of a department.
GROUPS = {
    "clerk": ["view_every_case", "route_case"],
    "executive": ["view_every_case"],
    "administrator": [
        f"{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in (
            "user department unit membership requesttype category channel title resultcode "
            "externalagency holiday municipality synonymrow questionset escalationrule standardtext "
            "kindreader"
        ).split()
    ]
    + [f"delete_{model}" for model in "holiday membership synonymrow escalationrule kindreader".split()]
    + ["change_lettertext", "change_rolepermission", "set_up"],
}
# Where these permissions live.
ROOMS = ("cases", "notifications")
T = TypeVar("T", bound=Named)
# Makes the columns of a row of the file that not every table has.
Columns = Callable[[dict[str, Any]], dict[str, Any]]


def read() -> dict[str, Any]:
    """The whole file, each request type with its everyday words among the synonyms."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    everyday = yaml.safe_load(EVERYDAY_WORDS.read_text(encoding="utf-8"))
    for row in data["request_types"]:
        row["first_synonyms"] = row["synonyms"]
        row["synonyms"] = list(dict.fromkeys([*row["synonyms"], *everyday[row["code"]]]))
    return data


def load_common(data: dict[str, Any]) -> None:
    """Add what no municipality is without: channels, titles, results, agencies, everyday words, reminders and
    roles, as far as they are not there yet."""
    add(ExternalAgency, data["external_agencies"], lambda row: {"hotline": row.get("hotline", "")})
    for model, key in ((Channel, "channels"), (Title, "titles")):
        add(model, data[key])
    add(ResultCode, data["result_codes"], lambda row: {"needs_photo": row["code"] in data["work_done"]})
    _synonyms(data["search_synonyms"])
    _escalation(data["escalation"])
    _groups()


def load() -> None:
    """Add every department, unit, request type, channel, title, result, agency, outside party and role that
    is not there yet."""
    data = read()
    _municipality(data["municipality"], first_reply_days=_first_reply_days(data["deadline_rules"]))
    departments = add(Department, data["departments"], of_department)
    units = add(Unit, data["units"], lambda row: _of_unit(row, departments))
    categories = add(Category, data["categories"], of_category)
    load_common(data)
    agencies = {one.code: one for one in ExternalAgency.objects.all()}
    add(
        OutsideParty,
        data["outside_parties"],
        lambda row: {"sort": row["sort"], "agency": agencies.get(row.get("agency", ""))},
    )
    known = {"department": departments, "unit": units, "category": categories}
    add(RequestType, data["request_types"], of_request_type(data, known, agencies))
    _everyday_words(data["request_types"])


def add(
    model: type[T],
    rows: list[dict[str, Any]],
    extra: Columns = lambda row: {},
    *,
    only: Collection[str] | None = None,
) -> dict[str, T]:
    """Store those of the rows that are not there yet, of `only` these codes; everything that is there by its
    code. Each has its place in the file."""
    there = {thing.code: thing for thing in model._default_manager.all()}
    for position, row in enumerate(rows):
        if row["code"] not in there and (only is None or row["code"] in only):
            fields = {"name_th": row["th"], "name_en": row["en"], "position": position, **extra(row)}
            there[row["code"]] = model._default_manager.create(code=row["code"], **fields)
    return there


def of_category(row: dict[str, Any]) -> dict[str, Any]:
    """Return the further columns of a category."""
    return {"pictogram": row["pictogram"]}


def of_department(row: dict[str, Any]) -> dict[str, Any]:
    """Return the further columns of a department."""
    return {
        "short_th": row["short_th"],
        "head_title_th": row["head_th"],
        "head_title_en": row["head_en"],
        "confirmed": row["basis"] != "proposed",
    }


def _of_unit(row: dict[str, Any], departments: dict[str, Department]) -> dict[str, Any]:
    return {"department": departments[row["department"]], "confirmed": row["basis"] != "proposed"}


def of_request_type(data: dict[str, Any], known: dict[str, Any], agencies: dict[str, Any]) -> Columns:
    """Return what makes the further columns of a request type out of its row, with the departments, units and
    categories by their codes, and the agencies."""
    before_typing = stops.read()

    def columns(row: dict[str, Any]) -> dict[str, Any]:
        return {
            **_of_request_type(row, known, agencies),
            **stops.columns(before_typing.get(row["code"]), agencies),
            "needs_after_photo": row["code"] in data["after_photo"],
            "needs_approval": row["code"] in data["approval"],
            "person_fields": _person_fields(row["code"], data),
            "allows_unnamed": row["code"] in data["unnamed"],
        }

    return columns


def _of_request_type(row: dict[str, Any], known: dict[str, Any], agencies: dict[str, Any]) -> dict[str, Any]:
    needs = row["needs"]
    return {
        "category": known["category"][row["category"]],
        "department": known["department"][row["department"]],
        "unit": known["unit"].get(row.get("unit", "")),
        "target_working_days": row["target_wd"],
        "urgency": row["urgency"],
        "needs_map": "map" in needs,
        "needs_photo": "photo" in needs,
        "needs_national_id": "idcard" in needs,
        # Who has such a card is registered at an address.
        "needs_address": "idcard" in needs,
        "restricted": row.get("restricted", False),
        "licence": row.get("licence", False),
        # What is wanting in an application differs from one to the next.
        "letter_editable": row.get("licence", False),
        # Who has to show who they are has papers to send as well.
        "accepts_pdf": "idcard" in needs,
        "agency": agencies.get(row.get("forward_to") or row.get("external_agency", "")),
        "synonyms": row["synonyms"],
        "confirmed": row["basis"] != "proposed",
    }


def _person_fields(code: str, data: dict[str, Any]) -> PersonFields:
    if code in data["name_is_enough"]:
        return PersonFields.NAME
    return PersonFields.CONTACT if code in data["contact_is_enough"] else PersonFields.FULL


def _municipality(row: dict[str, Any], *, first_reply_days: int) -> None:
    if Municipality.objects.exists():
        return
    Municipality.objects.create(
        code=row["code"],
        name_th=row["name_th"],
        name_en=row["name_en"],
        short_th=row["short_th"],
        short_en=row["short_en"],
        address_th=row["address_th"],
        address_en=row["address_en"],
        phone=row["phone"],
        website=row["website"],
        district_id=row["dopa_district"],
        latitude=row["map_center"]["lat"],
        longitude=row["map_center"]["lng"],
        **row["map_bounds"],
        opens=row["office_hours"]["open"],
        closes=row["office_hours"]["close"],
        first_reply_days=first_reply_days,
    )


def _first_reply_days(rules: list[dict[str, Any]]) -> int:
    """The working days of the reply that the service charters of municipalities promise."""
    return next(int(rule["working_days"]) for rule in rules if rule["code"] == "municipal_charter_reply")


def _everyday_words(rows: list[dict[str, Any]]) -> None:
    """Add the everyday words where the synonyms are still those that an earlier release brought."""
    untouched = RequestType.objects.in_bulk([row["code"] for row in rows], field_name="code")
    for row in rows:
        request_type = untouched[row["code"]]
        if request_type.synonyms == row["first_synonyms"] != row["synonyms"]:
            RequestType.objects.filter(pk=request_type.pk).update(synonyms=row["synonyms"])


def _synonyms(rows: list[list[str]]) -> None:
    if not SynonymRow.objects.exists():
        SynonymRow.objects.bulk_create(SynonymRow(words=words) for words in rows)


def _escalation(rows: list[dict[str, Any]]) -> None:
    if not EscalationRule.objects.exists():
        EscalationRule.objects.bulk_create(
            EscalationRule(position=position, **row) for position, row in enumerate(rows)
        )


def _groups() -> None:
    for name, codenames in GROUPS.items():
        group, made = Group.objects.get_or_create(name=name)
        if made:
            group.permissions.set(
                Permission.objects.filter(content_type__app_label__in=ROOMS, codename__in=codenames)
            )
