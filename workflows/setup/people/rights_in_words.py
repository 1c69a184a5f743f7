"""What a person may do, in words: asked of the real rights, as they are or as they would be by a change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.apps import apps
from django.contrib.auth.models import Permission
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.access.offices import office_of
from cases.models import Delegation, Department, Doer, RequestType, User
from cases.models.staff.access_profile import access_profile_of
from workflows import rights, role_sets
from workflows.rights.approvers import oversees
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import Role
from workflows.steps import wording

# Rights that have words of their own; of the others the table and what may be done with its rows are said.
VERBS = ("view", "add", "change", "delete")


@dataclass(frozen=True)
class Right:
    """One thing that somebody may do: where, and what; of the set-up's tables also how."""

    place: str
    what: str
    how: str = ""


@dataclass(frozen=True)
class Standing:
    """What a person's rights rest on: whether they work here, come into the set-up, have every right; the
    departments with the role in each; the permissions."""

    active: bool
    staff: bool
    superuser: bool
    departments: Mapping[int, str]
    permissions: frozenset[str]

    @classmethod
    def of(cls, person: User) -> "Standing":
        """As it is stored."""
        profile = person.access_profile
        return cls(
            person.is_active, person.is_staff, person.is_superuser, profile.departments, profile.permissions
        )


@dataclass(frozen=True)
class Change:
    """What a change would add and take away."""

    added: list[Right]
    taken: list[Right]

    def __bool__(self) -> bool:
        return bool(self.added or self.taken)


def rights_of(person: User, standing: Standing | None = None) -> list[Right]:
    """Return all that a person may do, as stored or as it would be."""
    return list(_rights(_as_if(person, standing or Standing.of(person))))


def change(person: User, after: Standing) -> Change:
    """Return what would be other than it is stored."""
    before = rights_of(person) if person.pk else []
    would = rights_of(person, after)
    return Change([one for one in would if one not in before], [one for one in before if one not in would])


def by_place(found: Iterable[Right]) -> list[tuple[str, list[str]]]:
    """Return the places with what may be done in each, a line for each thing."""
    places: dict[str, dict[str, list[str]]] = {}
    for one in found:
        hows = places.setdefault(one.place, {}).setdefault(one.what, [])
        if one.how:
            hows.append(one.how)
    return [(place, [_line(what, hows) for what, hows in things.items()]) for place, things in places.items()]


def today_as_deputy(person: User) -> list[str]:
    """Return for whom this person decides today, a sentence each."""
    keys = [one.delegation for one in person.access_profile.delegated]
    found = Delegation.objects.filter(pk__in=keys).select_related("user") if keys else ()
    text = _("Decides for %(name)s today, as deputy.")
    return [text % {"name": one.user} for one in found]


def _line(what: str, hows: list[str]) -> str:
    return f"{what}: {', '.join(hows)}" if hows else what


def _as_if(person: User, standing: Standing) -> User:
    """A person whom the rights take for this one with that standing; nobody stores it. Deputies' rights are
    told apart."""
    made = User(
        pk=person.pk,
        is_active=standing.active,
        is_staff=standing.staff,
        is_superuser=standing.superuser,
    )
    profile = person.access_profile if person.pk else access_profile_of(0)
    made.__dict__["access_profile"] = replace(
        profile, departments=dict(standing.departments), permissions=standing.permissions, delegated=()
    )
    made.__dict__["acting_for"] = frozenset[int]()
    return made


def _rights(user: User) -> Iterator[Right]:
    if not user.is_active:
        return
    yield from _everywhere(user)
    for department in Department.objects.filter(pk__in=list(user.roles)) if user.roles else ():
        if user.heads(department.pk):
            yield from _as_head(user, department)
        else:
            yield from _as_officer(user, department)
    if user.roles:
        yield from _steps(user, Role.HELPER, _("Where a department of this person helps with a subtask"))
        yield from _steps(user, Role.SUBTASK_OFFICER, _("As the officer of an open subtask"))
    yield from _restricted(user)
    yield from _set_up(user)


