"""Papers are made by a bounded few, citizens' and staff's apart, and the same one only once."""

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from cases.errors import Busy
from cases.lib import admission, pdf
from cases.lib.pdf import LANES, For, lanes
from cases.lib.pdf.lanes import Lane
from cases.lib.pdf.memory import Papers
from cases.models import Case
from cases.printouts import documents
from tests.people import Citizen

HTML, CSS = "<p>{}</p>", "p { color: black }"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No paper is known, and no process is there."""
    pdf.forget()
    yield
    pdf.forget()


def made(whose: For) -> int:
    """How many papers the process of a lane has made."""
    child = LANES[whose]._child
    return child.papers if child else 0


@pytest.mark.usefixtures("pango")
def test_the_same_paper_is_made_once() -> None:
    first = pdf.written(HTML.format("one"), CSS)
    before = made(For.CITIZENS)
    assert [pdf.written(HTML.format("one"), CSS) for _ in range(20)] == [first] * 20
    assert made(For.CITIZENS) == before


@pytest.mark.usefixtures("pango")
def test_a_paper_that_says_something_else_is_another(case: Case) -> None:
    seen = {documents.receipt(case).pdf(), documents.receipt(case, password="1111 2222 3333").pdf()}
    case.place = "elsewhere"
    assert len(seen | {documents.receipt(case).pdf()}) == 3


@pytest.mark.usefixtures("pango")
def test_many_who_want_the_same_paper_at_once_are_served_by_one() -> None:
    pdf.written(HTML.format("start"), CSS)
    before, said = made(For.CITIZENS), list[str]()

    def ask() -> None:
        try:
            pdf.written(HTML.format("same"), CSS)
            said.append("paper")
        except Busy:
            said.append("busy")

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made(For.CITIZENS) - before == 1
    assert said.count("paper") >= 1
    assert len(said) == 20


@pytest.mark.usefixtures("pango")
def test_citizens_who_wait_do_not_make_the_staff_wait() -> None:
    with LANES[For.CITIZENS].turn():
        assert pdf.written(HTML.format("for the staff"), CSS, whose=For.STAFF).startswith(b"%PDF")


@pytest.mark.usefixtures("pango")
def test_of_those_who_wait_only_a_few_hold_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE", 600.0)
    lane, said = LANES[For.CITIZENS], list[str]()

    def ask(name: str) -> None:
        try:
            pdf.written(HTML.format(name), CSS)
            said.append("paper")
        except Busy:
            said.append("busy")

    with lane.turn():
        threads = [threading.Thread(target=ask, args=[str(number)]) for number in range(20)]
        for thread in threads:
            thread.start()
        while len(said) < 19:
            time.sleep(0.01)
    for thread in threads:
        thread.join()
    assert sorted(said) == ["busy"] * 19 + ["paper"]


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize("whose", For)
def test_whoever_wants_a_paper_leaves_the_place_of_a_page_or_is_told_to_come_back(whose: For) -> None:
    asked: list[bool] = []

    def aside() -> bool:
        asked.append(len(asked) == 0)
        return asked[-1]

    with admission.admitted(aside):
        one = pdf.written(HTML.format("aside"), CSS, whose=whose)
        # What is made already is nothing to wait for.
        assert pdf.written(HTML.format("aside"), CSS, whose=whose) == one
        with pytest.raises(Busy):
            pdf.written(HTML.format("another"), CSS, whose=whose)
    assert asked == [True, False]
    assert pdf.written(HTML.format("another"), CSS, whose=whose).startswith(b"%PDF")


def test_a_paper_of_citizens_is_given_up_sooner_than_one_of_the_staff() -> None:
    assert LANES[For.CITIZENS].longest < LANES[For.STAFF].longest / 2


@pytest.mark.usefixtures("pango")
def test_each_lane_has_its_own_patience_with_a_paper() -> None:
    lane = Lane(waiting=0, longest=0.2)
    try:
        with lane.turn() as child:
            os.kill(child.process.pid, signal.SIGSTOP)
            with pytest.raises(pdf.Unavailable):
                child.write(HTML.format("slow"), CSS)
    finally:
        lane.close()


@pytest.mark.usefixtures("pango")
def test_nobody_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "PATIENCE", 0.01)
    with LANES[For.CITIZENS].turn(), pytest.raises(Busy):
        pdf.written(HTML.format("late"), CSS)


@pytest.mark.usefixtures("pango")
def test_a_paper_that_takes_too_long_is_given_up_and_the_next_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pdf.written(HTML.format("warm"), CSS)
    child = LANES[For.CITIZENS]._child
    assert child is not None
    os.kill(child.process.pid, signal.SIGSTOP)
    with monkeypatch.context() as hurry:
        hurry.setattr(lanes, "LONGEST", 0.2)
        with pytest.raises(pdf.Unavailable):
            pdf.written(HTML.format("slow"), CSS)
    assert child.process.poll() is not None
    assert pdf.written(HTML.format("next"), CSS).startswith(b"%PDF")


@pytest.mark.usefixtures("pango")
def test_a_process_that_has_ended_is_started_again() -> None:
    pdf.written(HTML.format("warm"), CSS)
    child = LANES[For.CITIZENS]._child
    assert child is not None
    child.process.kill()
    child.process.wait()
    assert pdf.written(HTML.format("again"), CSS).startswith(b"%PDF")


@pytest.mark.usefixtures("pango")
def test_what_cannot_be_made_harms_no_other_paper() -> None:
    with pytest.raises(pdf.Unavailable):
        pdf.written("<p>x</p>", "@page { size: 0 0; margin: 0 } p { font-size: 1e300px; width: 1e300px }")
    assert pdf.written(HTML.format("fine"), CSS).startswith(b"%PDF")


@pytest.mark.usefixtures("pango")
def test_the_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for papers")
    pdf.close()
    pdf.written(HTML.format("quiet"), CSS)
    child = LANES[For.CITIZENS]._child
    assert child is not None
    with open(f"/proc/{child.process.pid}/environ", "rb") as environment:
        assert b"not for papers" not in environment.read()


@pytest.mark.usefixtures("pango")
def test_a_citizen_who_is_told_to_come_back_is_told_when(client: Client, somchai: Citizen) -> None:
    client.post(reverse("cases:track"), {"user_id": somchai.case.number, "password": somchai.password})
    lane = LANES[For.CITIZENS]
    with lane.turn():
        assert lane._chairs.acquire(blocking=False)
        try:
            answer = client.get(reverse("cases:receipt", args=[somchai.case.number]))
        finally:
            lane._chairs.release()
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0


def test_a_memory_has_bounds_of_number_and_of_size() -> None:
    memory = Papers(papers=3, size=100)
    for number in range(5):
        memory.put(memory.key(str(number)), b"x" * 40)
    assert [memory.get(memory.key(str(number))) is not None for number in range(5)] == [False] * 3 + [
        True
    ] * 2
    memory.put(memory.key("large"), b"x" * 101)
    assert memory.get(memory.key("large")) is None
    assert len(memory) == 2


def test_a_memory_forgets_with_time() -> None:
    memory = Papers(seconds=0)
    memory.put(memory.key("a"), b"x")
    assert memory.get(memory.key("a")) is None


def test_what_a_memory_knows_a_paper_by_does_not_tell_what_it_says() -> None:
    assert Papers().key("1234 5678 9012") != Papers().key("1234 5678 9012")
