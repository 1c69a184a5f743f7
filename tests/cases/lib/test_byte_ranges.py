"""Which bytes a request asks for, as RFC 9110, section 14, has it."""

import pytest

from cases.lib.byte_ranges import Part, Unsatisfiable, asked

ETAG = '"abc"'


def part(header: str, if_range: str = "", *, size: int = 1000, most: int = 500) -> tuple[int, int] | None:
    """Start and length."""
    found = asked(header, if_range, etag=ETAG, size=size, most=most)
    return found and (found.start, found.length)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-99", (0, 100)),
        ("Bytes=0-0", (0, 1)),
        ("bytes=999-999", (999, 1)),
        ("bytes=900-5000", (900, 100)),
        ("bytes=600-", (600, 400)),
        ("bytes=-10", (990, 10)),
        # More than there is: all of it, as far as it is given at once.
        ("bytes=-5000", (0, 500)),
        ("bytes=0-", (0, 500)),
    ],
)
def test_a_range_is_that_part(header: str, expected: tuple[int, int]) -> None:
    assert part(header) == expected


@pytest.mark.parametrize(
    "header",
    [
        *("", "bytes=", "bytes=-", "bytes=9-1", "bytes=0-1,5-6", "lines=0-1", "bytes=๑-๒", "bytes=a-b"),
        *("bytes=0x1-2", "bytes=+1-2", "bytes=" + "9" * 30 + "-"),
    ],
)
def test_what_is_no_range_asks_for_all(header: str) -> None:
    assert part(header) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0"])
def test_bytes_behind_the_end_are_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        part(header)


def test_another_content_since_then_is_given_whole() -> None:
    assert part("bytes=0-9", ETAG) == (0, 10)
    assert part("bytes=0-9", '"other"') is None
    # Neither weak tags nor dates say that the bytes are the same.
    assert part("bytes=0-9", f"W/{ETAG}") is None
    assert part("bytes=2000-", '"other"') is None


def test_the_answer_says_where_its_bytes_belong() -> None:
    assert Part(10, 5, 100).content_range == "bytes 10-14/100"
