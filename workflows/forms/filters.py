"""The filters of the inbox: what an address asks for and cannot be asked, or not any more, is never left out.
Such an address shows nothing, and the page says why."""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.db.encryption import InvalidToken, decrypt, encrypt
from cases.forms.asked import NO_PAGE, unknown
from cases.lib.process_cache import remembered
from cases.models import (
    Area,
    Cause,
    Channel,
    Department,
    Feedback,
    Municipality,
    Proposal,
    RequestType,
    Status,
    Subdistrict,
    Unit,
    User,
)
from cases.models.reference_data import in_reader_language
from cases.text.collation import in_order
from cases.text.dates import short_date, typed_day
from workflows.forms.map_box import BoxField
from workflows.inbox import map_parts
from workflows.inbox.queries import EVERY, LONG_PAGE, NOBODY, ORDERS, PAGE, InboxQuery, officers
from workflows.inbox.standard_views import DUE, GROUPS, View, proposed

LONGEST_TEXT, LONGEST_DAY = 100, 30
EARLIEST_YEAR = 1900
MINUTE = 60
# What says how the list is shown.
LIST = ("sort", "rows")
Choices = list[tuple[str, Any]]
# Field, position, value, Thai name, English name.
Named = tuple[str, int, str, str, str]


@dataclass(frozen=True)
class Offer:
    """What there is to choose from for one person: at most one statement, for any number of forms. The `mark`
    tells it from every other one."""

    choices: dict[str, Choices]
    mark: str

    @classmethod
    def to(cls, user: User) -> "Offer":
        """What this person can choose of: request types, departments, areas, officers and so on."""
        departments = None if user.has_perm("cases.view_every_case") else tuple(user.departments)
        choices = defaultdict[str, Choices](list)
        mark, rows = _named(departments)
        for field, _position, key, name_th, name_en in rows:
            choices[field].append((key, in_reader_language(name_th, name_en)))
        people = in_order(choices["officer"], lambda choice: choice[1])
        choices["officer"] = [(NOBODY, _("Nobody yet")), *people]
        return cls(choices, mark)


