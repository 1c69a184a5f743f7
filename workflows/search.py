"""Search: the words of a case are written with its events, and what is typed becomes a condition.

The vectors hold our own words verbatim (`array_to_tsvector`, a cast to `tsquery`): PostgreSQL's parser cuts
Thai in a different way under each locale, and never where a word ends.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import Lookup, Q, Value
from django.dispatch import receiver

from cases.models import Case, CaseEvent, SynonymRow, User
from cases.signals import recorded
from cases.text import ascii_digits, cleaned
from workflows import lexemes
from workflows.models import CaseSearch
from workflows.rights import person_seen_by

PUT = """
INSERT INTO workflows_casesearch (case_id, words, person)
VALUES (%s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))
ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words, person = EXCLUDED.person
"""
ADD = """
UPDATE workflows_casesearch SET words = words || array_to_tsvector(%s::text[]) WHERE case_id = %s
"""
Kind = CaseEvent.Kind
# How a person was checked at the counter is nobody's search word.
UNSEARCHED = (Kind.PASSWORD_CHANGED,)
PHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,18}[0-9]")
PHONE_SUFFIX = 4
# More ways to say the same thing than these find little and cost much.
VARIANTS, LONGEST = 8, 100
# So many cases are looked up one by one, in any order, within some milliseconds.
FEW = 1000
Rows = list[list[str]]


@SearchVectorField.register_lookup
class Has(Lookup):
    """`words__has`: whether a vector fits a text in the language of `tsquery`, taken as it is."""

    lookup_name = "has"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The vector, `@@`, and the text."""
        vector, values = self.process_lhs(compiler, connection)
        asked, more = self.process_rhs(compiler, connection)
        return f"{vector} @@ {asked}::tsquery", (*values, *more)


@receiver(recorded, dispatch_uid="workflows.search")
def keep(event: CaseEvent, **kwargs: Any) -> None:
    """Write what a new event says into the search, in its transaction; one statement."""
    if event.kind == Kind.SUBMITTED:
        _put(event.case, [*about(event.case), *answered(event.case.just_answered)])
    elif event.message and event.kind not in UNSEARCHED:
        _run(ADD, [sorted(lexemes.lexemes([event.message])), event.case_id])


@transaction.atomic
def index(case: Case) -> bool:
    """Write all words of a case anew; not if somebody else has it at this moment."""
    cases = Case.objects.select_related("request_type").select_for_update(of=("self",), skip_locked=True)
    found = cases.filter(pk=case.pk).first()
    if found is None:
        return False
    said = found.events.exclude(kind__in=UNSEARCHED).values_list("message", flat=True)
    _put(found, [*about(found), *answered(found.answers.all()), *said])
    return True


def about(case: Case) -> list[str]:
    """What everybody reads who may read the case."""
    kind = case.request_type
    return [case.number, case.receipt_number, kind.name_th, kind.name_en, case.place, case.details]


def about_person(case: Case) -> set[str]:
    """The words under which those find it who may see the citizen's name and contact."""
    home = [case.house_no, case.soi, case.road, case.community, case.subdistrict_name]
    said = [case.title_other, case.first_name, case.last_name, *home]
    return lexemes.lexemes(said) | _phone(case)


def matching(user: User, typed: str, rows: Rows, *, bare: bool = False) -> Q:
    """The cases in which each word occurs that was typed, or one that means the same; the citizen's name,
    telephone and address count where this person may see them. `rows` are the synonyms. Nothing matches
    what has no word."""
    person, found = person_seen_by(user), Q(pk__in=[])
    for words in _variants(typed[:LONGEST], rows, bare=bare):
        every = Q()
        for word in words:
            every &= Q(search__words__has=word) | person & Q(search__person__has=word)
        found |= every
    return found


def few(user: User, typed: str, rows: Rows) -> dict[bool, list[int] | None]:
    """The cases in which the words occur as they are spelt (False), and without tone marks (True), or more,
    but not more than FEW; None where there are more. One statement, by the index alone.

    A list in its order is read case by case until a page is full: quick where the words are common, but all
    of a hundred thousand cases are read for a word that occurs nowhere. The few are looked up instead."""
    person = Case.objects.filter(person_seen_by(user)).values("pk")
    ways = list[Any]()
    for bare in (False, True):
        said = CaseSearch.objects.filter(_anywhere(typed, rows, bare=bare, person=False))
        whole = CaseSearch.objects.filter(_anywhere(typed, rows, bare=bare, person=True), case__in=person)
        ways += [one.values_list(Value(bare), "pk")[: FEW + 1] for one in (said, whole)]
    found: dict[bool, set[int]] = {False: set(), True: set()}
    for bare, pk in ways[0].union(*ways[1:], all=True):
        found[bare].add(pk)
    return {bare: list(keys) if len(keys) <= FEW else None for bare, keys in found.items()}


def synonyms() -> Rows:
    """The words that mean the same, spelt plainly."""
    rows = SynonymRow.objects.values_list("words", flat=True)
    return [[lexemes.plain(word) for word in words] for words in rows]


def _anywhere(typed: str, rows: Rows, *, bare: bool, person: bool) -> Q:
    """The words in the text of a case, and with `person` in what is said about the person too."""
    found = Q(pk__in=[])
    for words in _variants(typed[:LONGEST], rows, bare=bare):
        every = Q()
        for word in words:
            every &= Q(words__has=word) | Q(person__has=word) if person else Q(words__has=word)
        found |= every
    return found


def _put(case: Case, texts: list[str]) -> None:
    words = sorted(lexemes.lexemes(texts))
    _run(PUT, [case.pk, words, sorted(about_person(case))])


def _phone(case: Case) -> set[str]:
    """The number and its ends: with a prefix of one of them any part of it is found."""
    number = _national(str(case.phone))
    return {number[start:] for start in range(max(1, len(number) - PHONE_SUFFIX + 1))} - {""}


def _national(typed: str) -> str:
    digits = re.sub(r"\D", "", typed)
    return f"0{digits[2:]}" if digits.startswith("66") and len(digits) > 9 else digits


def answered(answers: Any) -> Iterator[str]:
    """What the citizen answered to the questions of the kind, in both languages."""
    for answer in answers:
        yield answer.text_th
        yield answer.text_en


def _variants(typed: str, rows: Rows, *, bare: bool) -> Iterator[list[str]]:
    """The words as conditions: as they were typed, then with words that mean the same."""
    digits = ascii_digits(cleaned(typed))
    if PHONE.fullmatch(digits):
        yield [f"'{_national(digits)}':*"]
    ways = list(dict.fromkeys(_ways(lexemes.plain(typed), rows, bare=bare)))[:VARIANTS]
    yield from filter(None, (lexemes.asked(way, bare=bare) for way in ways))


def _ways(typed: str, rows: Rows, *, bare: bool) -> Iterator[str]:
    yield typed
    spelt = lexemes.toneless(typed) if bare else typed
    for row in rows:
        words = [lexemes.toneless(word) if bare else word for word in row]
        for word in words:
            if len(word) > 2 and word in spelt:
                yield from (spelt.replace(word, other) for other in words if other != word)


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
