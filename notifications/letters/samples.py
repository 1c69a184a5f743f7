"""A letter as it would read: about a real case, or about one that nobody filed."""

import copy
import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.deadlines import due_date_changes
from cases.events import Kind, drafted
from cases.models import (
    Case,
    CaseEvent,
    Department,
    ExternalAgency,
    Municipality,
    Part,
    Recovery,
    RequestType,
    ResultCode,
    Status,
    User,
)
from notifications.letters import digest, one_time_codes, unconfirmed
from notifications.letters.content import page
from notifications.letters.outbox import rendered_for
from notifications.letters.recipients import Reader
from notifications.letters.rendering import MARK, STOP, Rendered, render
from notifications.letters.rules import RULES, Rule
from notifications.models import Audience, Letter
from notifications.models.letter_texts import Words

DAY = datetime.timedelta(days=1)


def shown(letter: Letter, language: str, words: Words, *, case: Case | None, by: User) -> Rendered:
    """The letter with these words about `case`, by the outbox's own path; without a case, about one that is
    made up. Where a password or a link of the reader's own would stand, it shows what goes there. Writes
    nothing."""
    office, changed = Municipality.current(), {(str(letter), language): words}
    rule = rule_of(letter)
    if rule is None:
        with override(language):
            rendered = render(letter, language, OF_NO_CASE[letter](language), office, changed)
    else:
        event = _event(case or made_up(language), rule, language, by=by)
        reader = Reader(rule.audience, letter, "", language)
        rendered = rendered_for(event, reader, office, changed)
    with override(language):
        text = rendered.text.replace(MARK, "•••• •••• ••••").replace(STOP, page("cases:home"))
    return Rendered(rendered.subject, text, rendered.html)


def rule_of(letter: Letter) -> Rule | None:
    """The first rule that sends this letter; None for one that is of no single case."""
    return next((rule for rule in RULES if rule.letter == letter), None)


def audience_of(letter: Letter) -> Audience:
    """Who reads this letter."""
    rule = rule_of(letter)
    if rule is None:
        return Audience.OFFICER if letter == Letter.DIGEST else Audience.CITIZEN
    return rule.audience


def made_up(language: str) -> Case:
    """A case that is nobody's, of the first kind of request."""
    now = timezone.now()
    kind = RequestType.objects.select_related("department", "agency").first() or _kind()
    with override(language):
        place = _("in front of the market")
    case: Case = Case(
        number="2569-00014",
        request_type=kind,
        department=kind.department,
        place=place,
        received_at=now,
        due_on=timezone.localdate(now) + 7 * DAY,
    )
    return case


def _kind() -> RequestType:
    department = Department(name_th="สำนักช่าง", name_en="Public Works")
    return RequestType(name_th="ถนนชำรุด", name_en="Road damage", department=department)


def _event(case: Case, rule: Rule, language: str, *, by: User) -> CaseEvent:
    """What the letter is about, as if it happened now."""
    now = timezone.now()
    with override(language):
        words = _("Here stands what was written at this step.")
    after = _after(case, rule.event, now)
    move = due_date_changes.Move(after.due_on - 7 * DAY, after.due_on)
    said: dict[str, Any] = {
        "message": words,
        "reference": due_date_changes.kept(0, move),
        "part": _part(after),
    }
    return drafted(after, rule.event, now=now, by=by, **said)


def _part(case: Case) -> Part:
    """What another department would be asked to do."""
    other = Department.objects.exclude(pk=case.department_id).first() or case.department
    return Part(case=case, department=other, due_on=case.due_on)


def _after(case: Case, kind: str, now: datetime.datetime) -> Case:
    """A copy of the case as such a letter finds it: with a result where it tells one."""
    after = copy.copy(case)
    if kind in (Kind.RESOLVED, Kind.CLOSED):
        vars(after)["status"] = Status.RESOLVED
        after.resolved_at = after.resolved_at or now
        after.result_on = after.result_on or timezone.localdate(now)
        after.result = after.result or ResultCode.objects.first()
    if kind == Kind.REJECTED:
        after.agency = after.agency or ExternalAgency.objects.first()
    return after


def _code(language: str) -> dict[str, Any]:
    return one_time_codes.about(Recovery.Purpose.PASSWORD)


def _digest(language: str) -> dict[str, Any]:
    return digest.about([made_up(language)], timezone.localdate())


def _letters_wait(language: str) -> dict[str, Any]:
    return unconfirmed.about(10)


OF_NO_CASE = {Letter.RECOVERY_CODE: _code, Letter.DIGEST: _digest, Letter.LETTERS_WAIT: _letters_wait}
