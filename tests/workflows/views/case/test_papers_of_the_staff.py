"""The staff attach PDF files to notes, and to results and subtasks of a kind that takes them."""

import uuid
from typing import Any

import pytest
from django.test import Client

from cases.models import Attachment, Case, CaseEvent, Membership, RequestType, Subtask, User
from tests.cases.files.test_pdf_uploads import pdf, upload
from tests.cases.views.pages import log_in, page_of
from tests.factories import CaseFactory, FiledFactory, OfficerFactory, ResultCodeFactory
from tests.pictures import picture
from tests.workflows.views.case.test_departments import ask, do_subtask
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import Seat, text

pytestmark = pytest.mark.django_db
Kind = CaseEvent.Kind


@pytest.fixture
def working(case: Case, head: User, officer: User) -> Case:
    """Work in progress, of a kind that takes PDF files."""
    RequestType.objects.update(accepts_pdf=True)
    request_type = RequestType.objects.get(pk=case.request_type_id)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


def files(**more: Any) -> dict[str, Any]:
    return {"photos": [upload(pdf()), picture()], **more}


def attached(kind: Kind) -> list[str]:
    return sorted(Attachment.objects.filter(event__kind=kind).values_list("kind", flat=True))


def result(**more: Any) -> dict[str, Any]:
    return today(result=ResultCodeFactory().pk, details="แจ้งผลตามหนังสือแนบ", **more)


def test_a_result_has_its_paper_and_the_citizen_gets_it(desk: Seat, working: Case, officer: User) -> None:
    assert desk(officer).do(working, "resolve", **result(**files())).status_code == 302
    assert attached(Kind.RESOLVED) == ["pdf", "photo"]


def test_a_proposed_result_has_its_paper(desk: Seat, working: Case, officer: User) -> None:
    RequestType.objects.update(needs_approval=True)
    assert desk(officer).do(working, "propose", **result(**files())).status_code == 302
    assert attached(Kind.PROPOSED) == ["pdf", "photo"]


def test_a_note_has_its_papers_which_the_citizen_never_sees(
    desk: Seat, client: Client, working: Case, officer: User
) -> None:
    seat = desk(officer)
    assert seat.do(working, "note", text="ดูหนังสือแนบ", **files()).status_code == 302
    assert attached(Kind.NOTED) == ["pdf", "photo"]
    paper = Attachment.objects.get(kind="pdf")
    assert f"/photos/{paper.pk}/" in text(seat.page("case", working.number))
    _, password = FiledFactory(request_type=working.request_type)
    other = Case.objects.latest("pk")
    log_in(client, other.number, password)
    assert client.get(f"/photos/{paper.pk}/").status_code == 404
    assert client.get(page_of(other)).status_code == 200


def test_a_part_has_its_paper(desk: Seat, working: Case, head: User, stranger: User) -> None:
    there = Membership.objects.get(user=stranger).department
    subtask, helper = ask(working, there, head), OfficerFactory(username="helper", department=there)
    do_subtask(desk(stranger), subtask, "assign", to=helper.pk, note="")
    subtask = Subtask.objects.get(pk=subtask.pk)
    assert do_subtask(desk(helper), subtask, "finish", result="ตามรายงานแนบ", **files()).status_code == 302
    assert attached(Kind.SUBTASK_DONE) == ["pdf", "photo"]


def test_a_paper_is_kept_over_an_error_elsewhere(desk: Seat, working: Case, officer: User) -> None:
    token = str(uuid.uuid4())
    page = text(desk(officer).do(working, "resolve", **result(form_token=token, **files()) | {"details": ""}))
    assert "PDF file 1" in page
    assert f"/photos/{Attachment.objects.get(kind='pdf').pk}/thumbnail/" not in page


@pytest.mark.parametrize("verb", ["resolve", "note"])
@pytest.mark.parametrize("accepts", [True, False])
def test_results_offer_what_the_kind_takes_and_notes_take_papers_of_every_kind(
    desk: Seat, working: Case, officer: User, verb: str, accepts: bool
) -> None:
    RequestType.objects.update(accepts_pdf=accepts)
    offered = "application/pdf" in text(desk(officer).page("step", working.number, verb))
    assert offered == (accepts or verb == "note")


def test_a_kind_without_papers_says_so_to_the_staff_too(desk: Seat, working: Case, officer: User) -> None:
    RequestType.objects.update(accepts_pdf=False)
    seat = desk(officer)
    page = seat.do(working, "resolve", details="เรียบร้อยแล้ว", photos=[upload(pdf())])
    assert "cannot be sent with this kind" in text(page)
    assert not Attachment.objects.exists()
    assert seat.do(working, "note", text="ดูหนังสือแนบ", photos=[upload(pdf())]).status_code == 302
    assert attached(Kind.NOTED) == ["pdf"]
