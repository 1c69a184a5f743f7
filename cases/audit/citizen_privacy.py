"""Who may know the citizen behind a case: asked by every room, answered by the one table of rights.

The rule needs roles, which `cases` does not know; `workflows` gives it when it starts. Without a rule nobody
sees anybody.
"""

from collections.abc import Callable

from django.db.models import Q

from cases.models import Case, User

MaySee = Callable[[User, Case], bool]
SeenBy = Callable[[User], Q]


class _Rule:
    may_see: MaySee = staticmethod(lambda user, case: False)
    seen_by: SeenBy = staticmethod(lambda user: Q(pk__in=[]))
    is_own: MaySee = staticmethod(lambda user, case: False)


def answer_with(*, may_see: MaySee, seen_by: SeenBy, is_own: MaySee) -> None:
    """Let these decide from now on; `seen_by` is `may_see` as a condition on cases that one may read."""
    _Rule.may_see, _Rule.seen_by = staticmethod(may_see), staticmethod(seen_by)
    _Rule.is_own = staticmethod(is_own)


def may_see(user: User, case: Case) -> bool:
    """Whether this member of staff needs the citizen's name and contact for the task."""
    return _Rule.may_see(user, case)


def seen_by(user: User) -> Q:
    """The cases, among those that one may read, whose citizen this member of staff may know."""
    return _Rule.seen_by(user)


def is_own(user: User, case: Case) -> bool:
    """Whether the case is this person's work: in charge of it or of a subtask, standing in, or its head."""
    return _Rule.is_own(user, case)
