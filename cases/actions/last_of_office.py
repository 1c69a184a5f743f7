"""The last clerk, and the last executive, who could do a step that waits for the office stay in it: whoever
takes it away names another one first.

As with the last head of a department (`cases.actions.offboarding`), it is refused in the transaction of the
change, whoever makes it: somebody is switched off, a role is taken away, or a role loses its rights. A deputy
has no office, so that the end of a delegation leaves none empty, and nobody leaves on the strength of one.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, post_delete, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from cases.access.offices import clerks, executives
from cases.actions import own_work
from cases.db.insert_once import take_advisory_lock
from cases.errors import Refused
from cases.models import Doer, User

PEOPLE: dict[Doer, Callable[[], QuerySet[User]]] = {Doer.CLERK: clerks, Doer.EXECUTIVE: executives}
LINKS = (User.groups.through, User.user_permissions.through, Group.permissions.through)
# Where the people of the offices are kept between the two signals of one change.
BEFORE = "_offices_before"


def leave_one_by_one() -> None:
    """Be the only one who takes somebody out of an office or a department, until the commit: of two who leave
    at once, each would be the one on whom the other relies."""
    take_advisory_lock("leave an office")


def last_office(person: User) -> Doer | None:
    """Return the office for which a step waits that nobody could do without this person: nobody else has the
    office, or whoever has it has done the work that is to be approved."""
    for office, people in _staffed().items():
        if person.pk in people:
            return office if own_work.waits_for_one_of(office, people, people - {person.pk}) else None
    return None


def nobody_left(office: Doer) -> str:
    """What is said to somebody who would leave such a step to nobody."""
    if office == Doer.CLERK:
        return _("A step waits for the clerk, and nobody else could do it. Name another clerk first.")
    return _("A step waits for an executive, and nobody else could do it. Name another executive first.")


def _staffed() -> dict[Doer, set[int]]:
    return {office: set(people().values_list("pk", flat=True)) for office, people in PEOPLE.items()}


def _refuse_lost(before: dict[Doer, set[int]]) -> None:
    now = _staffed()
    for office, people in before.items():
        if people - now[office] and own_work.waits_for_one_of(office, people, now[office]):
            raise Refused(nobody_left(office))


@receiver(pre_save, sender=User, dispatch_uid="cases.actions.last_of_office.switched_off")
def person_is_switched_off(
    instance: User, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """A person who was active is not any more; a log-in, which writes its time alone, asks nothing."""
    if raw or instance.is_active or (update_fields is not None and "is_active" not in update_fields):
        return
    leave_one_by_one()
    if office := last_office(instance):
        raise Refused(nobody_left(office))


def rights_change(instance: Any, action: str, **kwargs: Any) -> None:
    """Somebody gets or loses a role or a right, or a role a right. A right that is given may end an office
    too: who routes cases is a clerk, and no executive any more."""
    if action.startswith("pre_"):
        leave_one_by_one()
        setattr(instance, BEFORE, _staffed())
    else:
        _refuse_lost(vars(instance).pop(BEFORE, {}))


for link in LINKS:
    m2m_changed.connect(rights_change, sender=link, dispatch_uid=f"{__name__}.{link.__name__}")


@receiver(pre_delete, sender=Group, dispatch_uid="cases.actions.last_of_office.role_goes")
def role_goes(instance: Group, **kwargs: Any) -> None:
    """A role is removed."""
    leave_one_by_one()
    setattr(instance, BEFORE, _staffed())


@receiver(post_delete, sender=Group, dispatch_uid="cases.actions.last_of_office.role_gone")
def role_is_gone(instance: Group, **kwargs: Any) -> None:
    """Nobody has what it gave."""
    _refuse_lost(vars(instance).pop(BEFORE, {}))
