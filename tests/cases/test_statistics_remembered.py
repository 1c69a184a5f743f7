"""What is worked out once and given to many."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from cases.remembered import forget, remembered


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


def test_a_failure_is_not_remembered() -> None:
    with pytest.raises(ZeroDivisionError):
        remembered("key", lambda: 1 // 0, seconds=60)
    assert remembered("key", Work(), seconds=60) == 1
