"""The keys of pages: what they name, and the rows behind them."""

import datetime
import uuid

import pytest

from cases.lib.keyset import NOWHERE, Keyset, Place
from cases.models import Case, SecurityEvent
from notifications.models import Notice

MOMENT = datetime.datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=datetime.UTC)
NEWEST, FIRST_DUE = Keyset("received_at"), Keyset("due_on", newest_first=False, is_day=True)
LETTERS = Keyset("created", is_uuid=True)


def test_a_key_names_its_moment_to_the_microsecond() -> None:
    assert NEWEST.place(NEWEST.key(Case(pk=7, received_at=MOMENT))) == Place(MOMENT, 7)


def test_a_key_names_its_day() -> None:
    assert FIRST_DUE.place(FIRST_DUE.key(Case(pk=7, due_on=MOMENT.date()))) == Place(MOMENT.date(), 7)


def test_a_key_names_its_uuid() -> None:
    pk = uuid.uuid4()
    assert LETTERS.place(LETTERS.key(Notice(pk=pk, created=MOMENT))) == Place(MOMENT, pk)


@pytest.mark.parametrize("key", ["x", "1", "1.", ".1", "-1.1", "1.x", "๑.๑", "1.1.1", "9" * 18 + ".1"])
@pytest.mark.parametrize("order", [NEWEST, FIRST_DUE, LETTERS])
def test_nothing_is_behind_a_key_that_makes_no_sense(order: Keyset, key: str) -> None:
    assert (order.is_known(key), order.after(key)) == (False, NOWHERE)


@pytest.mark.django_db
@pytest.mark.parametrize("newest_first", [True, False])
def test_every_row_of_one_moment_stands_on_one_page(newest_first: bool) -> None:
    SecurityEvent.objects.bulk_create(
        SecurityEvent(kind=SecurityEvent.Kind.LOGGED_IN, at=MOMENT) for _ in range(120)
    )
    order, events = Keyset("at", newest_first=newest_first), SecurityEvent.objects.all()
    rows, key = order.page(events, "")
    found = [row.pk for row in rows]
    while key:
        rows, key = order.page(events, key)
        found += [row.pk for row in rows]
    assert len(found) == 120
    assert found == sorted(set(found), reverse=newest_first)
