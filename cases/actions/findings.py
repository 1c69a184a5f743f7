"""What staff fill in at a step of the plan, kept line by line; and what it still needs before it is done."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.actions.stages import plan
from cases.actions.step import Step, lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.models import Attachment, Finding, OutsidePerson, Question, QuestionKind, Subtask, User
from cases.models.case.event_content import FindingChanged
from cases.questionnaires.choice_types import Paper
from cases.questionnaires.types import type_of
from cases.work_plans.document import PlanStep


@transaction.atomic
def keep(
    subtask: Subtask,
    values: Mapping[str, Any],
    *,
    by: User | None = None,
    person: OutsidePerson | None = None,
    now: datetime.datetime | None = None,
) -> None:
    """Keep these cleaned values, of a member of staff or somebody of an outside party, by the short names of
    the findings; one that is None or empty is removed. Lines that are not among them stay as a colleague has
    left them. Raises Refused where the step has ended or does not ask for them."""
    case, step = lock_for_step(subtask.case, now)
    subtask = Subtask.objects.select_for_update(no_key=True).get(pk=subtask.pk)
    if not subtask.is_open:
        raise Refused(_("This step has ended. Nothing can be changed in it any more."))
    subtask.case = case
    store(subtask, step, values, by=by, person=person)


def store(
    subtask: Subtask,
    step: Step,
    values: Mapping[str, Any],
    *,
    by: User | None = None,
    person: OutsidePerson | None = None,
) -> None:
    """`keep` for a step whose case is locked. The history says what was there before, at this turn of the
    step or at an earlier one."""
    asked, before = {one.key: one for one in planned(subtask).questions}, _before(subtask, values)
    for key, value in values.items():
        if key not in asked:
            raise Refused(_("This step does not ask for that."))
        was = before.get(key)
        if is_empty(value):
            gone, _by_model = Finding.objects.filter(subtask=subtask, key=key).delete()
            if was and gone:
                _changed(was, asked[key], {}, subtask, step, by=by, person=person)
        else:
            said = {**_words(asked[key], value), "by": by, "person": person, "at": step.now}
            if was and was.value != said["value"]:
                _changed(was, asked[key], said, subtask, step, by=by, person=person)
            _file(said["attachment"], subtask, step, by=by, person=person)
            Finding.objects.update_or_create(subtask=subtask, key=key, defaults=said)


def is_empty(value: Any) -> bool:
    """Whether a cleaned value says nothing; nought says something."""
    return value is None or value is False or value in ("", [])


def planned(subtask: Subtask) -> PlanStep:
    """The step of the plan that the subtask is; of one that has ended before its case moved to a version
    without it, what the subtask itself says. Raises Refused for one that was asked by hand, or is open and no
    part of the case's version."""
    found = plan(subtask.case)
    if found is not None and subtask.step in found.by_key:
        return found.by_key[subtask.step]
    if found is None or subtask.is_open or not subtask.is_planned:
        raise Refused(_("This step is not part of the plan of the case."))
    return PlanStep(subtask.step, subtask.what, kind=subtask.kind, doer=subtask.doer)


def missing(subtask: Subtask) -> list[Question]:
    """The required findings that are not there yet, of those that are asked by what was found. One SQL
    statement."""
    there = {one.key: one.value for one in subtask.findings.all()}
    return [one for one in asked_now(subtask, there) if one.required and one.key not in there]


def asked_now(subtask: Subtask, there: Mapping[str, Any]) -> list[Question]:
    """The findings that are asked where these were found: a finding may depend on one before it."""
    return [one for one in planned(subtask).questions if _is_asked(one, there)]


def missing_papers(subtask: Subtask) -> list[str]:
    """The papers that were found missing, in the reader's language. One SQL statement."""
    there = {one.key: one.value for one in subtask.findings.all()}
    papers = [one for one in planned(subtask).questions if one.kind == QuestionKind.PAPER]
    return [one.text for one in papers if there.get(one.key) == Paper.MISSING]


def refuse_unfinished(subtask: Subtask) -> None:
    """Raise Refused, naming what is missing, while a required finding or a paper is not there."""
    if found := missing(subtask):
        text = _("Still to be filled in: %(names)s.")
        raise Refused(text % {"names": ", ".join(one.text for one in found)})
    if papers := missing_papers(subtask):
        text = _("Documents are missing: %(names)s. Ask the citizen for them first.")
        raise Refused(text % {"names": ", ".join(papers)})


def _before(subtask: Subtask, keys: Iterable[str]) -> dict[str, Finding]:
    """What was kept last of these findings at the step, at whichever turn. One SQL statement."""
    turns = Finding.objects.filter(subtask__case=subtask.case_id, subtask__step=subtask.step, key__in=keys)
    return {one.key: one for one in turns.order_by("subtask__turn")}


def _changed(
    was: Finding,
    question: Question,
    now: Mapping[str, Any],
    subtask: Subtask,
    step: Step,
    *,
    by: User | None,
    person: OutsidePerson | None,
) -> None:
    to = {f"to_{language}": now.get(f"text_{language}", "") for language in ("th", "en")}
    content = FindingChanged(question.text_th, question.text_en, was_th=was.text_th, was_en=was.text_en, **to)
    step.record(Kind.FINDING_CHANGED, by=by, person=person, subtask=subtask, content=content)


def _file(
    photo: Attachment | None,
    subtask: Subtask,
    step: Step,
    *,
    by: User | None,
    person: OutsidePerson | None,
) -> None:
    """Keep a new photo with the case, in the history of which it stands."""
    if photo is not None and photo.draft is not None:
        step.record(Kind.STEP_PHOTO, by=by, person=person, subtask=subtask, photos=[photo])


def _is_asked(question: Question, there: Mapping[str, Any]) -> bool:
    return not question.show_if_key or question.is_met_by(there.get(question.show_if_key))


def _words(question: Question, value: Any) -> dict[str, Any]:
    asked, texts = type_of(question), {}
    for language in ("th", "en"):
        with override(language):
            texts[f"text_{language}"] = asked.text(value)
    return {"value": asked.stored(value), "attachment": asked.attachment(value), **texts}
