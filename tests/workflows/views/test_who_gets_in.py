"""Every staff page, guessed by those whom it does not concern."""

import pytest
from django.test import Client

from cases.models import Case, CaseEvent, User
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from tests.once import case as case
from tests.once import case_made as case_made
from tests.once import department as department
from tests.once import head as head
from tests.once import made as made
from tests.once import officer as officer
from tests.workflows.views.conftest import Seat, address, open_task, text
from workflows.rights.catalogue import Verb

pytestmark = pytest.mark.django_db
CITIZEN = "somchai@citizen.example"


def test_anonymous_readers_are_sent_to_the_log_in_and_back(client: Client, case: Case) -> None:
    for name, args in (
        ("inbox", []),
        ("case", [case.number]),
        ("step", [case.number, "note"]),
        ("password", []),
        ("views", []),
        ("remove_view", [1]),
        ("shortcuts", []),
        ("look", []),
        ("inbox_points", []),
        ("many", ["note"]),
        ("undo", []),
        ("morning", []),
        ("undo_step", []),
        ("after_step", []),
    ):
        wanted = address(name, *args)
        assert client.get(wanted)["Location"] == f"{address('login')}?next={wanted}"
        assert client.post(wanted).status_code in (302, 405)


def test_a_case_of_another_department_does_not_exist(desk: Seat, case: Case, stranger: User) -> None:
    seat = desk(stranger)
    assert seat.page("case", case.number).status_code == 404
    for verb in Verb:
        form = seat.page("step", case.number, verb).status_code
        sent = seat.do(case, verb, text="x", to=stranger.pk, reason="x").status_code
        assert (verb, form, sent) == (verb, 404, 404)


@pytest.mark.parametrize("number", ["2569-99999", "x", "2569-00001-1"])
def test_an_unknown_number_does_not_exist(desk: Seat, head: User, number: str) -> None:
    assert desk(head).page("case", number).status_code == 404


def test_an_unknown_step_does_not_exist(desk: Seat, case: Case, head: User) -> None:
    assert desk(head).page("step", case.number, "withdraw").status_code == 404


def test_a_case_number_with_odd_characters_does_not_exist(desk: Seat, head: User) -> None:
    assert desk(head).get("/en/staff/cases/%00/").status_code == 404
    assert desk(head).get("/en/staff/cases/2569%2D00001%27/").status_code == 404


def test_a_colleague_may_read_but_not_act(desk: Seat, case: Case, colleague: User) -> None:
    seat = desk(colleague)
    assert seat.page("case", case.number).status_code == 200
    for verb in [one for one in Verb if one != Verb.NOTE]:
        form, sent = seat.page("step", case.number, verb), seat.do(case, verb, reason="x")
        assert (verb, form.status_code, sent.status_code) == (verb, 403, 403)
    assert list(case.events.values_list("kind", flat=True)) == [CaseEvent.Kind.SUBMITTED]


def test_the_executive_reads_every_case_and_does_nothing(desk: Seat, case: Case, executive: User) -> None:
    seat = desk(executive)
    assert seat.page("case", case.number).status_code == 200
    for verb in Verb:
        assert (verb, seat.do(case, verb, text="x").status_code) == (verb, 403)


def test_the_administrator_reads_no_case(desk: Seat, case: Case, administrator: User) -> None:
    assert desk(administrator).page("case", case.number).status_code == 404
    assert case.number not in text(desk(administrator).page("inbox"))


def test_a_restricted_case_is_for_the_head_and_the_officer_in_charge(
    desk: Seat, head: User, officer: User, colleague: User, clerk: User
) -> None:
    request_type = RequestTypeFactory(department=head.memberships.get().department, restricted=True)
    case = CaseFactory(request_type=request_type, assigned=True, head=head, officer=officer)
    answers = [desk(user).page("case", case.number).status_code for user in (head, officer, colleague, clerk)]
    assert answers == [200, 200, 404, 404]


def test_a_post_without_the_token_is_refused(case: Case, head: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address("step", case.number, "note"), {"text": "x"}).status_code == 403


def test_the_case_page_is_not_kept_by_the_browser(desk: Seat, case: Case, head: User) -> None:
    assert "no-store" in desk(head).page("case", case.number)["Cache-Control"]


def test_a_colleague_does_not_see_who_asks(desk: Seat, case: Case, head: User, colleague: User) -> None:
    assert CITIZEN in text(desk(head).page("case", case.number))
    page = text(desk(colleague).page("case", case.number))
    assert CITIZEN not in page
    assert "see the name and the contact" in page


def test_who_wants_to_stay_unnamed_is_named_to_the_head_alone(desk: Seat, case: Case, officer: User) -> None:
    Case.objects.filter(pk=case.pk).update(hide_identity=True, officer=officer)
    page = text(desk(officer).page("case", case.number))
    assert CITIZEN not in page
    assert "asked to stay unnamed" in page


def test_the_task_of_another_case_does_not_open_this_one(desk: Seat, case: Case, stranger: User) -> None:
    own = CaseFactory(request_type=RequestTypeFactory(department=stranger.memberships.get().department))
    to = OfficerFactory(department=own.department)
    desk(stranger).do(own, "assign", to=to.pk)
    assert desk(stranger).do(case, "transfer", task=own.process.task_set.first().pk).status_code == 404
    assert open_task(case)
