"""Before and after on the citizen's pages: once there is a result, and to the citizen of the case alone."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import approval
from cases.models import Case, RequestType, User
from cases.printouts import documents
from tests.cases.views.pages import log_in, page_of
from tests.factories import FiledFactory, ResultCodeFactory
from tests.people import Citizen
from tests.pictures import photo
from workflows import engine
from workflows.rights.catalogue import Verb
from workflows.steps import execution

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(client: Client, department, head: User, officer: User) -> Citizen:
    """A citizen who sent a photo, logged in; the work is in progress and its result needs approval."""
    citizen = Citizen(
        *FiledFactory(
            request_type__department=department,
            photos=[photo()],
            in_progress=True,
            head=head,
            officer=officer,
        )
    )
    RequestType.objects.update(needs_approval=True)
    log_in(client, citizen.case.number, citizen.password)
    return citizen


def propose(case: Case, officer: User) -> Case:
    said = {"result": ResultCodeFactory(), "details": "ปะแล้ว", "photos": [photo()]}
    return execution.perform(Verb.PROPOSE, case, task=engine.open_task(case).pk, by=officer, **said)


def photo_page(case: Case, kind: str) -> str:
    return reverse("cases:photo", args=[case.attachments.get(event__kind=kind).pk])


def status(client: Client, case: Case, kind: str) -> int:
    pk = case.attachments.get(event__kind=kind).pk
    return client.get(reverse("cases:thumbnail", args=[pk])).status_code


def test_a_proposed_result_is_not_on_the_citizens_page(client: Client, asked: Citizen, officer: User) -> None:
    case = propose(asked.case, officer)
    page = client.get(page_of(case)).text
    assert "ปะแล้ว" not in page
    assert "before-after" not in page
    assert str(case.attachments.get(event__kind="proposed").pk) not in page


def test_its_photo_is_not_given_to_the_citizen_who_guesses(
    client: Client, asked: Citizen, officer: User
) -> None:
    case = propose(asked.case, officer)
    assert status(client, case, "proposed") == 404
    assert status(client, case, "submitted") == 200


def test_after_the_approval_both_sides_are_there(
    client: Client, asked: Citizen, head: User, officer: User
) -> None:
    case = approval.approve(propose(asked.case, officer), by=head)
    page = client.get(page_of(case)).text
    card = page[page.index("before-after") :]
    assert photo_page(case, "submitted") in card
    assert photo_page(case, "resolved") in card
    assert status(client, case, "resolved") == 200


def test_the_officer_of_the_approval_is_not_told_apart_for_the_citizen(
    client: Client, asked: Citizen, head: User, officer: User
) -> None:
    case = approval.approve(propose(asked.case, officer), by=head)
    page = client.get(page_of(case)).text
    assert "proposed" not in page
    assert "approved" not in page


def test_the_results_paper_shows_both_sides(asked: Citizen, head: User, officer: User) -> None:
    paper = documents.result(approval.approve(propose(asked.case, officer), by=head))
    assert [len(paper.context[side]) for side in ("before", "after")] == [1, 1]  # type: ignore[union-attr]
    assert paper.context["after"][0].startswith("data:image/jpeg;base64,")  # type: ignore[union-attr]


def test_a_stranger_sees_neither_photo(client: Client, asked: Citizen, head: User, officer: User) -> None:
    case = approval.approve(propose(asked.case, officer), by=head)
    for kind in ("submitted", "resolved"):
        assert status(Client(), case, kind) == 404
