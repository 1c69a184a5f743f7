"""Where a person stands: departments, named request types, the roles' sets and absences, read in one
statement."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

# By plain SQL: the person's model asks for it, and the tables that it asks about name the person.
READ = """
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
     WHERE auth_permission.id IN (
       SELECT permission_id FROM cases_user_user_permissions WHERE user_id = %(user)s
       UNION ALL
       SELECT permission_id FROM auth_group_permissions
         JOIN cases_user_groups ON cases_user_groups.group_id = auth_group_permissions.group_id
         WHERE user_id = %(user)s))
"""


@dataclass(frozen=True)
class AccessProfile:
    """Department to role; role to permissions; the restricted request types that this person was named for,
    and those that somebody was named for, whose cases are no longer every head's; all restricted request
    types; who of all people is away today, and who stands in; the permissions, as Django names them."""

    departments: dict[int, str]
    sets: dict[str, frozenset[str]]
    named_for: frozenset[int]
    named: frozenset[int]
    restricted: frozenset[int]
    away: dict[int, int]
    permissions: frozenset[str]

    def __hash__(self) -> int:
        pairs = [frozenset(one.items()) for one in (self.departments, self.sets, self.away)]
        return hash((*pairs, self.named_for, self.named, self.restricted, self.permissions))

    @property
    def closed(self) -> frozenset[int]:
        """The request types that are for other people's eyes, whatever department this person heads."""
        return self.named - self.named_for


def access_profile_of(user: int) -> AccessProfile:
    """Everything that rights ask about a person; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(READ, {"user": user, "today": timezone.localdate()})
        found = [one or [] for one in cursor.fetchone()]
    departments, pairs, named_for, named, restricted, away, permissions = found
    return AccessProfile(
        dict(departments),
        _sets(pairs),
        frozenset(named_for),
        frozenset(named),
        frozenset(restricted),
        dict(away),
        frozenset(permissions),
    )


def _sets(pairs: list[Any]) -> dict[str, frozenset[str]]:
    sets: dict[str, set[str]] = {}
    for role, codename in pairs:
        sets.setdefault(role, set()).add(codename)
    return {role: frozenset(found) for role, found in sets.items()}
