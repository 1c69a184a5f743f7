"""What a page shows of the questions of a kind or of a block: a card each, with what depends on it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import ConditionTest, Question, QuestionBlock, QuestionSet, RequestType, RoutingRule
from cases.questionnaires import blocks, editing
from cases.questionnaires.editing import NEW, Owner
from cases.questionnaires.types import type_of
from cases.work_plans import versions as plan_versions
from cases.work_plans.document import Plan
from workflows.setup.kinds.question_form import QuestionCard

LIMITS = {
    "minimum": gettext_lazy("smallest"),
    "maximum": gettext_lazy("largest"),
    "max_length": gettext_lazy("longest text"),
}


@dataclass
class Card:
    """One question, or a block with all of its questions; open where its form stands in its place."""

    name: str
    questions: list[Question]
    block: QuestionBlock | None
    condition: str
    # What stays without an answer where the card is taken out: other questions, rules, steps of plans.
    waiting: list[str]
    asking: list[str]
    # Which other request types ask the block.
    shared_by: list[str] = field(default_factory=list)
    form: QuestionCard | None = None

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"card-{self.name.replace(':', '-')}"

    @property
    def question(self) -> Question:
        """Its first question, which is the only one where it is no block."""
        return self.questions[0]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.block.name if self.block else self.question.text

    @property
    def limits(self) -> list[tuple[str, int]]:
        """The limits of an answer, each with its name."""
        found = [(str(words), getattr(self.question, name)) for name, words in LIMITS.items()]
        return [(words, value) for words, value in found if value is not None]

    @property
    def ending(self) -> str:
        """The answer that ends the form, in words."""
        stop = self.question.stop_value
        return type_of(self.question).label_of(stop) if stop else ""


@dataclass
class Part:
    """The part of a page that shows the questions; its forms are sent to addresses of their own, and come
    back to `back` where the part stands on another page than theirs."""

    owner: Owner
    version: QuestionSet | None
    may_change: bool
    back: str = ""
    # The short name of the question whose form is open, `new` for one that is written; and its form.
    opened: str = ""
    form: QuestionCard | None = None
    problem: str = ""

    @property
    def seen(self) -> str:
        """Which questions the page shows."""
        return editing.seal(self.version)

    @property
    def address(self) -> str:
        """Where the buttons of the cards are sent."""
        return reverse(f"staff:{_names(self.owner)[0]}", args=[self.owner.code])

    @property
    def here(self) -> str:
        """The page on which the part stands."""
        own = "staff:setup_block" if self.of_block else "staff:setup_kind_questions"
        return self.back or reverse(own, args=[self.owner.code])

    @property
    def of_block(self) -> bool:
        """Whether the questions are those of a block."""
        return isinstance(self.owner, QuestionBlock)

    @property
    def form_address(self) -> str:
        """Where the open form is sent."""
        return question_address(self.owner, self.opened)

    @property
    def writes_new(self) -> bool:
        """Whether the open form is one of a question that does not stand in the list."""
        return self.form is not None and all(card.form is None for card in self.cards)

    @cached_property
    def questions(self) -> list[Question]:
        """What is asked now."""
        return self.version.in_order if self.version else []

    @cached_property
    def cards(self) -> list[Card]:
        """The cards in their order. Six SQL statements at most, however many there are."""
        asking = dependents(self.owner, self.questions)
        shared = _sharing(self.owner, self.questions)
        return [self._card(card, asking, shared) for card in editing.cards(self.owner, self.questions)]

    @cached_property
    def offered(self) -> list[QuestionBlock]:
        """The blocks that can be inserted."""
        if self.of_block:
            return []
        there = {one.block_id for one in self.questions}
        return [one for one in blocks.offered() if one.pk not in there]

    def _card(self, card: editing.Card, asking: dict[str, list[Any]], shared: dict[int, list[str]]) -> Card:
        name, first = editing.name_of(self.owner, card), card[0]
        block = None if self.of_block else first.block
        by_key = {one.key: one for one in self.questions}
        return Card(
            name,
            card,
            block,
            condition="" if block else condition_of(first, by_key),
            waiting=[one.text for one in editing.waiting_for(card, self.questions)],
            asking=[one.words for question in card for one in asking.get(question.key, ())],
            shared_by=shared.get(block.pk, []) if block else [],
            form=self.form if self.form and name == self.opened else None,
        )


@dataclass(frozen=True)
class Dependent:
    """What asks for an answer to a question and is no question itself: a rule, or a step of a plan."""

    answer: str
    words: str


def of(owner: Owner) -> QuestionSet | None:
    """The version that is asked now, with its blocks."""
    found: QuestionSet | None = (
        owner.question_sets.filter(replaced_at=None).prefetch_related("questions__block").first()
    )
    return found


def question_address(owner: Owner, key: str) -> str:
    """The address of the form of one question, or of a new one."""
    return reverse(f"staff:{_names(owner)[1]}", args=[owner.code, key or NEW])


def condition_of(question: Question, by_key: dict[str, Question]) -> str:
    """When it is asked, in words; empty for always."""
    earlier = by_key.get(question.show_if_key)
    if earlier is None:
        return ""
    words = {"question": earlier.text, "answer": type_of(earlier).label_of(question.show_if_value)}
    if question.show_if_test == ConditionTest.MORE:
        return _("Only if the answer to “%(question)s” is more than %(answer)s") % words
    if question.show_if_test == ConditionTest.IS_NOT:
        return _("Only if “%(question)s” is answered with something else than “%(answer)s”") % words
    return _("Only if “%(question)s” is answered with “%(answer)s”") % words


def dependents(owner: Owner, questions: Iterable[Question]) -> dict[str, list[Dependent]]:
    """What asks for an answer to each of these, by its short name: routing rules, and steps of the plans by
    which the owner's request types are worked on."""
    keys = [one.key for one in questions]
    kinds = [owner] if isinstance(owner, RequestType) else blocks.used_by(owner)
    found: dict[str, list[Dependent]] = defaultdict(list)
    of_kinds = Q(kinds__in=kinds) | Q(category__in=[one.category_id for one in kinds])
    for rule in RoutingRule.objects.filter(of_kinds, question__in=keys, active=True).distinct():
        found[rule.question].append(Dependent(rule.answer, _("the routing rule “%s”") % rule.name))
    for kind in kinds:
        version = plan_versions.to_begin(kind)
        steps = Plan.from_json(version.content).steps if version else []
        for step in steps:
            if step.when.question in keys:
                words = _("the step “%(step)s” of the plan of “%(kind)s”")
                said = words % {"step": step.name, "kind": kind.name}
                found[step.when.question].append(Dependent(step.when.answer, said))
    return found


def left_without(owner: Owner, question: Question) -> list[str]:
    """What asks for an answer that the question does not offer."""
    known = dict(type_of(question).options)
    return [
        one.words for one in dependents(owner, [question]).get(question.key, ()) if one.answer not in known
    ]


def _sharing(owner: Owner, questions: Sequence[Question]) -> dict[int, list[str]]:
    """The other request types that ask each block, by the block's key."""
    keys = {one.block_id for one in questions if one.block_id}
    if not keys or isinstance(owner, QuestionBlock):
        return {}
    return {key: [one.name for one in kinds if one != owner] for key, kinds in blocks.users(keys).items()}


def _names(owner: Owner) -> tuple[str, str]:
    if isinstance(owner, QuestionBlock):
        return "setup_block_questions", "setup_block_question"
    return "setup_kind_questions", "setup_kind_question"
