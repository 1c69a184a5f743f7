"""What is typed becomes a question to the words of cases (`workflows.inbox.search_index` writes them)."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import chain, combinations, islice
from operator import and_
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Exists, Lookup, OuterRef, Q, QuerySet

from cases.db.lookups import any_of
from cases.models import Case, CaseQuerySet, SynonymRow, User
from cases.text.normalization import compared, toneless
from workflows.inbox import month_windows, numbers, thai_words
from workflows.inbox.search_index import address
from workflows.models import CaseSearch
from workflows.rights.rules import person_seen_by

# At least one letter before the sign: a mention has none. The sign may be of full width.
EMAIL = re.compile(r"[^\s@＠]+[@＠][^\s@＠]*")
# More ways to say the same thing than these find little and cost much.
VARIANTS, LONGEST = 8, 100
# Names beside other words: so few words are parted in every way, and so many ways are looked up at most.
PARTED_FREELY, MOST_PARTED = 4, 24
Rows = list[list[str]]
Ways = list[list[str]]


@dataclass(frozen=True)
class Ordering:
    """In which order cases are looked through: by a column, from its value where a page begins; how many are
    wanted, and how many are near."""

    column: str
    descending: bool
    start: datetime.date | None
    most: int
    near: int

    @property
    def is_by_age(self) -> bool:
        """Whether cases are looked through in the order in which they came."""
        return self.column == "received_at"

    def edge(self) -> Any:
        """The column's value in the first case that is not near; None where all are near. The near ones are
        the first of all in this order, as many as are ever read one by one."""
        sign, ahead = ("-", "gt") if self.descending else ("", "lt")
        rest = Case.objects.order_by(f"{sign}{self.column}", f"{sign}pk")
        if self.start:
            rest = rest.exclude(**{f"{self.column}__{ahead}": self.start})
        return rest.values_list(self.column, flat=True)[self.near : self.near + 1].first()

    def is_before(self, edge: Any) -> Q:
        """What comes before the edge; everything without one."""
        return Q() if edge is None else Q(**{f"{self.column}__{'gt' if self.descending else 'lt'}": edge})


@SearchVectorField.register_lookup
class Has(Lookup):
    """`words__has`: whether a vector fits a text in the language of `tsquery`, taken as it is."""

    lookup_name = "has"
    template = "{vector} @@ {asked}::tsquery"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The vector, `@@`, and the text."""
        vector, values = self.process_lhs(compiler, connection)
        asked, more = self.process_rhs(compiler, connection)
        return self.template.format(vector=vector, asked=asked), (*values, *more)


@SearchVectorField.register_lookup
class Holds(Has):
    """`words__holds`: likewise, as something of which PostgreSQL knows nothing. It takes almost every search
    for a rare one, and would not look at the cases that come next."""

    lookup_name = "holds"
    template = "CASE WHEN {vector} @@ {asked}::tsquery THEN TRUE ELSE FALSE END"


def first(cases: CaseQuerySet, user: User, typed: str, rows: Rows, way: Ordering, *, bare: bool) -> list[int]:
    """The keys of the first of these cases, in their order, in which each word occurs that was typed, or one
    that means the same; the citizen's name, telephone and address count where this person may see them. At
    most `way.most`; none for what has no word. `rows` are the synonyms; with `bare` without tone marks. Two
    statements: where the near cases end, and then the keys.

    The near cases are read one by one, which ends soon for a common word. Beyond them the index knows all
    cases that have the words. PostgreSQL takes each part only where those before it are too short."""
    ways = list(_variants(typed[:LONGEST], rows, bare=bare))
    if not ways:
        return []
    person, edge = person_seen_by(user), way.edge()
    parts = [cases.filter(way.is_before(edge), _each(ways, person, look="holds"))]
    if edge is not None:
        far = cases.exclude(way.is_before(edge)).filter(person | Q(_read(_together(ways))))
        parts += _by_months(far, ways, way, edge) if way.is_by_age else [far.filter(any_of(_anywhere(ways)))]
    keys = [part.values_list("pk", flat=True)[: way.most] for part in parts]
    return list(keys[0].union(*keys[1:], all=True)[: way.most])


def _by_months(
    far: CaseQuerySet, ways: Ways, way: Ordering, edge: datetime.datetime
) -> Iterator[CaseQuerySet]:
    """What is found in each window, and at last what has other months: or none, because its words were
    written before there were any."""
    windows = list(map(_or, month_windows.from_month_of(edge, backwards=way.descending)))
    for window in windows:
        yield far.filter(any_of(_of_months(ways, window)))
    yield far.filter(any_of(_anywhere(ways)), ~Q(_read(" | ".join(windows))))


