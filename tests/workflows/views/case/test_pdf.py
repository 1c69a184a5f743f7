"""A case on paper: what its reader may see, notes clearly marked, nothing kept by the browser."""

import io

import pytest
from pypdf import PdfReader

from cases import actions
from cases.actions import duplicates
from cases.models import Case
from tests.factories import CaseFactory, RequestTypeFactory
from tests.pictures import photo
from tests.workflows.views.conftest import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pango")]


@pytest.fixture
def in_progress(department, head, officer):
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(
        request_type=request_type, in_progress=True, head=head, officer=officer, photos=[photo()]
    )


def words(answer) -> str:
    """What the paper says."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_the_paper_holds_facts_history_and_marked_notes(desk, in_progress, officer):
    actions.note(in_progress, by=officer, text="phoned twice")
    said = words(desk(officer).page("pdf", in_progress.number))
    for expected in (
        in_progress.number,
        "Work has begun",
        "phoned twice",
        "Internal: the citizen does not see this.",
    ):
        assert expected in said


def test_the_photos_are_on_it(desk, in_progress, officer):
    answer = desk(officer).page("pdf", in_progress.number)
    assert (
        len({image.data for page in PdfReader(io.BytesIO(answer.content)).pages for image in page.images})
        == 1
    )


def test_no_cache_keeps_it(desk, in_progress, officer):
    answer = desk(officer).page("pdf", in_progress.number)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="case-{in_progress.number}.pdf"'


def test_who_may_see_the_citizen_has_the_contact_on_paper(desk, in_progress, officer):
    assert "081 234 5678" in words(desk(officer).page("pdf", in_progress.number))


def test_who_may_not_see_the_citizen_has_neither_name_nor_contact(desk, in_progress, colleague):
    said = words(desk(colleague).page("pdf", in_progress.number))
    assert "081 234 5678" not in said
    assert "somchai@citizen.example" not in said
    assert "Left out:" in said


def test_a_stranger_gets_no_paper(desk, in_progress, stranger):
    assert desk(stranger).page("pdf", in_progress.number).status_code == 404


def test_a_duplicate_names_its_main_case(desk, in_progress, case, head):
    duplicates.mark_duplicate(case, of=in_progress, by=head)
    assert f"joined with {in_progress.number}" in words(desk(head).page("pdf", case.number))


def test_what_was_typed_is_never_markup(desk, case, head):
    Case.objects.filter(pk=case.pk).update(details="<b>bold</b>")
    assert "<b>bold</b>" in words(desk(head).page("pdf", case.number))


def test_the_page_leads_to_it(desk, case, head):
    assert f"/staff/cases/{case.number}/pdf/" in text(desk(head).page("case", case.number))


def test_the_staff_see_what_a_paper_cannot_show(desk, in_progress, officer):
    Case.objects.filter(pk=in_progress.pk).update(first_name="\U00010600")
    page = desk(officer).page("case", in_progress.number).content.decode()
    assert "show boxes for some characters, for which the server has no font: Name" in " ".join(page.split())


def test_without_such_letters_the_staff_see_nothing_of_it(desk, in_progress, officer):
    assert "show boxes" not in desk(officer).page("case", in_progress.number).content.decode()
