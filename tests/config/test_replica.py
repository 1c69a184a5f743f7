"""Which reads a replica may answer; the replica itself is tried in tests/scaling."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from cases.db import replica as reading
from cases.models import Case, Membership, User
from config import replica
from config.replica import Router
from notifications.models import Notice


@pytest.fixture
def copy(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """The copy is young, or not."""
    return lambda young: monkeypatch.setattr(replica, "usable", lambda: young)


def test_only_who_is_content_with_a_copy_reads_it(copy: Callable[[bool], None]) -> None:
    copy(True)
    assert Router().db_for_read(Case) == "default"
    with reading.content_with_a_copy():
        assert Router().db_for_read(Case) == "replica"
    assert Router().db_for_read(Case) == "default"


def test_a_copy_that_is_old_or_away_is_not_read(copy: Callable[[bool], None]) -> None:
    copy(False)
    with reading.content_with_a_copy():
        assert Router().db_for_read(Case) == "default"


@pytest.mark.parametrize("model", [Session, User, Membership, Notice])
def test_who_somebody_is_is_never_read_from_it(copy: Callable[[bool], None], model: type) -> None:
    copy(True)
    with reading.content_with_a_copy():
        assert Router().db_for_read(model) == "default"


def test_nothing_is_written_to_it(copy: Callable[[bool], None]) -> None:
    copy(True)
    with reading.content_with_a_copy():
        assert Router().db_for_write(Case) == "default"
    assert not Router().allow_migrate("replica", "cases")


@pytest.fixture
def with_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if there were one: the default database under another name."""
    monkeypatch.setattr(reading, "ALIAS", "default")


def test_a_copy_that_fails_in_the_middle_is_not_noticed(with_copy: None, db: None) -> None:
    asked = []

    def view(request: HttpRequest) -> HttpResponse:
        asked.append(reading.wanted())
        if reading.wanted():
            raise OperationalError
        return HttpResponse("figures")

    assert reading.from_replica(view)(HttpRequest()).content == b"figures"
    assert asked == [True, False]


def test_a_table_is_read_from_it_to_its_end(with_copy: None, db: None) -> None:
    def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(str(reading.wanted()) for _ in range(9))

    answer = reading.from_replica(view)(HttpRequest())
    pieces = []
    for piece in answer:
        pieces.append(piece)
        assert not reading.wanted()
    assert pieces == [b"True"] * 9


def test_without_a_replica_a_view_is_left_as_it_is() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert reading.from_replica(view) is view


def test_a_copy_that_is_away_when_a_table_begins_is_not_noticed(with_copy: None, db: None) -> None:
    def rows() -> Iterator[str]:
        yield "heads"
        if reading.wanted():
            raise OperationalError
        yield "row"

    def view(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(rows())

    assert list(reading.from_replica(view)(HttpRequest())) == [b"heads", b"row"]
