"""Reports of one matter share what shows it: the main case has the photos and papers of its duplicates, and
their citizens the photos of its result; nobody else gets anything."""

from typing import Any

import pytest
from django.test import Client

from cases import actions
from cases.actions import duplicates
from cases.files.images import prepared
from cases.files.pdf_uploads import prepared_file
from cases.models import Attachment, Case, RequestType, User
from tests.cases.files.test_pdf_uploads import pdf, upload
from tests.cases.views.pages import log_in, page_of
from tests.factories import CaseFactory, FiledFactory, HeadFactory, ResultCodeFactory
from tests.pictures import scene
from tests.workflows.views.conftest import Seat, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def main(case: Case, head: User, officer: User) -> Case:
    RequestType.objects.update(accepts_pdf=True)
    return CaseFactory(request_type=case.request_type, in_progress=True, head=head, officer=officer)


def joined(main: Case, by: User) -> tuple[Case, str]:
    """A duplicate with a photo and a paper, and its password."""
    sent = [prepared(scene(1)), prepared_file(upload(pdf()), accepts_pdf=True)]
    case, password = FiledFactory(request_type=main.request_type, photos=sent)
    duplicates.mark_duplicate(case, of=main, by=by)
    return case, password


def resolved(main: Case) -> Attachment:
    """The main case with a result that a photo and a paper show; the photo."""
    shown = [prepared(scene(2)), prepared_file(upload(pdf()), accepts_pdf=True)]
    officer: Any = main.officer
    actions.resolve(main, by=officer, result=ResultCodeFactory(), details="ปะแล้ว", photos=shown)
    return main.attachments.get(kind="photo")


def statuses(client: Client, files: Any) -> set[int]:
    found = set()
    for file in files:
        answer = client.get(f"/photos/{file.pk}/")
        # Read to its end, it is closed.
        assert answer.getvalue()
        found.add(answer.status_code)
    return found


def test_the_main_case_shows_what_the_citizens_of_its_duplicates_sent(
    desk: Seat, main: Case, head: User
) -> None:
    case, _ = joined(main, head)
    seat = desk(head)
    page = text(seat.page("case", main.number))
    assert all(f"/photos/{file.pk}/" in page for file in case.attachments.all())
    assert statuses(seat, case.attachments.all()) == {200}


def test_who_may_read_neither_gets_nothing(desk: Seat, main: Case, head: User) -> None:
    case, _ = joined(main, head)
    elsewhere = HeadFactory(username="elsewhere")
    assert statuses(desk(elsewhere), case.attachments.all()) == {404}


def test_the_citizen_of_a_duplicate_sees_the_photos_of_the_result(
    client: Client, main: Case, head: User
) -> None:
    case, password = joined(main, head)
    photo = resolved(main)
    log_in(client, case.number, password)
    page = client.get(page_of(case)).text
    assert page.index("After the work") < page.index(f"/photos/{photo.pk}/")
    assert statuses(client, [photo]) == {200}
    assert client.get(f"/photos/{photo.pk}/thumbnail/").status_code == 200


def test_a_paper_of_the_result_stays_with_the_main_case(client: Client, main: Case, head: User) -> None:
    """It may name its citizen."""
    case, password = joined(main, head)
    resolved(main)
    log_in(client, case.number, password)
    paper = main.attachments.get(kind="pdf")
    assert f"/photos/{paper.pk}/" not in client.get(page_of(case)).text
    assert statuses(client, [paper]) == {404}


def test_what_the_main_citizen_sent_stays_with_the_main_case(client: Client, main: Case, head: User) -> None:
    sent = prepared(scene(3))
    other, _ = FiledFactory(request_type=main.request_type, photos=[sent])
    case, password = FiledFactory(request_type=main.request_type)
    duplicates.mark_duplicate(case, of=other, by=head)
    log_in(client, case.number, password)
    assert statuses(client, other.attachments.all()) == {404}


def test_a_stranger_gets_no_photo_of_a_result(client: Client, main: Case, head: User) -> None:
    joined(main, head)
    photo = resolved(main)
    other, password = FiledFactory(request_type=main.request_type)
    log_in(client, other.number, password)
    assert statuses(client, [photo]) == statuses(Client(), [photo]) == {404}


def test_a_case_that_was_separated_again_shares_nothing(client: Client, main: Case, head: User) -> None:
    case, password = joined(main, head)
    duplicates.unmark_duplicate(case, by=head)
    photo = resolved(main)
    log_in(client, case.number, password)
    assert statuses(client, [photo]) == {404}
