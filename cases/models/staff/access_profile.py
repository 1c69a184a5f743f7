"""Where a person stands: departments, named request types, the roles' sets, absences and delegations, read in
one statement."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

# By plain SQL: the person's model asks for it, and the tables that it asks about name the person.
READ = """
WITH held AS NOT MATERIALIZED (
  SELECT user_id, permission_id FROM cases_user_user_permissions
  UNION ALL
  SELECT user_id, permission_id FROM auth_group_permissions
    JOIN cases_user_groups ON cases_user_groups.group_id = auth_group_permissions.group_id
)
SELECT
  (SELECT json_agg(json_build_array(department_id, role)) FROM cases_membership WHERE user_id = %(user)s),
  (SELECT json_agg(json_build_array(role, codename))
     FROM cases_rolepermission JOIN auth_permission ON auth_permission.id = permission_id),
  (SELECT json_agg(DISTINCT kind_id) FROM cases_kindreader
     JOIN cases_requesttype ON cases_requesttype.id = kind_id AND restricted WHERE user_id = %(user)s),
  (SELECT json_agg(DISTINCT kind_id) FROM cases_kindreader
     JOIN cases_requesttype ON cases_requesttype.id = kind_id AND restricted
     JOIN cases_user ON cases_user.id = user_id AND is_active),
  (SELECT json_agg(id) FROM cases_requesttype WHERE restricted),
  (SELECT json_agg(json_build_array(user_id, substitute_id)) FROM cases_absence
     WHERE %(today)s BETWEEN since AND until),
  (SELECT json_agg(DISTINCT app_label || '.' || codename)
     FROM auth_permission JOIN django_content_type ON django_content_type.id = content_type_id
     WHERE auth_permission.id IN (SELECT permission_id FROM held WHERE user_id = %(user)s)),
  (SELECT json_agg(json_build_array(
       handed.id,
       handed.user_id,
       (SELECT json_agg(department_id) FROM cases_membership
          WHERE cases_membership.user_id = handed.user_id AND role = 'head'),
       (SELECT json_agg(DISTINCT codename) FROM auth_permission
          JOIN held ON held.permission_id = auth_permission.id
          WHERE held.user_id = handed.user_id AND codename IN ('view_every_case', 'route_case'))
     ) ORDER BY handed.id)
     FROM cases_delegation AS handed JOIN cases_user ON cases_user.id = handed.user_id AND is_active
     WHERE deputy_id = %(user)s AND withdrawn_at IS NULL AND %(today)s BETWEEN since AND until)
"""
EVERY_CASE = "cases.view_every_case"


@dataclass(frozen=True)
class DelegatedRights:
    """What somebody's office gives to the `deputy` today: the departments that it heads, and whether it is an
    executive's, who reads every case. `delegation`, `principal` and `deputy` are keys."""

    delegation: int
    principal: int
    deputy: int
    headed: frozenset[int]
    oversees: bool


@dataclass(frozen=True)
class AccessProfile:
    """Department to role; role to permissions; the restricted request types that this person was named for,
    and those that somebody was named for, whose cases are no longer every head's; all restricted request
    types; who of all people is away today, and who stands in; the permissions by the own office, as Django
    names them; what others have handed on for today."""

    departments: dict[int, str]
    sets: dict[str, frozenset[str]]
    named_for: frozenset[int]
    named: frozenset[int]
    restricted: frozenset[int]
    away: dict[int, int]
    permissions: frozenset[str]
    delegated: tuple[DelegatedRights, ...] = ()

    def __hash__(self) -> int:
        pairs = [frozenset(one.items()) for one in (self.departments, self.sets, self.away)]
        return hash((*pairs, self.named_for, self.named, self.restricted, self.permissions, self.delegated))

    @property
    def closed(self) -> frozenset[int]:
        """The request types that are for other people's eyes, whatever department this person heads."""
        return self.named - self.named_for

    @property
    def deputised(self) -> frozenset[int]:
        """The departments whose heads have handed their decisions on to this person for today."""
        return frozenset[int]().union(*(one.headed for one in self.delegated))

    @property
    def lent(self) -> frozenset[str]:
        """The permissions that this person has as the deputy of an executive alone."""
        oversees = any(one.oversees for one in self.delegated)
        return frozenset({EVERY_CASE} if oversees else ()) - self.permissions


def access_profile_of(user: int) -> AccessProfile:
    """Everything that rights ask about a person; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"user": user, "today": timezone.localdate()})
        found = [one or [] for one in cursor.fetchone()]
    departments, pairs, named_for, named, restricted, away, permissions, handed = found
    return AccessProfile(
        dict(departments),
        _sets(pairs),
        frozenset(named_for),
        frozenset(named),
        frozenset(restricted),
        dict(away),
        frozenset(permissions),
        tuple(_delegated(user, *row) for row in handed),
    )


def _delegated(
    deputy: int, delegation: int, principal: int, headed: list[int] | None, codenames: list[str] | None
) -> DelegatedRights:
    """An executive is who reads every case, and routes none."""
    oversees = codenames == ["view_every_case"]
    return DelegatedRights(delegation, principal, deputy, frozenset(headed or ()), oversees)


def _sets(pairs: list[Any]) -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for role, codename in pairs:
        sets.setdefault(role, set()).add(codename)
    return {role: frozenset(found) for role, found in sets.items()}
