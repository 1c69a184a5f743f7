"""The stages and steps of one version of a work plan, as the database keeps them in `PlanVersion.content`.

    stages: [{key, name_th, name_en, reopens, steps: [{key, kind, doer, name_th, name_en, ...}]}]

What is empty is left out. A step is known by its key, which is unique in the version, and so is a stage:
where it stands and what it is called may change. A stage that was written without a key has one of its Thai
name.
"""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.conditions import Conditions
from cases.models import DECIDERS, Doer, Question, StepKind, Urgency
from cases.models.reference_data import in_reader_language
from cases.questionnaires import definitions
from cases.questionnaires.definitions import free_key

# More than a person can overlook.
MOST_STAGES, MOST_STEPS, MOST_DAYS = 12, 40, 365
# Kinds of steps that are no work which another has to approve: what somebody decides, and what goes out by
# itself in the name of whoever has done the step before.
NOT_WORK = (StepKind.APPROVE, StepKind.INFORM)
KEY, NAME, TEXT = 40, 100, 2000


class Shown(models.TextChoices):
    """What the citizen is told when a step is done."""

    NOTHING = "nothing", gettext_lazy("Nothing")
    LINE = "line", gettext_lazy("A line in the history")
    LETTER = "letter", gettext_lazy("A letter")


@dataclass(frozen=True)
class When:
    """The condition of a step: all that is given has to hold. `question` is the short name of a question of
    the form or of a finding of an earlier step."""

    question: str = ""
    answer: str = ""
    urgency: str = ""
    community: str = ""

    def __bool__(self) -> bool:
        return any((self.question, self.urgency, self.community))

    @property
    def conditions(self) -> Conditions:
        """The same as what rules ask."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return Conditions(**values)


@dataclass(frozen=True)
class PlanStep:
    """One task of one person or department. `findings` are what is filled in: checklist lines, values,
    photos, papers. `days` are working days from the begin of the stage."""

    key: str
    name_th: str
    name_en: str = ""
    kind: str = StepKind.DO
    doer: str = Doer.OFFICER
    # The code of the department: of a named head, or of the other department; empty for the case's own.
    department: str = ""
    # The code of the outside party that does it.
    party: str = ""
    text_th: str = ""
    text_en: str = ""
    days: int = 1
    optional: bool = False
    may_skip: bool = False
    # An approval of the result: opened when the officer proposes it, not by its stage.
    of_result: bool = False
    when: When = When()
    shown: str = Shown.NOTHING
    # What the citizen is told: the words of the letter, of the line, or of the question.
    told_th: str = ""
    told_en: str = ""
    findings: tuple[Mapping[str, Any], ...] = ()

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name_th, self.name_en)

    @property
    def text(self) -> str:
        """What is to be done, in the reader's language."""
        return in_reader_language(self.text_th, self.text_en)

    @property
    def told(self) -> str:
        """What the citizen is told, in the reader's language."""
        return in_reader_language(self.told_th, self.told_en)

    def told_in(self, language: str) -> str:
        """What the citizen is told, in the language of the letters."""
        with override(language):
            return self.told

    @property
    def kind_words(self) -> str:
        """What it is."""
        return str(StepKind(self.kind).label)

    @property
    def doer_words(self) -> str:
        """Whose it is."""
        return str(Doer(self.doer).label)

    @property
    def is_required(self) -> bool:
        """Whether its stage opens it, and waits for it."""
        return not (self.optional or self.of_result)

    @property
    def is_decided(self) -> bool:
        """Whether whoever has the office does it, without an officer being named."""
        return self.doer in DECIDERS

    @cached_property
    def questions(self) -> list[Question]:
        """The findings as questions of the form's types, in their order; not stored."""
        return [Question(**one, position=number) for number, one in enumerate(self.findings, start=1)]


