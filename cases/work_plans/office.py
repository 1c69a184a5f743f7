"""Who works in the city, as work plans ask it: departments in use, their heads, clerks and executives."""

from collections import Counter
from functools import cached_property

from cases.access import offices
from cases.models import Department, Membership, OutsideParty, OutsidePerson


class Office:
    """What is read of the people and departments, each once, by the plans that are judged together."""

    @cached_property
    def departments(self) -> dict[str, str]:
        """The departments in use: their names by their codes."""
        return {one.code: one.name for one in Department.objects.filter(active=True)}

    @cached_property
    def heads(self) -> Counter[str]:
        """How many active heads each department has, by its code."""
        heads = Membership.objects.filter(role=Membership.Role.HEAD, user__is_active=True)
        return Counter(heads.values_list("department__code", flat=True))

    @cached_property
    def parties(self) -> dict[str, str]:
        """The outside parties in use: their names by their codes."""
        return {one.code: one.name for one in OutsideParty.in_use()}

    @cached_property
    def reachable(self) -> set[str]:
        """The codes of the outside parties of which somebody gets letters."""
        return set(OutsidePerson.objects.reachable().order_by().values_list("party__code", flat=True))

    @cached_property
    def has_clerk(self) -> bool:
        """Whether somebody is a clerk."""
        return offices.clerks().exists()

    @cached_property
    def has_executive(self) -> bool:
        """Whether somebody is an executive."""
        return offices.executives().exists()
