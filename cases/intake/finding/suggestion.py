"""Which request type the town's closed cases suggest for some words, and because of which of them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cases.intake.finding.naive_bayes import Model
from cases.lib.setup_cache import shared
from cases.models import LearnedWords, Municipality, RequestType


class Suggestion(NamedTuple):
    """A request type, and the words that decided."""

    request_type: RequestType
    words: tuple[str, ...]


def suggest(
    text: str, request_types: Iterable[RequestType], *, instead_of: RequestType | None = None
) -> Suggestion | None:
    """Return the one of these request types that is meant most likely; None where that is `instead_of`, where
    no word decides, and while the suggestions are off or no better than the rules. No SQL statement once the
    set-up is known."""
    model = shared("learned words", _learned)
    guess = model.guess(text) if model else None
    if guess is None or not guess.words:
        return None
    found = next((one for one in request_types if str(one.pk) == guess.kind), None)
    return Suggestion(found, guess.words) if found and found != instead_of else None


def instead(query: str, request_types: list[RequestType], found: list[RequestType]) -> dict[str, Any]:
    """Return what stands beside what was found for these words: the suggestion where it is not the first of
    those, and the request type for other matters where nothing was found."""
    if not query:
        return {}
    first = found[0] if found else None
    other = None if found else next((one for one in request_types if one.code == RequestType.OTHER), None)
    return {"suggestion": suggest(query, request_types, instead_of=first), "other": other}


def _learned() -> Model | None:
    if not Municipality.current().suggests_from_cases:
        return None
    row = LearnedWords.objects.first()
    return Model.of_json(row.counts) if row and row.is_better else None
