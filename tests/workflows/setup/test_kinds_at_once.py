"""Two people work on the kinds of request at once: one is done, the other is told, and nothing is lost."""

import threading
from typing import Any

import pytest
from django.db import connection

from cases.models import RequestType, RoutingRule, User
from tests.factories import RequestTypeFactory, UserFactory
from tests.workflows.setup.test_kinds import PAGE, sent
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(desk: Seat, people: list[User], path: str, *typed: dict[str, Any]) -> list[Any]:
    """Let each of them send a form to the same address, together; the answers, those that refuse last."""
    seats, answers = [desk(one) for one in people], []
    barrier = threading.Barrier(len(people))

    def send(seat: Any, form: dict[str, Any]) -> None:
        try:
            barrier.wait()
            answers.append(seat.post(path, form))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in zip(seats, typed, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers, key=lambda answer: answer.status_code != 302)


def test_one_of_two_is_told(desk: Seat, administrator: User) -> None:
    kind = RequestTypeFactory(code="tree_trim", confirmed=True)
    people = [administrator, UserFactory(username="boss", is_staff=True, is_superuser=True)]
    page = desk(people[1]).page(PAGE, kind.code)
    saves = [sent(page, name_en=name) for name in ("One", "Two")]
    done, told = at_once(desk, people, address(PAGE, kind.code), *saves)
    assert (done.status_code, told.status_code) == (302, 409)
    fields = {"category": kind.category_id, "department": kind.department_id, "target_working_days": "3"}
    new = sent(desk(people[1]).page("setup_kind_new"), name_th="ก", name_en="Sign", code="sign", **fields)
    done, told = at_once(desk, people, address("setup_kind_new"), new, new)
    assert (done.status_code, told.status_code, "already exists" in text(told)) == (302, 200, True)
    assert RequestType.objects.count() == 2
    rule = {"rule-weekdays": ["1"], "rule-department": kind.department_id}
    answers = at_once(desk, people, address("setup_kind_rules", kind.code), rule, rule)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert sorted(RoutingRule.objects.values_list("position", flat=True)) == [1, 2]
    named = {"name": "Night", "weekdays": ["1"], "department": kind.department_id, "active": "on"}
    done, told = at_once(desk, people, address("setup_routing_new"), named, named)
    assert (done.status_code, told.status_code, "already exists" in text(told)) == (302, 200, True)
