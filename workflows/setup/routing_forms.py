"""Writing a routing rule, and trying the rules out on a case or on facts."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.conditions import Facts, facts_of
from cases.db.insert_once import take_advisory_lock
from cases.fields.text import Degrees, Line, UserId
from cases.gazetteer import areas
from cases.lib import geography
from cases.models import (
    Area,
    Case,
    Category,
    Department,
    Membership,
    Municipality,
    QuestionSet,
    RequestType,
    RoutingRule,
    Subdistrict,
    Unit,
    User,
)
from cases.questionnaires import answers
from cases.text.collation import BY_NAME, ThaiOrder
from cases.text.normalization import ascii_digits, cleaned
from workflows.setup.explain import asked_answers, weekday

DAYS = [(number, number) for number in range(7)]


class Clock(forms.TimeField):
    """A time of day as people here write it: 16:30, 16.30, ๑๖.๓๐ น."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "placeholder": "16:30"})

    def to_python(self, value: Any) -> datetime.time | None:
        """The time; seconds are left out."""
        text = ascii_digits(cleaned(str(value or ""))).removesuffix("น.").strip().replace(".", ":")
        return super().to_python(text[:5])

    def prepare_value(self, value: Any) -> Any:
        """As hours and minutes."""
        return value.strftime("%H:%M") if isinstance(value, datetime.time) else value


def one_after_the_other() -> None:
    """Let nobody else store a rule until the commit: each has a name and a place of its own."""
    take_advisory_lock("make a rule")


def request_types_asking() -> Any:
    """The request types in use with what they ask now."""
    asked = QuestionSet.objects.filter(replaced_at__isnull=True).prefetch_related("questions")
    current = Prefetch("question_sets", queryset=asked, to_attr="asked")
    return RequestType.objects.filter(active=True).select_related("category").prefetch_related(current)


def home_subdistricts(*also: str) -> Any:
    """The subdistricts of the municipality's own district, and those named."""
    home = Municipality.current().district_id
    return Subdistrict.objects.filter(Q(district=home) | Q(pk__in=also)).order_by(ThaiOrder("name_th"))


class ByCategory(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]
    """Request types under the names of their categories."""

    def __iter__(self) -> Any:
        """Each category with its request types, in the office's order."""
        groups: dict[str, list[Any]] = {}
        for request_type in self.queryset.select_related("category").order_by(
            "category__position", "position"
        ):
            groups.setdefault(request_type.category.name, []).append(self.choice(request_type))
        yield from groups.items()


