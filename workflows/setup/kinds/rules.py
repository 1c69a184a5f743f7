"""Who gets the cases of a kind: the routing rules that name it, in words, and one more of its own."""

import itertools
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from cases.intake import routing
from cases.models import RequestType, RoutingRule
from workflows.setup import explain
from workflows.setup.routing_forms import RuleForm

# What a rule of one kind can ask besides; the page of the rule has the rest.
ASKED = ("asked", "areas", "weekdays", "from_time", "until_time")
THEN = ("department", "unit", "officer")


class KindRuleForm(RuleForm):
    """A rule for one kind of request, which need not be named."""

    def __init__(self, data: Any = None, *, kind: RequestType) -> None:
        self.kind = kind
        last = RoutingRule.objects.aggregate(last=Max("position"))["last"] or 0
        super().__init__(data, instance=RoutingRule(position=last + 1), prefix="rule")
        self.fields["name"].required = False
        self.fields["name"].help_text = _("Empty: it is called after the kind and the department.")
        if not self.fields["areas"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["areas"]
        for name in self.fields.keys() - {"name", "kinds", "active", *ASKED, *THEN}:
            del self.fields[name]

    def asking(self) -> Any:
        """The kind alone."""
        return super().asking().filter(pk=self.kind.pk)

    def clean_kinds(self) -> Any:
        """The kind of the page."""
        return RequestType.objects.filter(pk=self.kind.pk)

    def clean_active(self) -> bool:
        """It holds from the next case on."""
        return True

    def clean(self) -> dict[str, Any]:
        """A rule without a name is called after where it leads."""
        data = super().clean()
        if not data.get("name") and (department := data.get("department")):
            data["name"] = _free_name(f"{self.kind.name_th[:45]} → {department.name_th[:45]}")
        return data

    def conditions(self) -> list[Any]:
        """The fields that say for which cases it is."""
        return [self[name] for name in ASKED if name in self.fields and name != "weekdays"]


def about(kind: RequestType) -> list[tuple[RoutingRule, list[str], list[str]]]:
    """The rules that name a kind or its category, in their order: each with what it asks, in words, and why
    it cannot be applied."""
    named = Q(pk__in=RoutingRule.kinds.through.objects.filter(requesttype=kind).values("routingrule"))
    found = routing.with_all(RoutingRule.objects.filter(named | Q(category=kind.category_id)))
    return [
        (rule, list(explain.conditions(rule).values()), explain.problems(routing.as_applied(rule)))
        for rule in found
    ]


def _free_name(wanted: str) -> str:
    """The wanted name, with a number where another rule has it."""
    taken = set(RoutingRule.objects.values_list("name", flat=True))
    numbered = (f"{wanted} ({number})" for number in itertools.count(2))
    return next(name for name in itertools.chain([wanted], numbered) if name not in taken)
