"""What a member of staff is in the municipality, for rules about logging in; rights have their own words."""

from enum import StrEnum

from cases.models import Membership, User


class StaffRole(StrEnum):
    """The roles that a setting can name."""

    ADMINISTRATOR = "administrator"
    CLERK = "clerk"
    HEAD = "head"
    OFFICER = "officer"
    EXECUTIVE = "executive"


# Those who may learn who a citizen is.
KNOWING = frozenset({StaffRole.CLERK, StaffRole.HEAD, StaffRole.OFFICER})


def staff_roles(user: User) -> frozenset[StaffRole]:
    """Return every role that this person has today; whoever was named for a restricted request type acts as
    its head, and so does a head's deputy."""
    found = set()
    if user.is_superuser or user.is_staff:
        found.add(StaffRole.ADMINISTRATOR)
    if user.has_perm("cases.view_every_case"):
        found.add(StaffRole.CLERK if user.has_perm("cases.route_case") else StaffRole.EXECUTIVE)
    if user.decided or user.access_profile.named_for:
        found.add(StaffRole.HEAD)
    if Membership.Role.OFFICER in user.roles.values():
        found.add(StaffRole.OFFICER)
    return frozenset(found)


def knows_citizens(user: User) -> bool:
    """Whether this person may learn who a citizen is."""
    return bool(staff_roles(user) & KNOWING)
