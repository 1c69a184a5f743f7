"""Permission strings of tasks, derived from memberships."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from cases.models import User
from workflows.nodes import head_of


class MembershipBackend(BaseBackend):
    """Grants `workflows.head_of_<department>` to the heads of that department; logs nobody in."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        """Whether an active member of staff heads the department that the string names."""
        if not isinstance(user_obj, User) or not user_obj.is_active:
            return False
        return any(role == "head" and perm == head_of(pk) for pk, role in user_obj.roles.items())