@dataclass(frozen=True)
class Stage:
    """A milestone that the citizen sees; its steps run side by side."""

    name_th: str
    name_en: str = ""
    steps: tuple[PlanStep, ...] = ()
    # Whether a case that was reopened starts here.
    reopens: bool = False
    key: str = ""

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_reader_language(self.name_th, self.name_en)

    @property
    def days(self) -> int:
        """The working days after which its last required step is due; the approvals of the result come then,
        one after the other."""
        side_by_side = max((step.days for step in self.steps if step.is_required), default=0)
        return side_by_side + sum(step.days for step in self.steps if step.of_result)


@dataclass(frozen=True)
class Plan:
    """The stages of a version, in order; counted from 1."""

    stages: tuple[Stage, ...] = field(default=())

    @classmethod
    def from_json(cls, content: Any) -> Self:
        """Read what `to_json` wrote, or somebody's file. Raises ValidationError, naming the step."""
        found = _mapping(content or {}, {"stages"})
        plan = cls(_keyed([_stage(one) for one in _list(found.get("stages", []))]))
        if len(plan.stages) > MOST_STAGES or len(list(plan.steps)) > MOST_STEPS:
            text = _("A plan has at most %(stages)s stages and %(steps)s steps.")
            raise ValidationError(text % {"stages": MOST_STAGES, "steps": MOST_STEPS})
        return plan

    def to_json(self) -> dict[str, Any]:
        """Return the stages as JSON, without what is empty."""
        return {"stages": [_plain(stage) for stage in self.stages]}

    @property
    def steps(self) -> Iterator[PlanStep]:
        """All steps, in order."""
        return (step for stage in self.stages for step in stage.steps)

    @cached_property
    def by_key(self) -> dict[str, PlanStep]:
        """The steps by their keys."""
        return {step.key: step for step in self.steps}

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The numbers of the stages, by their keys."""
        return {stage.key: number for number, stage in enumerate(self.stages, start=1)}

    @cached_property
    def stage_of(self) -> dict[str, int]:
        """The number of the stage of each step."""
        numbered = enumerate(self.stages, start=1)
        return {step.key: number for number, stage in numbered for step in stage.steps}

    @property
    def days(self) -> int:
        """The working days of all stages, one after the other."""
        return sum(stage.days for stage in self.stages)

    @property
    def result_approvals(self) -> list[PlanStep]:
        """The approvals of the result, in order."""
        return [step for step in self.steps if step.of_result]

    @property
    def reopening(self) -> int:
        """The number of the stage at which a reopened case starts; the first where none is named."""
        return next((number for number, one in enumerate(self.stages, start=1) if one.reopens), 1)

    def earlier_findings(self, key: str) -> dict[str, Question]:
        """The findings of all stages before that of a step, by their short names."""
        before = self.stages[: self.stage_of[key] - 1]
        return {one.key: one for stage in before for step in stage.steps for one in step.questions}

    def with_stages(self, stages: list[Stage]) -> "Plan":
        """The plan with other stages."""
        return replace(self, stages=tuple(stages))

    def free_key(self, name: str) -> str:
        """A key for a new step that no step has yet."""
        stem = slugify(name)[: KEY - 4] or "step"
        numbers = (f"{stem}-{number}" for number in range(2, MOST_STEPS + 3))
        return next(one for one in (stem, *numbers) if one not in self.by_key)


def _stage(content: Any) -> Stage:
    found = _mapping(content, {one.name for one in fields(Stage)})
    steps = tuple(_step(one) for one in _list(found.get("steps", [])))
    stage = Stage(
        _words(found, "name_th", NAME),
        _words(found, "name_en", NAME),
        steps,
        _flag(found, "reopens"),
        _words(found, "key", KEY),
    )
    # The address of a new one is taken.
    if stage.key == "new" or slugify(stage.key) != stage.key:
        raise ValidationError(_("The short name of a stage is of small Latin letters, digits and hyphens."))
    if not stage.name_th:
        raise ValidationError(_("A stage has a Thai name."))
    return stage


def _keyed(stages: list[Stage]) -> tuple[Stage, ...]:
    """The stages, each with a key of its own."""
    taken: set[str] = set()
    for key in (one.key for one in stages if one.key):
        if key in taken:
            raise ValidationError(_("Two stages have the short name “%(name)s”.") % {"name": key})
        taken.add(key)
    keyed = []
    for stage in stages:
        key = stage.key or free_key(f"stage-{zlib.crc32(stage.name_th.encode()):08x}", taken)
        taken.add(key)
        keyed.append(replace(stage, key=key))
    return tuple(keyed)


def _step(content: Any) -> PlanStep:
    found = _mapping(content, {one.name for one in fields(PlanStep)})
    key = _words(found, "key", KEY)
    if not key or slugify(key) != key:
        raise ValidationError(_("The short name of a step is of small Latin letters, digits and hyphens."))
    try:
        return _judged(found, key)
    except ValidationError as error:
        raise ValidationError(f"{key}: {' '.join(error.messages)}") from error


def _judged(found: Mapping[str, Any], key: str) -> PlanStep:
    days = found.get("days", 1)
    if type(days) is not int or not 0 <= days <= MOST_DAYS:
        raise ValidationError(_("The working days of a step are a number from 0 to 365."))
    step = PlanStep(
        key=key,
        name_th=_words(found, "name_th", NAME),
        name_en=_words(found, "name_en", NAME),
        kind=_choice(found, "kind", StepKind, StepKind.DO),
        doer=_choice(found, "doer", Doer, Doer.OFFICER),
        department=_words(found, "department", KEY),
        party=_words(found, "party", KEY),
        text_th=_words(found, "text_th", TEXT),
        text_en=_words(found, "text_en", TEXT),
        days=days,
        optional=_flag(found, "optional"),
        may_skip=_flag(found, "may_skip"),
        of_result=_flag(found, "of_result"),
        when=_when(found.get("when", {})),
        shown=_choice(found, "shown", Shown, Shown.NOTHING),
        told_th=_words(found, "told_th", TEXT),
        told_en=_words(found, "told_en", TEXT),
        findings=definitions.plain_list(found.get("findings", [])),
    )
    if not step.name_th:
        raise ValidationError(_("A step has a Thai name."))
    return step


def _when(content: Any) -> When:
    found = _mapping(content, {one.name for one in fields(When)})
    when = When(**{name: _words(found, name, 200) for name in found})
    if bool(when.question) != bool(when.answer):
        raise ValidationError(_("Name the earlier question and its answer, or neither."))
    if when.urgency and when.urgency not in Urgency.values:
        raise ValidationError(_("This value does not fit."))
    return when


def _plain(one: Any) -> dict[str, Any]:
    """A dataclass as JSON, without what has its default."""
    found: dict[str, Any] = {}
    for column in fields(one):
        value = getattr(one, column.name)
        if column.default is MISSING or value != column.default:
            found[column.name] = _json(value)
    return found


def _json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_json(one) for one in value]
    if isinstance(value, (PlanStep, Stage, When)):
        return _plain(value)
    return dict(value) if isinstance(value, Mapping) else value


def _mapping(content: Any, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(content, Mapping):
        raise ValidationError(_("Fields with their values belong here."))
    if unknown := sorted(str(name) for name in content if name not in known):
        raise ValidationError(_("There is no field “%(name)s”.") % {"name": unknown[0]})
    return content


def _list(content: Any) -> list[Any]:
    if not isinstance(content, list):
        raise ValidationError(_("A list belongs here."))
    return content


def _words(found: Mapping[str, Any], name: str, longest: int) -> str:
    words = found.get(name, "")
    if not isinstance(words, str) or len(words) > longest or "\0" in words:
        raise ValidationError(
            _("“%(name)s” is a text of at most %(longest)s letters.") % {"name": name, "longest": longest}
        )
    return words.strip()


def _flag(found: Mapping[str, Any], name: str) -> bool:
    flag = found.get(name, False)
    if not isinstance(flag, bool):
        raise ValidationError(_("This value does not fit."))
    return flag


def _choice(found: Mapping[str, Any], name: str, choices: type[models.TextChoices], usual: str) -> str:
    choice = found.get(name, usual)
    if choice not in choices.values:
        raise ValidationError(_("This value does not fit."))
    return str(choice)
