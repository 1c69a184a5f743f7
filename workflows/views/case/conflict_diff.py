"""Both versions of a case whose page was too old: what was typed, and what has happened in the meantime."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case, CaseEvent, Status, User
from cases.text.dates import long_date
from workflows.forms.steps import StepForm
from workflows.steps.staleness import Seen, news


@dataclass(frozen=True)
class Change:
    """A fact of the case: as the page showed it, and as it is."""

    label: str
    before: Any
    now: Any


@dataclass(frozen=True)
class Versions:
    """What was typed, and what was done since the page was opened."""

    typed: list[tuple[str, str]]
    changes: list[Change]
    events: list[CaseEvent]


def versions(
    case: Case, form: StepForm | None, seen: Seen, history: list[CaseEvent], *, by: User
) -> Versions | None:
    """Both versions, of a form that was sent; None where nothing was done. `history` are the
    events of the case, the oldest first."""
    found = news(history, seen, by=by)
    if form is None or not form.is_bound or not found:
        return None
    return Versions(_typed(form), _changes(case, seen, history), found)


def _typed(form: StepForm) -> list[tuple[str, str]]:
    """What stands in the form, in words; files are shown beside it."""
    shown = [bound for bound in form.visible_fields() if not bound.field.widget.needs_multipart_form]
    rows = [(str(bound.label), _words(form.cleaned_data.get(bound.name, bound.data))) for bound in shown]
    return [(label, words) for label, words in rows if words]


def _words(value: Any) -> str:
    if isinstance(value, date):
        return long_date(value)
    if isinstance(value, (list, tuple)):
        return " ".join(str(one) for one in value if one)
    return "" if value in (None, "") else str(value)


def _changes(case: Case, seen: Seen, history: list[CaseEvent]) -> list[Change]:
    """The facts that differ; those of before are taken from the last event that the page showed."""
    before = next((event for event in reversed(history) if event.pk <= seen.event), None)
    if before is None:
        return []
    facts = [
        Change(_("Status"), str(Status(before.to_status).label), case.get_status_display()),
        Change(_("Department"), before.department.name, case.department.name),
        Change(_("Officer"), str(before.officer or "–"), str(case.officer or "–")),
    ]
    if seen.due_on:
        facts.append(Change(_("Due"), long_date(seen.due_on), long_date(case.due_on)))
    return [fact for fact in facts if fact.before != fact.now]
