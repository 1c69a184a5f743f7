"""People named in a note: `@username` in its text, or picked from a list; only who may read the case.

Thai sets no blank after a name, so a name ends where no Latin letter or digit follows, and of two names that
fit the longer one is meant.
"""

import re
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat, Lower, StrIndex
from django.utils.translation import ngettext

from cases.access.decision_makers import deciders
from cases.access.offices import overseers
from cases.errors import Refused
from cases.models import Case, CaseEvent, Membership, Subtask, User
from cases.text.collation import BY_NAME

# An address of e-mail is no mention.
AT = re.compile(r"(?<![A-Za-z0-9_.+-])@")
NAME = re.compile(r"[A-Za-z0-9_.+-]*[A-Za-z0-9_]")
MORE = re.compile(r"[.+-]*[A-Za-z0-9_]")


def named(case: Case, text: str, *, by: User) -> list[User]:
    """The people whom the text names, each once, without the writer. Raises Refused as `check`."""
    return [person for person in check(case, text) if person.pk != by.pk]


def check(case: Case, text: str) -> list[User]:
    """Everybody whom the text names. Raises Refused that says which names belong to nobody, and who may not
    read the case."""
    people, unknown = _read(text)
    if unknown:
        raise Refused(_unknown(unknown))
    if barred := [str(person) for person in people if not may_read(person, case)]:
        raise Refused(_barred(barred))
    return people


def may_read(user: User, case: Case) -> bool:
    """Whether this person may read the case, by the rule of all pages."""
    return bool(user.is_active and Case.objects.visible_to(user).filter(pk=case.pk).exists())


def proposed(case: Case) -> QuerySet[User]:
    """Whom to pick from: the department's people, and those who had a part in the case and may still read it;
    of a restricted request type the heads and the officer. `may_read` holds for each of them. One
    statement."""
    members = Membership.objects.filter(department=case.department_id)
    if case.request_type.restricted:
        near = Q(pk__in=deciders(case.request_type, case.department_id).values("pk"))
    else:
        part = CaseEvent.objects.filter(case=case, by__isnull=False).values("by")
        near = Q(pk__in=members.values("user")) | Q(pk__in=part) & _other_readers(case)
    people = User.objects.filter(near | Q(pk=case.officer_id or 0), is_active=True)
    return people.order_by(*BY_NAME)


def _other_readers(case: Case) -> Q:
    """Who may read a case of another department that is not restricted: whose own one does a subtask of it,
    or did, and who may read every case."""
    helping = Subtask.objects.shared().filter(case=case).values("department")
    helpers = Membership.objects.filter(department__in=helping)
    return Q(pk__in=helpers.values("user")) | Q(pk__in=overseers().values("pk")) | Q(is_superuser=True)


def with_names(text: str, people: Iterable[User]) -> str:
    """The text with the people who were picked named at its end, so that the history shows them."""
    there = {person.pk for person in _read(text)[0]} if "@" in text else set()
    more = " ".join(f"@{person.username}" for person in people if person.pk not in there)
    return f"{text}\n{more}" if more else text


def _read(text: str) -> tuple[list[User], list[str]]:
    """Who is named, and the names that belong to nobody."""
    starts = [found.end() for found in AT.finditer(text)]
    known = {person.username.lower(): person for person in _candidates(text)} if starts else {}
    people: dict[int, User] = {}
    unknown = []
    for rest in (text[start:] for start in starts):
        if fits := max(_fitting(rest, known), key=len, default=""):
            people[known[fits].pk] = known[fits]
        elif written := NAME.match(rest):
            unknown.append(written[0])
    return list(people.values()), unknown


def _candidates(text: str) -> QuerySet[User]:
    """Everybody whose name stands after some @ of the text; one statement."""
    name = Concat(Value("@"), Lower("username"))
    return User.objects.alias(place=StrIndex(Value(text.lower()), name)).filter(place__gt=0)


def _fitting(rest: str, known: Iterable[str]) -> Iterator[str]:
    for name in known:
        if rest.lower().startswith(name) and not MORE.match(rest[len(name) :]):
            yield name


def _unknown(names: list[str]) -> str:
    text = ngettext(
        "There is nobody with the user name %(names)s. Leave a blank after @ where nobody is meant.",
        "There is nobody with the user names %(names)s. Leave a blank after @ where nobody is meant.",
        len(names),
    )
    return text % {"names": ", ".join(names)}


def _barred(names: list[str]) -> str:
    text = ngettext(
        "%(names)s may not read this case, and cannot be mentioned.",
        "%(names)s may not read this case, and cannot be mentioned.",
        len(names),
    )
    return text % {"names": ", ".join(names)}
