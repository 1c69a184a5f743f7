"""Finding the request type from everyday words: those of the kinds in use, as the set-up has them."""

from collections.abc import Iterable, Iterator

from cases.intake.finding.index import Entry, Index, Rows, index_of
from cases.lib.setup_cache import shared
from cases.models import RequestType, SynonymRow

# More than this says nothing new about the request type.
LONGEST = 100


def find(query: str, request_types: Iterable[RequestType]) -> list[RequestType]:
    """The request types that the words may mean, the best first; none where nothing is near enough. An exact
    code, name or category comes first. `request_types` are read with their category; no SQL statement once
    the set-up is known."""
    by_code = {request_type.code: request_type for request_type in request_types}
    if not query.strip() or not by_code:
        return []
    return [by_code[code] for code in index_for(by_code.values()).find(query[:LONGEST])]


def index_for(request_types: Iterable[RequestType]) -> Index:
    """The index of these request types, built once for the same words."""
    return index_of(tuple(map(_entry, request_types)), shared("words that mean the same", _rows))


def _rows() -> Rows:
    return tuple(map(tuple, SynonymRow.objects.values_list("words", flat=True)))


def _entry(request_type: RequestType) -> Entry:
    names = (*_parted(request_type.name_th), *_parted(request_type.name_en))
    phrases = tuple(phrase for text in request_type.synonyms for phrase in _parted(text))
    category = request_type.category
    return Entry(request_type.code, names, phrases, (category.name_th, category.name_en))


def _parted(text: str) -> Iterator[str]:
    """What one name says with a stroke between."""
    return filter(None, map(str.strip, text.split("/")))
