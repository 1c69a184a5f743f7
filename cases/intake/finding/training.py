"""Learns every night from the town's closed cases what people call things, and tries it on the latest."""

import datetime

from django.db.models.functions import Left
from django.utils import timezone

from cases.intake.finding.naive_bayes import LONGEST, Example, Model, train
from cases.intake.request_type_search import find
from cases.models import Case, LearnedWords, RequestType, Status

# The latest say what words mean today.
MOST_CASES = 20_000


def learn(*, now: datetime.datetime | None = None) -> LearnedWords:
    """Learn from the closed cases of the request types in use, restricted ones left out, and return what is
    stored in the place of what was learned before. The latest cases are judged by what the others teach, and
    by the rules."""
    examples = _examples()
    latest, earlier = examples[: LearnedWords.TRIED], examples[LearnedWords.TRIED :]
    learned = train(examples)
    row = LearnedWords(
        pk=1,
        learned_at=now or timezone.now(),
        cases=len(examples),
        tried=len(latest),
        right=_right(train(earlier), latest),
        right_by_rules=_right_by_rules(latest),
        counts=learned.as_json(),
    )
    LearnedWords.objects.update_or_create(
        pk=1, defaults={field.name: getattr(row, field.name) for field in row._meta.fields}
    )
    return row


def _examples() -> list[Example]:
    """The closed cases, the latest first."""
    closed = Case.objects.filter(
        status=Status.CLOSED, request_type__active=True, request_type__restricted=False
    )
    rows = closed.order_by("-ended_at", "-pk").values_list(
        Left("details", LONGEST), "request_type", "phone", "email", "first_name", "last_name"
    )
    return [
        Example(text, str(kind), str(phone) or email or f"{first} {last}")
        for text, kind, phone, email, first, last in rows[:MOST_CASES]
    ]


def _right(model: Model, examples: list[Example]) -> int:
    guesses = ((model.guess(example.text), example.kind) for example in examples)
    return sum(guess is not None and guess.kind == kind for guess, kind in guesses)


def _right_by_rules(examples: list[Example]) -> int:
    in_use = RequestType.in_use()
    found = (([str(one.pk) for one in find(example.text, in_use)[:1]], example.kind) for example in examples)
    return sum(kinds == [kind] for kinds, kind in found)
