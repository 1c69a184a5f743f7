"""What is worked out once and given to many."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from cases.lib.process_cache import forget, remembered


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget()
    yield
    forget()


class Work:
    """Counts how often it was done."""

    done = 0

    def __call__(self) -> int:
        time.sleep(0.02)
        self.done += 1
        return self.done


def test_it_is_worked_out_once() -> None:
    work = Work()
    assert [remembered("key", work, seconds=60) for _ in range(3)] == [1, 1, 1]


def test_it_is_worked_out_again_when_it_is_old() -> None:
    work = Work()
    remembered("key", work, seconds=0.01)
    time.sleep(0.03)
    assert remembered("key", work, seconds=60) == 2


def test_many_at_once_cause_the_work_of_one() -> None:
    work = Work()
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: remembered("key", work, seconds=60), range(8)))
    assert answers == [1] * 8


def test_while_one_works_it_out_again_the_others_get_what_was_known() -> None:
    begun, go_on = Event(), Event()

    def slow() -> int:
        begun.set()
        assert go_on.wait(10)
        return 2

    remembered("key", lambda: 1, seconds=1)
    time.sleep(1)
    with ThreadPoolExecutor(1) as another:
        working = another.submit(remembered, "key", slow, seconds=60)
        assert begun.wait(10)
        assert remembered("key", slow, seconds=60) == 1
        go_on.set()
        assert working.result() == remembered("key", slow, seconds=60) == 2


def test_a_failure_is_not_remembered() -> None:
    with pytest.raises(ZeroDivisionError):
        remembered("key", lambda: 1 // 0, seconds=60)
    assert remembered("key", Work(), seconds=60) == 1
