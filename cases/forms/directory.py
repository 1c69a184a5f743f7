"""Who of the staff is no longer in the municipality's directory: compared, doubted, switched off.

Whoever leaves hands the open cases back as on the page of the person (`cases.actions.offboarding`), with the
same refusals. Nobody is entered by a directory, and nobody comes back by one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.forms import modelform_factory

from cases.access.emergency_account import why_it_stays
from cases.actions.offboarding import in_the_name_of
from cases.errors import Refused
from cases.forms.people import PersonForm
from cases.models import DirectoryRun, User
from cases.setup import directory_table
from cases.setup.directory_table import Entry
from cases.setup.office_tables import Unusable

Doubt = DirectoryRun.Doubt
# So many of our people may be missing at once before the file is doubted: of 100, and never fewer than these.
SHARE, FEW = 10, 3
RUNS_KEPT = 400
# The switch alone, with the refusals of the whole form.
Switch = modelform_factory(User, form=PersonForm, fields=["is_active"])


@dataclass(frozen=True)
class Outcome:
    """What a run has found; `problems` say in words why a file could not be read."""

    run: DirectoryRun
    gone: list[User]
    kept: list[tuple[User, str]]
    problems: list[str]


def take(content: bytes, *, dry: bool, share: int = SHARE, spared: Iterable[str] = ()) -> Outcome:
    """Compare the staff with a directory and switch off who is gone, or only say who would be; keep what came
    of it. `spared` are user names that no directory has."""
    run = DirectoryRun(dry=dry)
    try:
        entries = directory_table.read(content)
    except Unusable as unusable:
        run.doubt = Doubt.UNREADABLE
        return _kept(Outcome(run, [], [], unusable.problems))
    here, missing = _compared(entries, {name.lower() for name in spared})
    run.listed, run.here = len(entries), len(here)
    run.doubt = _doubt(len(here), len(missing), share)
    if run.doubt:
        return _kept(Outcome(run, missing, [], []))
    gone, kept = list[User](), list[tuple[User, str]]()
    for person in missing:
        had = in_the_name_of(person).count()
        if why := why_not(person) if dry else _switched_off(person):
            kept.append((person, why))
            continue
        gone.append(person)
        run.cases_back += had
    run.gone, run.kept = [one.pk for one in gone], [one.pk for one, _why in kept]
    return _kept(Outcome(run, gone, kept, []))


def why_not(person: User) -> str:
    """Why this person cannot be switched off now, in words; empty where it is possible."""
    form = Switch({}, instance=User.objects.get(pk=person.pk))
    return "" if form.is_valid() else " ".join(str(text) for texts in form.errors.values() for text in texts)


def _switched_off(person: User) -> str:
    """Switch somebody off, or return why that is refused."""
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
            if why := why_not(locked):
                return why
            locked.is_active = False
            locked.save()
    except Refused as refused:
        return str(refused)
    return ""


def _compared(entries: list[Entry], spared: set[str]) -> tuple[list[User], list[User]]:
    """Our active people who are in the directory, and those who are not, or are switched off there."""
    names = frozenset[str]().union(*(entry.names for entry in entries if entry.active))
    here, missing = list[User](), list[User]()
    for person in User.objects.filter(is_active=True).order_by("username"):
        own = {person.username.lower(), person.email.lower()} - {""}
        if own & names:
            here.append(person)
        elif person.username.lower() not in spared and not why_it_stays(person):
            missing.append(person)
    return here, missing


def _doubt(here: int, missing: int, share: int) -> str:
    if not here:
        return Doubt.NOBODY
    # Of a small office three would be most.
    most = min(max(FEW, (here + missing) * share // 100), max(here, (here + missing) * share // 100))
    return Doubt.TOO_MANY if missing > most else ""


def _kept(outcome: Outcome) -> Outcome:
    """Store the run, and forget those of more than a year ago."""
    outcome.run.save()
    old = DirectoryRun.objects.values_list("pk", flat=True)[RUNS_KEPT:]
    DirectoryRun.objects.filter(pk__in=list(old)).delete()
    return outcome
