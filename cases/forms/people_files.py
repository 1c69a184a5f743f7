"""People out of a table: each row is judged first, then taken; nobody leaves by missing in a file.

A person is known by the user name. Somebody who works in several departments has a row for each; an empty
cell leaves what is there as it is. Who is new has no password until somebody gives one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cases.actions.offboarding import last_headed, no_head_left
from cases.errors import Refused
from cases.models import Department, Membership, Unit, User
from cases.setup.people_table import (
    HEAD,
    MAIL,
    OFFICES,
    ROLE_NAMES,
    ROLE_WORDS,
    ROLES,
    TEXTS,
    Line,
    Wrong,
    check_cells,
)
from cases.text.normalization import compared


class State(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Row:
    """A row of the file, what becomes of it, and in words what changes or why it is refused."""

    line: int
    username: str
    name: str
    state: State
    words: list[str]


class Place(NamedTuple):
    """Where somebody works, and as what."""

    role: str
    unit: int | None


@dataclass
class Known:
    """A person as the file has made it so far."""

    user: User
    places: dict[int, Place] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)


class _Wish(NamedTuple):
    """What a row asks for: a department with unit and role, or an office."""

    department: Department | None
    unit: Unit | None
    role: str


def judged(lines: list[Line], *, by: User) -> list[Row]:
    """Return what would become of each row, if `by` took them; nothing is changed."""
    return list(_Town(lines, by).rows(lines, store=False))


@transaction.atomic
def take(lines: list[Line], *, by: User) -> list[Row]:
    """Take the rows that fit the town as it is now; return what became of each. The same file again changes
    nothing."""
    return list(_Town(lines, by).rows(lines, store=True))


class _Town:
    """Departments, units, offices, and the people whom a file names: six statements for any file."""

    def __init__(self, lines: list[Line], by: User) -> None:
        self.by = by
        self.departments = _by_words(Department.objects.filter(active=True))
        self.units = list(Unit.objects.filter(active=True))
        self.groups = {group.name: group for group in Group.objects.filter(name__in=OFFICES)}
        names = [line["username"].lower() for line in lines]
        mails = [line["email"].lower() for line in lines if line.get("email")]
        people = User.objects.annotate(lower=Lower("username")).filter(lower__in=names)
        self.people = {
            one.username.lower(): _known(one) for one in people.prefetch_related("memberships", "groups")
        }
        with_mail = User.objects.annotate(lower=Lower("email")).filter(lower__in=mails)
        self.mails: dict[str, set[str]] = {}
        for one in with_mail:
            self.mails.setdefault(one.email.lower(), set()).add(one.username.lower())

    def rows(self, lines: list[Line], *, store: bool) -> Iterator[Row]:
        """Judge each row after those before it, and store it where that is wanted."""
        seen: dict[tuple[str, int, str], int] = {}
        for line in lines:
            name = " ".join(filter(None, (line.get("first_name"), line.get("last_name"))))
            try:
                state, words = self._row(line, seen, store)
            except (Wrong, Refused) as wrong:
                state, words = State.REFUSED, [str(wrong)]
            yield Row(line["line"], line["username"], name, state, words)

    def _row(self, line: Line, seen: dict[tuple[str, int, str], int], store: bool) -> tuple[State, list[str]]:
        check_cells(line)
        wish, key = self._wish(line), line["username"].lower()
        office = wish.role if wish.role in OFFICES else ""
        here = (key, wish.department.pk if wish.department else 0, office)
        if here in seen:
            raise Wrong(_("The same stands in line %(line)s.") % {"line": seen[here]})
        known = self.people.get(key)
        self._check_mail(line, key)
        if known is None:
            known, state = Known(_new(line)), State.NEW
            words = [self._said(wish)]
        else:
            self._check_person(line, known, wish)
            words = [*_texts(line, known.user), *self._place(known, wish)]
            state = State.CHANGED if words else State.SAME
        if store and words:
            self._store(line, known, wish)
        self._remember(line, key, known, wish)
        seen[here] = line["line"]
        return state, words

    def _wish(self, line: Line) -> _Wish:
        """What a row asks for. Raises Wrong."""
        role = ROLES.get(compared(line.get("role", "")), "")
        if not role:
            text = _("The role “%(role)s” is not known. There are: %(roles)s.")
            offered = ", ".join(words[0] for words in ROLE_WORDS.values())
            raise Wrong(text % {"role": line.get("role", "")[:40], "roles": offered})
        typed, unit = line.get("department", ""), line.get("unit", "")
        if role in OFFICES:
            if role not in self.groups:
                raise Wrong(_("This installation has no office of this name."))
            if typed or unit:
                raise Wrong(_("This role belongs to no department: leave department and unit empty."))
            return _Wish(None, None, role)
        found = self.departments.get(compared(typed), [])
        if not typed:
            raise Wrong(_("The department is missing."))
        if len(found) != 1:
            text = (
                _("There are several departments called “%(name)s”: write the code.")
                if found
                else _("The department “%(name)s” is not known.")
            )
            raise Wrong(text % {"name": typed[:80]})
        return _Wish(found[0], self._unit(found[0], unit), role)

    def _unit(self, department: Department, typed: str) -> Unit | None:
        wanted = compared(typed)
        for unit in self.units:
            names = (unit.code, unit.name_th, unit.name_en)
            if unit.department_id == department.pk and wanted in map(compared, names):
                return unit
        if typed:
            text = _("%(department)s has no unit “%(unit)s”.")
            raise Wrong(text % {"department": department.name, "unit": typed[:80]})
        return None

    def _check_mail(self, line: Line, key: str) -> None:
        """Raise Wrong where somebody else has the address."""
        mail = line.get("email", "").lower()
        if mail and key not in self.mails.get(mail, {key}):
            raise Wrong(_("Somebody else has this e-mail address."))

    def _check_person(self, line: Line, known: Known, wish: _Wish) -> None:
        """Raise Wrong where the row is not for this person, or not for this hand."""
        user = known.user
        if not user.is_active:
            raise Wrong(_("This person has left. Take them back on their page first."))
        if not _is_same(line, user):
            raise Wrong(_("This user name belongs to somebody else: %(name)s.") % {"name": user})
        if user.is_superuser and not self.by.is_superuser:
            raise Wrong(_("Only a superuser changes this person."))
        if user.pk is not None and user.pk == self.by.pk and self._raises(known, wish):
            raise Wrong(_("Nobody raises their own rights: another administrator can do it."))
        department = wish.department
        before = known.places.get(department.pk) if department else None
        leaves = before and before.role == HEAD and wish.role != HEAD
        if not (department and user.pk and leaves) or self._other_head(known, department):
            return
        if alone := last_headed(user, [department.pk]):
            raise Wrong(no_head_left(alone))

    def _other_head(self, known: Known, department: Department) -> bool:
        """Whether the rows so far give the department another head."""
        others = [one for one in self.people.values() if one is not known]
        return any(one.places.get(department.pk, ("",))[0] == HEAD for one in others)

    def _raises(self, known: Known, wish: _Wish) -> bool:
        if wish.department is None:
            return wish.role not in known.groups
        before = known.places.get(wish.department.pk)
        return before is None or before.role not in (wish.role, HEAD)

    def _place(self, known: Known, wish: _Wish) -> list[str]:
        """What the row changes about department and office, in words."""
        if wish.department is None:
            return [] if wish.role in known.groups else [self._said(wish)]
        before = known.places.get(wish.department.pk)
        unit = wish.unit.pk if wish.unit else before.unit if before else None
        return [] if before == Place(wish.role, unit) else [self._said(wish)]

    def _said(self, wish: _Wish) -> str:
        role = ROLE_NAMES[wish.role]
        if wish.department is None:
            return str(role)
        where = f"{wish.department.name}, {wish.unit.name}" if wish.unit else wish.department.name
        return f"{where}: {role}"

    def _store(self, line: Line, known: Known, wish: _Wish) -> None:
        """Store what a row asks for, or nothing of it. Raises Refused."""
        with transaction.atomic():
            user = known.user
            _write(line, user)
            user.save()
            if wish.department is None:
                user.groups.add(self.groups[wish.role])
                return
            found = Membership.objects.filter(user=user, department=wish.department).first()
            place = found or Membership(user=user, department=wish.department)
            if wish.unit or found is None:
                place.unit = wish.unit
            place.role = wish.role
            place.save()

    def _remember(self, line: Line, key: str, known: Known, wish: _Wish) -> None:
        """For the rows below."""
        _write(line, known.user)
        if wish.department is None:
            known.groups.add(wish.role)
        else:
            before = known.places.get(wish.department.pk)
            unit = wish.unit.pk if wish.unit else before.unit if before else None
            known.places[wish.department.pk] = Place(wish.role, unit)
        self.people[key] = known
        if mail := line.get("email", "").lower():
            self.mails.setdefault(mail, set()).add(key)


def _by_words(departments: Any) -> dict[str, list[Department]]:
    """The departments by code and by each of their names."""
    found: dict[str, list[Department]] = {}
    for one in departments:
        for word in {compared(text) for text in (one.code, one.name_th, one.name_en, one.short_th) if text}:
            found.setdefault(word, []).append(one)
    # A code is nobody else's name.
    return found | {compared(one.code): [one] for one in departments}


def _known(user: User) -> Known:
    places = {one.department_id: Place(one.role, one.unit_id) for one in user.memberships.all()}
    return Known(user, places, {group.name for group in user.groups.all()})


def _new(line: Line) -> User:
    """Somebody who is not here yet, without a password. Raises Wrong."""
    user = User(username=line["username"], must_change_password=True)
    _write(line, user)
    user.set_unusable_password()
    if not (user.first_name and user.last_name):
        raise Wrong(_("First and last name are missing."))
    try:
        user.clean_fields()
    except ValidationError as error:
        name, texts = next(iter(error.message_dict.items()))
        label = str(User._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        raise Wrong(f"{label[:1].upper()}{label[1:]}: {texts[0]}") from error
    return user


def _write(line: Line, user: User) -> None:
    for name in (*TEXTS, "email"):
        if text := line.get(name):
            setattr(user, name, text)


def _texts(line: Line, user: User) -> list[str]:
    """What the row changes about name and address, in words."""
    pairs = [(label, line.get(name, ""), getattr(user, name)) for name, label in TEXTS.items()]
    pairs.append((MAIL, line.get("email", ""), user.email))
    return [f"{label}: {before or '–'} → {text}" for label, text, before in pairs if text and text != before]


def _is_same(line: Line, user: User) -> bool:
    """Whether a row is about this person: its name or its address is, or it has neither."""
    mail, name = line.get("email", ""), [line.get(part, "") for part in TEXTS]
    if mail and mail.lower() == user.email.lower():
        return True
    whole = [getattr(user, part) for part in TEXTS]
    fits = all(
        not typed or compared(typed) == compared(there) for typed, there in zip(name, whole, strict=True)
    )
    return fits and (any(name) or not mail)