class RequestTypes(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several request types, under their categories."""

    iterator = ByCategory
    widget = forms.CheckboxSelectMultiple


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A rule; what is left empty is no condition."""

    use_required_attribute = False

    name = Line(label=gettext_lazy("Name of the rule"), max_length=100)
    kinds = RequestTypes(RequestType.objects.none(), label=gettext_lazy("Kinds of request"), required=False)
    community = Line(
        label=gettext_lazy("Community"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("A part of the community's name in the citizen's address."),
    )
    south = Degrees(limit=90, label=gettext_lazy("Southern edge"), required=False)
    north = Degrees(limit=90, label=gettext_lazy("Northern edge"), required=False)
    west = Degrees(limit=180, label=gettext_lazy("Western edge"), required=False)
    east = Degrees(limit=180, label=gettext_lazy("Eastern edge"), required=False)
    asked = forms.ChoiceField(
        label=gettext_lazy("Answer to a question"),
        required=False,
        help_text=gettext_lazy("Questions with answers to choose from, by kind of request."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"),
        required=False,
        coerce=int,
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
    )
    from_time = Clock(label=gettext_lazy("Received from"), required=False)
    until_time = Clock(
        label=gettext_lazy("Received before"),
        required=False,
        help_text=gettext_lazy("Earlier than the first: over midnight, which counts to the day before."),
    )

    class Meta:
        model = RoutingRule
        fields = [
            "name",
            "active",
            "kinds",
            "category",
            "asked",
            "subdistricts",
            "community",
            "areas",
            "south",
            "north",
            "west",
            "east",
            "weekdays",
            "from_time",
            "until_time",
            "department",
            "unit",
            "officer",
        ]
        widgets = {"subdistricts": forms.CheckboxSelectMultiple, "areas": forms.CheckboxSelectMultiple}
        labels = {
            "active": gettext_lazy("The rule is in use"),
            "category": gettext_lazy("Or every kind of a category"),
            "subdistricts": gettext_lazy("Subdistrict of the citizen's address"),
            "areas": gettext_lazy("Area in which the place lies"),
            "department": gettext_lazy("Department"),
            "unit": gettext_lazy("Unit"),
            "officer": gettext_lazy("Officer"),
        }
        help_texts = {
            "officer": gettext_lazy(
                "Gets the case at once. While the officer is away, the head of the department names one."
            ),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        rule, fields = self.instance, self.fields
        kept = rule.kinds.values("pk") if rule.pk else []
        places = rule.areas.values("pk") if rule.pk else []
        homes = rule.subdistricts.values_list("pk", flat=True) if rule.pk else []
        querysets = {
            "kinds": RequestType.objects.filter(Q(active=True) | Q(pk__in=kept)),
            "category": Category.objects.filter(Q(active=True) | Q(pk=rule.category_id)),
            "subdistricts": home_subdistricts(*homes),
            "areas": Area.objects.filter(Q(active=True) | Q(pk__in=places)),
            "department": Department.objects.filter(Q(active=True) | Q(pk=rule.department_id)),
            "unit": Unit.objects.filter(Q(active=True) | Q(pk=rule.unit_id)).select_related("department"),
            "officer": _officers(rule),
        }
        for name, queryset in querysets.items():
            fields[name].queryset = queryset  # type: ignore[attr-defined]
        fields["unit"].label_from_instance = lambda unit: f"{unit.department.name}: {unit.name}"  # type: ignore[attr-defined]
        fields["officer"].label_from_instance = _with_departments  # type: ignore[attr-defined]
        fields["weekdays"].choices = [(number, weekday(number)) for number in range(7)]  # type: ignore[attr-defined]
        self._offer_answers()

    def asking(self) -> Any:
        """The request types whose answers are offered."""
        return request_types_asking()

    def _offer_answers(self) -> None:
        rule, field = self.instance, self.fields["asked"]
        groups = asked_answers(self.asking())
        wanted = f"{rule.question}={rule.answer}"
        values = [value for _name, options in groups for value, _text in options]
        field.initial = next((one for one in values if rule.question and one.endswith(f":{wanted}")), "")
        extra: list[Any] = [("", _("Any answer"))]
        if rule.question and not field.initial:
            # Not asked any more: shown, so that saving does not silently drop the condition.
            field.initial = f"0:{wanted}"
            gone = _("not asked any more")
            extra.append((field.initial, f"{rule.question}: {rule.answer} ({gone})"))
        field.choices = [*extra, *groups]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least one condition; a question goes with the request type that asks it."""
        data = super().clean() or self.cleaned_data
        request_type, _colon, wanted = (data.get("asked") or "").partition(":")
        self.instance.question, _equals, self.instance.answer = wanted.partition("=")
        request_types, category = data.get("kinds"), data.get("category")
        if (
            wanted
            and request_type != "0"
            and not request_types
            and not category
            and "kinds" not in self.errors
        ):
            data["kinds"] = RequestType.objects.filter(pk=request_type)
        elif wanted and request_type != "0" and not _asks(request_type, request_types, category):
            text = _("None of the chosen kinds asks this question. Choose its kind as well.")
            self.add_error("asked", ValidationError(text))
        self._refuse_stranger(data.get("officer"), data.get("department"))
        names = (
            "kinds",
            "category",
            "asked",
            "subdistricts",
            "areas",
            "community",
            "south",
            "weekdays",
            "from_time",
        )
        if not self.errors and not any(data.get(name) not in (None, "", []) and data[name] for name in names):
            self.add_error(None, ValidationError(_("Give at least one condition.")))
        return data

    def _refuse_stranger(self, officer: User | None, department: Department | None) -> None:
        if officer and department and not officer.memberships.filter(department=department).exists():
            self.add_error("officer", ValidationError(_("This person does not work in the department.")))


def _officers(rule: RoutingRule) -> Any:
    """Who works in a department, and whom the rule names."""
    members = Membership.objects.filter(department__active=True).values("user")
    people = User.objects.filter(Q(pk__in=members, is_active=True) | Q(pk=rule.officer_id))
    return people.prefetch_related("memberships__department").order_by(*BY_NAME)


def _with_departments(person: User) -> str:
    """A person's name after the departments, as that of a unit."""
    names = [member.department.name for member in person.memberships.all()]
    return f"{', '.join(names)}: {person}" if names else str(person)


def _asks(request_type: str, request_types: Any, category: Category | None) -> bool:
    chosen = {one.pk for one in request_types or []}
    if category:
        chosen |= set(category.kinds.values_list("pk", flat=True))
    return int(request_type) in chosen


class TryForm(forms.Form):
    """A case by its number, or the facts by hand."""

    use_required_attribute = False

    number = UserId(label=gettext_lazy("User ID of a case"), required=False)
    request_type = forms.ModelChoiceField(
        RequestType.objects.none(), label=gettext_lazy("Kind of request"), required=False, empty_label="–"
    )
    asked = forms.ChoiceField(label=gettext_lazy("Answer to a question"), required=False)
    subdistrict = forms.ModelChoiceField(
        Subdistrict.objects.none(), label=gettext_lazy("Subdistrict"), required=False, empty_label="–"
    )
    community = Line(label=gettext_lazy("Community"), required=False, max_length=100)
    point = Line(
        label=gettext_lazy("Place"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Degrees, such as 17.4150, 102.7870, or the link of a map."),
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=gettext_lazy("Area"), required=False, empty_label="–"
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("Day on which it is received"), required=False, coerce=int, choices=DAYS
    )
    clock = Clock(label=gettext_lazy("Time at which it is received"), required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data, label_suffix="", auto_id="try_%s")
        self.user = user
        request_types = request_types_asking()
        self.fields["request_type"].queryset = request_types  # type: ignore[attr-defined]
        self.fields["subdistrict"].queryset = home_subdistricts()  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.filter(active=True)  # type: ignore[attr-defined]
        self.fields["asked"].choices = [("", "–"), *asked_answers(request_types)]  # type: ignore[attr-defined]
        days = [("", _("Today")), *((number, weekday(number)) for number in range(7))]
        self.fields["day"].choices = days  # type: ignore[attr-defined]
        self.case: Case | None = None

    def clean_number(self) -> str:
        """The number of a case that this person may read."""
        number: str = self.cleaned_data["number"]
        if number:
            cases = Case.objects.visible_to(self.user).select_related("request_type")
            self.case = cases.filter(number=number).first()
            if self.case is None:
                raise ValidationError(_("There is no case with this number that you may read."))
        return number

    def clean_point(self) -> Any:
        """The point on the map."""
        typed = self.cleaned_data["point"]
        point = geography.parse(typed) if typed else None
        if typed and point is None:
            raise ValidationError(_("These are no degrees. They should look like 17.4150, 102.7870."))
        return point

    def clean(self) -> dict[str, Any]:
        """A number or a request type."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("number") and not data.get("request_type"):
            self.add_error(None, ValidationError(_("Give the user ID of a case, or at least its kind.")))
        return data

    def facts(self) -> Facts:
        """What the rules are asked about."""
        return _facts_of_case(self.case) if self.case else self._by_hand()

    def _by_hand(self) -> Facts:
        data = self.cleaned_data
        _key, _colon, asked = data["asked"].partition(":")
        question, _equals, answer = asked.partition("=")
        now = timezone.localtime()
        if data["day"] != "":
            now += datetime.timedelta(days=(data["day"] - now.weekday()) % 7)
        if data["clock"]:
            now = now.replace(hour=data["clock"].hour, minute=data["clock"].minute)
        point = data["point"]
        place = {"area": data["area"], **(point._asdict() if point else {})}
        return Facts(
            request_type=data["request_type"].pk,
            category=data["request_type"].category_id,
            at=now,
            subdistrict=data["subdistrict"].pk if data["subdistrict"] else "",
            community=data["community"],
            areas=frozenset(area.pk for area in areas.finder().around(place)),
            latitude=float(point.latitude) if point else None,
            longitude=float(point.longitude) if point else None,
            answers={question: frozenset({answer})} if question else {},
        )


def _facts_of_case(case: Case) -> Facts:
    fields = {name: getattr(case, name) for name in ("community", "latitude", "longitude", "area")}
    return facts_of(
        case.request_type,
        fields,
        subdistrict=case.subdistrict_id or "",
        areas=frozenset(area.pk for area in areas.finder().around(fields)),
        answers=answers.answers_of(case),
        at=case.received_at,
    )
