"""The words under which a case is found, written with its events (`workflows.inbox.search_query` looks for
them).

The vectors hold our own words verbatim (`array_to_tsvector`, a cast to `tsquery`): PostgreSQL's parser cuts
Thai in a different way under each locale, and never where a word ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from cases.models import Case, CaseEvent
from cases.questionnaires.types import type_of
from cases.signals import recorded
from cases.text import telephones
from cases.text.normalization import compared
from workflows.inbox import month_windows, thai_words

PUT = """
INSERT INTO workflows_casesearch (case_id, words, person)
VALUES (%s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))
ON CONFLICT (case_id) DO UPDATE SET words = EXCLUDED.words, person = EXCLUDED.person
"""
ADD = """
UPDATE workflows_casesearch SET words = words || array_to_tsvector(%s::text[]) WHERE case_id = %s
"""
PERSON = "UPDATE workflows_casesearch SET person = array_to_tsvector(%s::text[]) WHERE case_id = %s"
Kind = CaseEvent.Kind
PHONE_SUFFIX = 4
# RFC 5321, 4.5.3.1.3, without the angle brackets.
LONGEST_ADDRESS = 254


@receiver(recorded, dispatch_uid="workflows.inbox.search_index")
def keep(event: CaseEvent, **kwargs: Any) -> None:
    """Write what a new event says into the search, in its transaction; one statement."""
    if event.kind == Kind.SUBMITTED:
        _put(event.case, [*about(event.case), *answered(event.case.just_answered)])
    elif event.message and not event.is_about_person:
        _run(ADD, [sorted(thai_words.lexemes([event.message])), event.case_id])


@transaction.atomic
def index(case: Case) -> bool:
    """Write all words of a case anew; not if somebody else has it at this moment."""
    cases = Case.objects.select_related("request_type").select_for_update(
        of=("self",), skip_locked=True, no_key=True
    )
    found = cases.filter(pk=case.pk).first()
    if found is None:
        return False
    said = found.events.exclude(kind__in=CaseEvent.ABOUT_PERSON).values_list("message", flat=True)
    _put(found, [*about(found), *answered(found.answers.select_related("question")), *said])
    return True


def put(cases: Iterable[tuple[Case, Sequence[str]]]) -> None:
    """Write the words of new cases, each with what its history says beside them, in one transaction."""
    rows = []
    for case, said in cases:
        words = thai_words.lexemes([*about(case), *said]) | {month_windows.lexeme(case.received_at)}
        rows.append((case.pk, sorted(words), sorted(about_person(case))))
    with connection.cursor() as cursor:
        cursor.executemany(PUT, rows)


def about(case: Case) -> list[str]:
    """What everybody reads who may read the case."""
    request_type = case.request_type
    return [
        case.number,
        case.receipt_number,
        request_type.name_th,
        request_type.name_en,
        case.place,
        case.details,
    ]


def about_person(case: Case) -> set[str]:
    """The words under which those find it who may see the citizen's name and contact, and its month."""
    home = [case.house_no, case.soi, case.road, case.community, case.subdistrict_name]
    said = [case.title_other, case.first_name, case.last_name, *home]
    phone = ends(telephones.digits(case.phone))
    month = {month_windows.lexeme(case.received_at)}
    return thai_words.lexemes(said) | phone | month | ({address(case.email)} - {""})


@receiver(post_save, sender=Case, dispatch_uid="workflows.inbox.search_index.person")
def keep_person(instance: Case, created: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """Write anew what is said about the person, in the transaction in which the address changes; one
    statement."""
    if not created and update_fields and "email" in update_fields:
        _run(PERSON, [sorted(about_person(instance)), instance.pk])


def _put(case: Case, texts: list[str]) -> None:
    words = thai_words.lexemes(texts) | {month_windows.lexeme(case.received_at)}
    _run(PUT, [case.pk, sorted(words), sorted(about_person(case))])


def ends(numbers: list[str]) -> set[str]:
    """The numbers and their ends: with a prefix of one of them any part of a number is found."""
    starts = {number: range(max(1, len(number) - PHONE_SUFFIX + 1)) for number in numbers if number}
    return {number[start:] for number in starts for start in starts[number]}


def address(typed: str) -> str:
    """An e-mail address as it is compared: in small letters of the usual width."""
    return compared(typed).replace(" ", "")[:LONGEST_ADDRESS]


def answered(answers: Any) -> Iterator[str]:
    """What the citizen answered to the questions of the request type, in both languages; a telephone number
    as it is dialled, too."""
    for answer in answers:
        yield from (answer.text_th, answer.text_en)
        yield from sorted(ends(type_of(answer.question).digits(answer.value)))


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