def _read(asked: str) -> Exists:
    """Whether the text of a case fits; read only of the cases for which nothing else decides."""
    return Exists(CaseSearch.objects.filter(pk=OuterRef("pk"), words__holds=asked))


def synonyms() -> Rows:
    """The words that mean the same, spelt plainly."""
    rows = SynonymRow.objects.values_list("words", flat=True)
    return [[compared(word) for word in words] for words in rows]


def _each(ways: list[list[str]], person: Q, *, look: str) -> Q:
    """Each word of any of the ways in the text of a case, or where `person` holds in what is said about the
    person."""
    found = Q()
    for words in ways:
        every = Q()
        for word in words:
            said, about = (Q(**{f"search__{one}__{look}": word}) for one in ("words", "person"))
            every &= said | person & about
        found |= every
    return found


def _of_months(ways: Ways, months: str) -> QuerySet[Any]:
    """The cases of these months that have the words, each of them in their text or in what is said about the
    person."""
    found = Q()
    for words in ways:
        asked = [f"{word} & ({months})" for word in words]
        found |= reduce(and_, (Q(words__has=one) | Q(person__has=one) for one in asked))
    return CaseSearch.objects.filter(found).order_by().values("pk")


def _anywhere(ways: Ways) -> QuerySet[Any]:
    """The cases that have the words: in their text, in what is said about the person, or some here and some
    there. Only what the index answers without a look at the words of a case."""
    every = _together(ways)
    asked = [Q(words__has=every), Q(person__has=every)]
    asked += [
        Q(words__has=_together([here]), person__has=_together([there]))
        for here, there in islice(chain.from_iterable(map(_parted, ways)), MOST_PARTED)
    ]
    found = [CaseSearch.objects.filter(one).order_by().values("pk") for one in asked]
    return found[0].union(*found[1:], all=True)


def _parted(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The words in two, in every way in which neither is empty; many of them only where the first or the last
    ones, a name, say, are the one part."""
    numbers = range(len(words))
    for size in numbers[1:]:
        few = combinations(numbers, size)
        for chosen in few if len(words) <= PARTED_FREELY else (numbers[:size], numbers[size:]):
            yield [words[i] for i in chosen], [words[i] for i in numbers if i not in chosen]


def _together(ways: list[list[str]]) -> str:
    """All of it as one question to one vector."""
    return " | ".join(f"({' & '.join(words)})" for words in ways)


def _or(words: list[str]) -> str:
    return " | ".join(f"'{word}'" for word in words)


def _variants(typed: str, rows: Rows, *, bare: bool) -> Iterator[list[str]]:
    """The words as conditions: as they were typed, then with words that mean the same."""
    if EMAIL.search(typed):
        yield _with_addresses(typed, bare=bare)
    yield from ([f"'{digits}':*"] for digits in numbers.query_prefixes(typed))
    yield from _with_numbers(typed, bare=bare)
    ways = list(dict.fromkeys(_ways(compared(typed), rows, bare=bare)))[:VARIANTS]
    yield from filter(None, (thai_words.query_conditions(way, bare=bare) for way in ways))


def _with_addresses(typed: str, *, bare: bool) -> list[str]:
    """What looks like an e-mail address as the beginning of one, the other words as always."""
    asked = [address(one).replace("\\", "\\\\").replace("'", "''") for one in EMAIL.findall(typed)]
    words = thai_words.query_conditions(compared(EMAIL.sub(" ", typed)), bare=bare)
    return [*(f"'{one}':*" for one in asked), *words]


def _with_numbers(typed: str, *, bare: bool) -> Iterator[list[str]]:
    """Whole numbers by their digits, the other words as always; nothing where one of the two is not there."""
    found, others = numbers.among_words(typed)
    words = thai_words.query_conditions(others, bare=bare)
    if found and words:
        yield [*(f"'{digits}':*" for digits in found), *words]


def _ways(typed: str, rows: Rows, *, bare: bool) -> Iterator[str]:
    yield typed
    spelt = toneless(typed) if bare else typed
    for row in rows:
        words = [toneless(word) if bare else word for word in row]
        for word in words:
            if len(word) > 2 and word in spelt:
                yield from (spelt.replace(word, other) for other in words if other != word)
