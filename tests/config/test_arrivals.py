"""A request is put together from whatever pieces it comes in, within limits of size and pace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import arrivals
from config.arrivals import GRACE, PACE, Arrival, Unacceptable

HEAD = b"POST / HTTP/1.1\r\nHost: city\r\nContent-Length: 5\r\n\r\n"


class Parts(Arrival):
    """What some pieces make; its place is given up with it."""

    def __del__(self) -> None:
        self.content.close()


def arrived(*parts: bytes) -> Arrival:
    """What these pieces make."""
    arrival = Parts(now=0)
    for part in parts:
        arrival.take(part)
    return arrival


def content(arrival: Arrival) -> bytes:
    arrival.content.seek(0)
    return arrival.content.read()


@given(st.integers(1, len(HEAD) + 7))
def test_the_pieces_do_not_matter(at: int) -> None:
    whole = HEAD + b"12345GET"
    arrival = arrived(*(whole[start : start + at] for start in range(0, len(HEAD) + 5, at)))
    assert (arrival.complete, content(arrival)) == (True, HEAD + b"12345")


def test_a_request_without_a_body_ends_with_its_head() -> None:
    arrival = arrived(b"\r\nGET / HTTP/1.1\r\n", b"Host: city\r\n\r", b"\nGET /next")
    assert (arrival.complete, arrival.rest) == (True, b"GET /next")
    assert content(arrival) == b"GET / HTTP/1.1\r\nHost: city\r\n\r\n"


def test_a_body_is_waited_for() -> None:
    arrival = arrived(HEAD, b"1234")
    assert not arrival.complete
    arrival.take(b"56")
    assert (arrival.complete, arrival.rest) == (True, b"6")


@pytest.mark.parametrize("name", [b"Content-Length", b"CONTENT-LENGTH", b"content-length"])
def test_names_of_fields_may_be_written_in_any_case(name: bytes) -> None:
    assert not arrived(HEAD.replace(b"Content-Length", name)).complete


def test_whoever_asks_first_is_told_to_go_on() -> None:
    arrival = arrived(HEAD.replace(b"Host", b"Expect: 100-Continue\r\nHost"))
    assert arrival.wants_word
    assert b"xpect" not in content(arrival)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (arrivals.MOST_BODY + 1), 413),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * arrivals.MOST_HEAD, 431),
    ],
)
def test_what_is_not_waited_for(head: bytes, status: int) -> None:
    with pytest.raises(Unacceptable) as refused:
        arrived(head)
    assert refused.value.status == status


def test_two_lengths_are_for_the_server_to_refuse() -> None:
    assert arrived(HEAD.replace(b"\r\n\r\n", b"\r\nContent-Length: 6\r\n\r\n")).complete


def test_a_slow_line_may_take_its_time_and_a_drip_may_not() -> None:
    drip, slow = arrived(HEAD), arrived(HEAD.replace(b": 5", b": 5000000"), b"x" * 100 * PACE)
    assert not drip.is_late(GRACE)
    assert drip.is_late(GRACE + 1)
    assert not slow.is_late(GRACE + 99)
    assert slow.is_late(GRACE + 101)