def _everywhere(user: User) -> Iterator[Right]:
    """The clerk's and the executive's, in the cases of all departments."""
    if not oversees(user):
        return
    clerk = rights.may_file(user)
    role = Role.CLERK if clerk else Role.READER
    place = _("%(role)s: in all departments") % {"role": role_sets.label(role)}
    yield Right(place, _("Read every case but those of restricted kinds"))
    if clerk:
        yield Right(place, _("File requests for others"))
        yield Right(place, _("See who a citizen is"))
    yield from _steps(user, role, place)
    if office_of(user) == Doer.CLERK:
        yield Right(place, _("Approve results where a work plan asks the clerk"))
    elif office_of(user) == Doer.EXECUTIVE:
        yield Right(place, _("Approve results where a work plan asks an executive"))
    yield Right(place, _("See the figures"))


def _as_head(user: User, department: Department) -> Iterator[Right]:
    place = _("%(department)s: as its head") % {"department": department.name}
    yield Right(place, _("Read the cases of the department"))
    yield Right(place, _("See who a citizen is"))
    yield from _steps(user, Role.HEAD, place)
    yield Right(place, wording.name(Verb.APPROVE))
    yield Right(place, _("Hand decisions on to a deputy"))
    yield Right(place, _("See the figures"))


def _as_officer(user: User, department: Department) -> Iterator[Right]:
    place = _("%(department)s: in cases of colleagues") % {"department": department.name}
    yield Right(place, _("Read the cases of the department but those of restricted kinds"))
    yield from _steps(user, Role.COLLEAGUE, place)
    place = _("%(department)s: in the own cases") % {"department": department.name}
    yield Right(place, _("See who a citizen is"))
    yield from _steps(user, Role.OFFICER, place)


def _steps(user: User, role: Role, place: str) -> Iterator[Right]:
    """The steps that the role's set has."""
    for verb in STEPS:
        if role in rights.granted(user, verb):
            yield Right(place, wording.name(verb))


def _restricted(user: User) -> Iterator[Right]:
    """The restricted kinds whose cases this person decides about: those of a head, and those that the person
    was named for."""
    profile = user.access_profile
    if not profile.restricted:
        return
    place = _("Restricted kinds: read and decide")
    for kind in RequestType.objects.filter(pk__in=profile.restricted):
        own = user.heads(kind.department_id) and kind.pk not in profile.closed
        if own or kind.pk in profile.named_for:
            yield Right(place, kind.name)


def _set_up(user: User) -> Iterator[Right]:
    if not user.is_staff:
        return
    place = _("Set-up")
    if user.is_superuser:
        yield Right(place, _("Every right, those of administrators too"))
        return
    if rights.may_set_up(user):
        yield Right(place, _("Open the set-up, look into the logs, export the set-up"))
    special = {
        "cases.change_rolepermission": _("Say which steps each role may do"),
        "notifications.change_lettertext": _("Change the words of letters"),
    }
    for name, text in special.items():
        if name in user.access_profile.permissions:
            yield Right(place, text)
    yield from _tables(place, user.access_profile.permissions - special.keys())


def _tables(place: str, permissions: Iterable[str]) -> Iterator[Right]:
    """What may be done with the rows of the set-up's tables."""
    hows = {"view": _("see"), "add": _("add"), "change": _("edit"), "delete": _("remove")}
    held = {tuple(name.split(".", 1)) for name in permissions}
    found = Permission.objects.filter(codename__in=[codename for _app, codename in held])
    for one in found.select_related("content_type").order_by("content_type__model", "pk"):
        verb, _line, model = one.codename.partition("_")
        if (one.content_type.app_label, one.codename) not in held or verb not in VERBS:
            continue
        if model == one.content_type.model:
            table = apps.get_model(one.content_type.app_label, model)
            yield Right(place, capfirst(str(table._meta.verbose_name_plural)), hows[verb])
