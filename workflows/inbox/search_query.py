"""What is typed becomes a question to the words of cases (`workflows.inbox.search_index` writes them)."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, islice
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Lookup, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases.db.lookups import any_of
from cases.models import Case, CaseQuerySet, SynonymRow, User
from cases.text.normalization import compared, toneless
from workflows.inbox import numbers, thai_words
from workflows.inbox.search_index import address
from workflows.models import CaseSearch
from workflows.rights.rules import person_seen_by

# At least one letter before the sign: a mention has none. The sign may be of full width.
EMAIL = re.compile(r"[^\s@＠]+[@＠][^\s@＠]*")
# More ways to say the same thing than these find little and cost much.
VARIANTS, LONGEST = 8, 100
# Names beside other words: so few words are parted in every way, and so many ways are looked up at most.
PARTED_FREELY, MOST_PARTED = 4, 24
FIRST, LAST = (datetime.datetime(*day, tzinfo=datetime.UTC) for day in ((1, 1, 1), (9999, 12, 31)))
Rows = list[list[str]]


@dataclass(frozen=True)
class Ordering:
    """In which order cases are looked through: by a column, from its value where a page begins; how many are
    wanted, and how many are near."""

    column: str
    descending: bool
    start: datetime.date | None
    most: int
    near: int

    def is_near(self) -> Q:
        """The first cases of all in this order; as many as are ever read one by one."""
        sign, before, last = ("-", "gt", FIRST) if self.descending else ("", "lt", LAST)
        rest = Case.objects.order_by(f"{sign}{self.column}", f"{sign}pk")
        if self.start:
            rest = rest.exclude(**{f"{self.column}__{before}": self.start})
        end = Subquery(rest.values(self.column)[self.near : self.near + 1])
        none = Value(last, output_field=Case._meta.get_field(self.column))
        return Q(**{f"{self.column}__{before}": Coalesce(end, none)})


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
    most `way.most`; none for what has no word. `rows` are the synonyms; with `bare` without tone marks. One
    statement.

    The cases that come next are read one by one, which ends soon for a common word. Beyond them a word that
    has not filled the page is a rare one, and the index knows all cases that have it. PostgreSQL
    takes the second part only where the first is too short."""
    ways = list(_variants(typed[:LONGEST], rows, bare=bare))
    if not ways:
        return []
    near = cases.filter(way.is_near(), _each(ways, person_seen_by(user), look="holds"))
    said = Q(search__words__holds=_together(ways))
    far = cases.exclude(way.is_near()).filter(any_of(_anywhere(ways)), person_seen_by(user) | said)
    parts = [part.values_list("pk", flat=True)[: way.most] for part in (near, far)]
    return list(parts[0].union(parts[1], all=True)[: way.most])


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


def _anywhere(ways: list[list[str]]) -> QuerySet[Any]:
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
