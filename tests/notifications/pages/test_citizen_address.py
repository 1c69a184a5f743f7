"""Another e-mail address for a case, put in by those who speak with its citizen."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases import actions
from cases.models import Case, CaseEvent, User
from cases.printouts import documents
from notifications.letters.holds import suppression
from notifications.models import DeliveryChannel, Notice, Suppression
from workflows.inbox import search_index
from workflows.models import CaseSearch
from workflows.views.case.conflict_diff import Versions

pytestmark = pytest.mark.django_db
NEW = "new@citizen.example"
TYPED = {"address": NEW, "checked": "called back on the number on file"}


def at(case: Case) -> str:
    """The page's address."""
    with override("en"):
        return reverse("notifications:address", args=[case.number])


def seat(user: User) -> Client:
    """A browser of a member of staff."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def bounced(case: Case) -> Case:
    """A case from whose address letters come back."""
    hashed = suppression.hash_of(DeliveryChannel.EMAIL, case.email)
    Suppression.objects.create(channel=DeliveryChannel.EMAIL, address_hash=hashed, reason="bounced")
    Notice.objects.all().delete()
    return case


@pytest.mark.parametrize("person", ["head", "clerk"])
def test_who_speaks_with_the_citizen_puts_it_in(
    bounced: Case, person: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(person)
    assert seat(user).post(at(bounced), TYPED).status_code == 302
    assert Case.objects.get(pk=bounced.pk).email == NEW
    event = CaseEvent.objects.get(case=bounced, kind="email_changed")
    assert event.by == user
    assert event.message == "n…@citizen.example. Checked: called back on the number on file"
    assert event.citizen_message == ""


@pytest.mark.parametrize("person", ["stranger", "executive", "colleague"])
def test_nobody_else_does(bounced: Case, person: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(person)
    assert seat(user).post(at(bounced), TYPED).status_code in (403, 404)
    assert Case.objects.get(pk=bounced.pk).email == bounced.email


def test_an_old_address_that_works_is_told(case: Case, head: User) -> None:
    Notice.objects.all().delete()
    seat(head).post(at(case), TYPED)
    assert Notice.objects.get(audience="citizen").address == case.email


def test_one_from_which_letters_come_back_is_not(bounced: Case, head: User) -> None:
    seat(head).post(at(bounced), TYPED)
    assert not Notice.objects.filter(audience="citizen").exists()


def test_a_new_password_goes_to_the_new_address(bounced: Case, head: User) -> None:
    seat(head).post(at(bounced), TYPED)
    actions.change_password(Case.objects.get(pk=bounced.pk))
    assert Notice.objects.get(kind="new_password").address == NEW


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"address": "no address", "checked": "x"}, "address"),
        ({"address": NEW, "checked": ""}, "Write how you know that it is the citizen."),
        ({"address": "", "checked": "x"}, "Enter an e-mail address."),
    ],
)
def test_what_is_wrong_is_said_and_stores_nothing(
    bounced: Case, head: User, typed: dict[str, str], said: str
) -> None:
    answer = seat(head).post(at(bounced), typed)
    assert said in answer.content.decode()
    assert Case.objects.get(pk=bounced.pk).email == bounced.email


def test_the_address_that_bounced_is_no_new_one(bounced: Case, head: User) -> None:
    answer = seat(head).post(at(bounced), {**TYPED, "address": bounced.email.upper()})
    assert "The case has this address already." in answer.content.decode()


def test_the_case_page_leads_there_for_those_who_may(case: Case, head: User, executive: User) -> None:
    with override("en"):
        page = reverse("staff:case", args=[case.number])
    assert at(case) in seat(head).get(page).content.decode()
    assert at(case) not in seat(executive).get(page).content.decode()


def test_it_has_an_end_after_so_many_an_hour(case: Case, head: User) -> None:
    client = seat(head)
    numbered = [{**TYPED, "address": f"n{number}@citizen.example"} for number in range(21)]
    answers = [client.post(at(case), typed).status_code for typed in numbered]
    assert answers == [302] * 20 + [429]


def words_of(client: Client, case: Case) -> bool:
    """Whether the case's page tells how the person was checked."""
    with override("en"):
        page = client.get(reverse("staff:case", args=[case.number])).content.decode()
    assert "Other e-mail address" in page
    return "called back on the number" in page


def test_how_the_person_was_checked_is_for_those_who_may_know_the_person(
    bounced: Case, head: User, executive: User
) -> None:
    seat(head).post(at(bounced), TYPED)
    assert words_of(seat(head), bounced)
    assert not words_of(seat(executive), bounced)


@pytest.mark.parametrize("person", [True, False])
def test_nor_does_a_paper_tell_it_to_others(bounced: Case, head: User, person: bool) -> None:
    seat(head).post(at(bounced), TYPED)
    found = Case.objects.get(pk=bounced.pk)
    paper = documents.file_of(found, list(found.events.order_by("pk")), person=person)
    assert ("called back on the number" in render_to_string(paper.body, paper.context)) is person


def test_both_versions_do_not_either(bounced: Case, head: User) -> None:
    seat(head).post(at(bounced), TYPED)
    both = Versions([], [], list(CaseEvent.objects.filter(case=bounced, kind="email_changed")))
    for person in (True, False):
        page = render_to_string("staff/partials/versions.html", {"versions": both, "person": person})
        assert ("called back on the number" in page) is person


def test_it_is_nobodys_search_word(bounced: Case, head: User) -> None:
    def found() -> bool:
        return "called" in str(CaseSearch.objects.values_list("words", flat=True).get(case=bounced))

    seat(head).post(at(bounced), TYPED)
    assert not found()
    search_index.index(bounced)
    assert not found()