class DayField(forms.DateField):
    """A day as one writes it, 1/12/2569 or 1/12/2026, or as a browser's own field sends it. That field would
    show years of the common era alone."""

    widget = forms.TextInput(
        {
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": _("1/12/2026"),
            "maxlength": LONGEST_DAY,
        }
    )

    def to_python(self, value: Any) -> datetime.date | None:
        """The day, if a case can have come in on it; one that does not exist is refused, never moved."""
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        try:
            day = typed_day(str(value))
        except (ValueError, OverflowError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if day.year < EARLIEST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class FilterForm(forms.Form):
    """What narrows a view, and how it is sorted."""

    use_required_attribute = False

    status = forms.ChoiceField(label=_("Status"), required=False)
    request_type = forms.ChoiceField(label=_("Kind of request"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    officer = forms.ChoiceField(label=_("Officer"), required=False)
    due = forms.ChoiceField(label=_("Due date"), required=False)
    day = DayField(label=_("Due on"), required=False)
    approval = forms.ChoiceField(label=_("Approval"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    place = forms.ChoiceField(label=_("Area"), required=False)
    area = forms.ChoiceField(label=_("Citizen's address"), required=False)
    since = DayField(label=_("Received from"), required=False)
    until = DayField(label=_("Received to"), required=False)
    box = BoxField(label=_("Part of the map"))
    group = forms.ChoiceField(label=_("Reported more than once"), required=False)
    cause = forms.ChoiceField(label=_("Cause"), required=False)
    rating = forms.ChoiceField(label=_("Rating"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False)
    rows = forms.ChoiceField(label=_("Cases on a page"), required=False)

    def __init__(self, data: Any, *, user: User, view: View, offer: Offer, known_view: bool = True) -> None:
        super().__init__(data, label_suffix="")
        self.user, self.view, self.offer, self.known_view = user, view, offer, known_view
        self.missing: list[Any] = []
        # What the address may hold besides.
        self.others: Iterable[str] = ()
        everything = _("Every status") if view.every_status else _("All open")
        self._offer("status", everything, [(EVERY, _("Every status")), *Status.choices])
        self._offer("request_type", _("Every kind"), offer.choices["request_type"])
        self._offer("officer", _("Everybody"), offer.choices["officer"])
        self._offer("due", _("Any date"), [(name, label) for name, (label, condition) in DUE.items()])
        self._offer("group", _("Any"), [(name, label) for name, (label, condition) in GROUPS.items()])
        self._offer("approval", _("Any"), APPROVAL)
        self._offer("rating", _("Any"), [(str(stars), "★" * stars) for stars in range(5, 0, -1)])
        self._offer("sort", _("As usual"), [(name, order.label) for name, order in ORDERS.items()])
        self._offer("rows", PAGE, [(str(LONG_PAGE), LONG_PAGE)])
        for name, anything in OPTIONAL.items():
            self._offer_several(name, anything, offer.choices[name])

    def wanted(self) -> InboxQuery:
        """What the address asks for; only what was found valid."""
        self.full_clean()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        today = timezone.localdate()
        filters = [FILTERS[name](value) for name, value in chosen.items() if name in FILTERS]
        if due := chosen.get("due"):
            filters.append(DUE[due][1](self.user, today))
        # A rating and a cause are said of what has ended.
        status = chosen.get("status", EVERY if chosen.keys() & {"rating", "cause"} else "")
        keys = {name: self.data.get(name, "") for name in ("after", "before")}
        keys["group"], keys["sort"] = chosen.get("group", ""), chosen.get("sort", "")
        wanted = InboxQuery(self.view, status, filters, text=self.text, long="rows" in chosen, **keys)
        self.missing = [*self._missing(), *([] if wanted.has_its_place else [NO_PAGE])]
        wanted.is_askable = not self.missing
        return replace(wanted, sorted=not wanted.is_work and self._is_narrow(chosen))

    def _missing(self) -> Iterator[Any]:
        """What the address asks for that nobody can be asked, or that is no longer on offer, by its name; its
        order and length narrow nothing."""
        if not self.known_view:
            yield _("View")
        yield from (
            self.fields[name].label for name in self.errors if name in self.fields and name not in LIST
        )
        if self.data.get("find") and not unsealed(self.data["find"]):
            yield _("The words that were looked for")
        yield from unknown(self.data, [*PARTS, *PLACES, *self.others])

    def _is_narrow(self, chosen: dict[str, Any]) -> bool:
        return bool(chosen.keys() & {"day", "since", "until"}) or chosen.get("officer", NOBODY) != NOBODY

    @property
    def is_used(self) -> bool:
        """Whether any filter is set; the list's order and length are none."""
        return any(value for name, value in self.cleaned_data.items() if name not in LIST)

    @property
    def is_open(self) -> bool:
        """Whether the fields are shown at once: anything is set in them, not only on the map."""
        by_map = {"box", "rows"} if self.cleaned_data.get("box") else set()
        return any(value for name, value in self.cleaned_data.items() if name not in by_map)

    def chosen_in_words(self) -> Iterator[tuple[str, Any, Any]]:
        """Each filter that is set: its name, its label, and what was chosen, in words."""
        for name, value in self.cleaned_data.items():
            if value and name not in LIST:
                yield name, self.fields[name].label, self._in_words(name, value)

    def _in_words(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime.date):
            return short_date(value)
        return dict(getattr(self.fields[name], "choices", ())).get(value, _("as chosen on the map"))

    @property
    def is_changed(self) -> bool:
        """Whether anything is set."""
        return any(self.cleaned_data.values())

    @property
    def text(self) -> str:
        """The words that are looked for."""
        return looked_for(self.data)

    @property
    def look(self) -> Hashable:
        """All that its fields are drawn from, but for the language."""
        typed = tuple(self.data.get(name, "") for name in self.base_fields)
        return self.offer.mark, self.view.every_status, typed

    def _offer(self, name: str, everything: Any, choices: Choices) -> None:
        self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def _offer_several(self, name: str, everything: Any, choices: Choices) -> None:
        """Offer the choice where there is one, or where the address has chosen."""
        if len(choices) > 1 or self.data.get(name):
            self._offer(name, everything, choices)
        else:
            del self.fields[name]


def form_of(data: QueryDict, *, user: User, views: Sequence[View], offer: Offer) -> FilterForm:
    """The form of an address. Where no view is named and words are looked for, every case counts; where
    filters are set, every open one or those of the status: the view that opens by itself may have none."""
    name = data.get("view") or ("all" if looked_for(data) else "open" if narrows(data) else "")
    chosen = next((view for view in views if view.name == name), None)
    known = chosen is not None or not data.get("view")
    return FilterForm(data, user=user, view=chosen or views[0], offer=offer, known_view=known)


OPTIONAL = {
    "department": _("Every department"),
    "unit": _("Every unit"),
    "channel": _("Every channel"),
    "place": _("Every area"),
    "area": _("Every subdistrict"),
    "cause": _("Every cause"),
}
APPROVAL = [
    (Proposal.State.OPEN.value, _("Waits for approval")),
    (Proposal.State.RETURNED.value, _("Was returned to the officer")),
]
FILTERS: dict[str, Any] = {
    "request_type": lambda value: Q(request_type=value),
    "department": lambda value: Q(department=value),
    "unit": lambda value: Q(unit=value),
    "officer": lambda value: Q(officer=None if value == NOBODY else value),
    "approval": lambda value: proposed(value),
    "channel": lambda value: Q(channel=value),
    "place": lambda value: Q(area=value),
    "area": lambda value: Q(subdistrict=value),
    "box": map_parts.condition,
    "day": lambda value: Q(due_on=value),
    "since": lambda value: Q(received_at__gte=_midnight(value)),
    "until": lambda value: Q(received_at__lt=_midnight(value + datetime.timedelta(days=1))),
    "cause": lambda value: Q(cause=value),
    "rating": lambda value: Q(Exists(Feedback.objects.filter(case=OuterRef("pk"), rating=value))),
}


# What an address is made of; and where in the pages somebody stands, and how they look, which no saved view
# keeps.
PARTS = ("view", "find", "q", *FilterForm.base_fields)
PLACES = ("after", "before", "look", "month")


# A cause with its request type: two lists may have the same words.
CAUSE_NAMES = {
    f"whole_{name}": Concat(f"request_type__{name}", Value(": "), name, output_field=CharField())
    for name in ("name_th", "name_en")
}


def query_of(data: QueryDict, parts: Iterable[str] = PARTS) -> str:
    """The address that asks for the same, always spelt in one way; empty where nothing is asked for."""
    query = QueryDict(mutable=True)
    query.update({part: str(data[part]) for part in parts if data.get(part)})
    return query.urlencode()


def unsealed(words: str) -> str:
    """The words that an address carries sealed; empty where the seal is broken, or of a key that is gone."""
    try:
        return decrypt(words)
    except (InvalidToken, ValueError):
        return ""


def looked_for(data: Any) -> str:
    """The words in an address: as they stand in `q`, or sealed in `find`, as the search's own form does it,
    since they may be a citizen's name or telephone number, and addresses are written into logs."""
    typed = data.get("q", "") or (unsealed(data["find"]) if data.get("find") else "")
    return str(typed).replace("\0", "").strip()[:LONGEST_TEXT]


def narrows(data: Any) -> bool:
    """Whether an address sets any filter; the list's order and length are none."""
    return any(data.get(name) for name in FilterForm.base_fields if name not in LIST)


def sealed(typed: str) -> str:
    """The words as an address may carry them."""
    return encrypt(typed[:LONGEST_TEXT])


def _named(departments: tuple[int, ...] | None) -> tuple[str, list[Named]]:
    """All that can be chosen by people of these departments, or by those who see all: None; as it was within
    the last minute, in one statement, and its mark."""
    return remembered(f"offer-{hash(departments)}", lambda: _marked([*_read(departments)]), seconds=MINUTE)


def _marked(rows: list[Named]) -> tuple[str, list[Named]]:
    return hashlib.sha256(repr(rows).encode()).hexdigest(), rows


def _read(own: tuple[int, ...] | None) -> Any:
    request_types, departments, units = (
        RequestType.objects.all(),
        Department.objects.all(),
        Unit.objects.all(),
    )
    if own is not None:
        departments, units = departments.filter(pk__in=own), units.filter(department__in=own)
    city = Municipality.objects.values("district")
    homes = _rows(Subdistrict.objects.filter(district__in=city), "area", Value(0))
    rest = (
        _rows(departments, "department", F("position")),
        _rows(units, "unit", F("position")),
        _rows(Channel.objects.all(), "channel", F("position")),
        _rows(Cause.objects.annotate(**CAUSE_NAMES), "cause", F("position"), CAUSE_NAMES),
        _rows(Area.objects.all(), "place", F("position")),
        homes,
        _rows(officers(own), "officer", Value(0)),
    )
    return (
        _rows(request_types, "request_type", F("position"))
        .union(*rest, all=True)
        .order_by("field", "place", "key")
    )


def _rows(things: Any, field: str, place: Any, names: Iterable[str] = ("name_th", "name_en")) -> Any:
    key = Cast("pk", CharField())
    columns = {"field": Value(field), "place": place, "key": key}
    return things.order_by().annotate(**columns).values_list("field", "place", "key", *names)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
