"""The staff's pages about letters: what they show, to whom, and what their buttons do."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from cases import remembered
from cases.models import Case, CaseEvent, User
from notifications import delivery, suppression
from notifications.models import Notice, State, Suppression, Unreached
from tests.factories import CaseFactory, RequestTypeFactory
from tests.notifications.conftest import PASSWORD
from tests.servers import MailServer
from tests.workflows.views.conftest import desk, text

__all__ = ["desk"]
REASON = Suppression.Reason.BOUNCED


@pytest.fixture(autouse=True)
def fresh() -> None:
    remembered.forget()


@pytest.fixture
def bounced(letter: Notice, smtp_server: MailServer) -> Notice:
    """A letter with a password that came back, whose citizen is to be telephoned."""
    smtp_server.refuse("550 5.1.1 no such user")
    delivery.deliver()
    smtp_server.accept()
    return now(letter)


def case_of(notice: Notice) -> Case:
    return Case.objects.get(notices=notice)


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def at(name: str, *args: Any) -> str:
    with override("en"):
        return reverse(f"notifications:{name}", args=args)


class TestALetter:
    def test_it_shows_what_was_said_and_never_the_password(
        self, desk: Any, letter: Notice, head: User
    ) -> None:
        page = text(desk(head).get(at("letter", letter.pk)))
        assert letter.subject in page
        assert letter.address in page
        assert "••••" in page
        assert PASSWORD not in page

    def test_it_shows_when_it_got_there(self, desk: Any, bounced: Notice, head: User) -> None:
        page = text(desk(head).get(at("letter", bounced.pk)))
        for words in ("Not delivered", "550 5.1.1", "Nothing is sent to this address"):
            assert words in page

    def test_a_colleague_reads_no_words_to_the_citizen(
        self, desk: Any, letter: Notice, colleague: User
    ) -> None:
        page = text(desk(colleague).get(at("letter", letter.pk)))
        assert letter.subject not in page
        assert letter.address not in page

    def test_the_administrator_reads_states_and_no_words(
        self, desk: Any, letter: Notice, administrator: User
    ) -> None:
        page = text(desk(administrator).get(at("letter", letter.pk)))
        assert "Waiting to be sent" in page
        assert letter.subject not in page
        assert letter.address not in page

    @pytest.mark.parametrize("action", ["letter", "resend", "elsewhere", "cancel", "lift"])
    def test_for_a_stranger_it_does_not_exist(
        self, desk: Any, letter: Notice, stranger: User, action: str
    ) -> None:
        post = {"address": "x@y.example", "because": "x"}
        client = desk(stranger)
        response = (
            client.get(at(action, letter.pk))
            if action == "letter"
            else client.post(at(action, letter.pk), post)
        )
        assert response.status_code == 404

    @pytest.mark.parametrize("action", ["resend", "elsewhere", "cancel", "lift"])
    def test_who_only_reads_changes_nothing(
        self, desk: Any, letter: Notice, executive: User, action: str
    ) -> None:
        response = desk(executive).post(at(action, letter.pk), {"address": "x@y.example", "because": "x"})
        assert response.status_code == 403
        assert Notice.objects.count() == 1

    @pytest.mark.parametrize("action", ["elsewhere", "cancel"])
    def test_a_colleague_who_may_not_know_the_citizen_may_not(
        self, desk: Any, letter: Notice, colleague: User, action: str
    ) -> None:
        response = desk(colleague).post(at(action, letter.pk), {"address": "x@y.example"})
        assert response.status_code == 403
        assert now(letter).state == State.PENDING

    @pytest.mark.parametrize("action", ["letter", "resend", "elsewhere", "cancel", "lift"])
    def test_without_a_log_in_there_is_only_the_log_in(
        self, client: Any, letter: Notice, action: str
    ) -> None:
        response = client.get(at(action, letter.pk))
        assert response.status_code == 302
        assert "/staff/login/" in response["Location"]

    def test_its_page_takes_few_statements(
        self, desk: Any, bounced: Notice, head: User, django_assert_max_num_queries: Any
    ) -> None:
        client = desk(head)
        with django_assert_max_num_queries(14):
            client.get(at("letter", bounced.pk))


class TestAnotherAddress:
    def test_the_letter_goes_there_and_the_case_keeps_its_own(
        self, desk: Any, bounced: Notice, head: User, smtp_server: MailServer
    ) -> None:
        desk(head).post(at("elsewhere", bounced.pk), {"address": "daughter@citizen.example"})
        delivery.deliver()
        assert len(smtp_server.sent_to("daughter@citizen.example")) == 1
        assert Case.objects.get().email == bounced.address

    def test_it_is_recorded_with_the_beginning_of_the_address(
        self, desk: Any, bounced: Notice, head: User
    ) -> None:
        desk(head).post(at("elsewhere", bounced.pk), {"address": "daughter@citizen.example"})
        note = CaseEvent.objects.get(kind="noted")
        assert (note.by, "d…@citizen.example" in note.message) == (head, True)
        assert Notice.objects.get(copy_of=bounced).resent_by == head

    @pytest.mark.parametrize("typed", ["", "nobody", "ก@example.com"])
    def test_what_is_no_address_stays_in_the_form(
        self, desk: Any, bounced: Notice, head: User, typed: str
    ) -> None:
        response = desk(head).post(at("elsewhere", bounced.pk), {"address": typed})
        assert "Please check the following" in text(response)
        assert f'value="{typed}"' in text(response) or not typed
        assert Notice.objects.count() == 1

    def test_an_address_from_which_letters_come_back_is_refused(
        self, desk: Any, bounced: Notice, head: User
    ) -> None:
        response = desk(head).post(at("elsewhere", bounced.pk), {"address": bounced.address})
        assert "come back" in text(response)

    def test_a_second_click_is_a_conflict(self, desk: Any, bounced: Notice, head: User) -> None:
        typed = {"address": "daughter@citizen.example"}
        codes = [desk(head).post(at("elsewhere", bounced.pk), typed).status_code for _ in range(2)]
        assert codes == [302, 409]

    def test_a_letter_to_the_staff_goes_nowhere_else(self, desk: Any, case: Case, head: User) -> None:
        letter = Notice.objects.get(audience="head")
        response = desk(head).post(at("elsewhere", letter.pk), {"address": "x@y.example"})
        assert response.status_code == 403

    def test_nobody_sends_hundreds(self, desk: Any, bounced: Notice, head: User) -> None:
        client = desk(head)
        codes = set()
        for number in range(22):
            codes.add(
                client.post(at("elsewhere", bounced.pk), {"address": f"x{number}@y.example"}).status_code
            )
        assert 429 in codes


class TestCancelling:
    def test_a_waiting_letter_never_goes_out(
        self, desk: Any, letter: Notice, head: User, smtp_server: MailServer
    ) -> None:
        desk(head).post(at("cancel", letter.pk))
        assert delivery.deliver() == 0
        assert (now(letter).state, now(letter).cancelled_by, now(letter).secret) == ("cancelled", head, "")

    def test_one_that_is_being_sent_is_not_cancelled(self, desk: Any, letter: Notice, head: User) -> None:
        delivery.claim()
        assert desk(head).post(at("cancel", letter.pk)).status_code == 409
        assert now(letter).state == State.CLAIMED

    def test_the_page_says_who_did_it(self, desk: Any, letter: Notice, head: User) -> None:
        client = desk(head)
        client.post(at("cancel", letter.pk))
        assert str(head) in text(client.get(at("letter", letter.pk)))


class TestLifting:
    @pytest.mark.parametrize("role", ["head", "clerk", "administrator"])
    def test_who_answers_for_it_lets_letters_go_again(
        self, desk: Any, bounced: Notice, role: str, request: pytest.FixtureRequest
    ) -> None:
        response = desk(request.getfixturevalue(role)).post(at("lift", bounced.pk), {"because": "แก้ไขแล้ว"})
        assert response.status_code == 302
        assert not suppression.holds_back(bounced)

    def test_an_officer_does_not(self, desk: Any, bounced: Notice, officer: User) -> None:
        Case.objects.update(officer=officer)
        assert desk(officer).post(at("lift", bounced.pk), {"because": "x"}).status_code == 403

    def test_without_a_reason_the_form_asks_for_one(self, desk: Any, bounced: Notice, head: User) -> None:
        response = desk(head).post(at("lift", bounced.pk), {"because": " "})
        assert "Write the reason." in text(response)
        assert suppression.holds_back(bounced)

    def test_a_second_click_is_a_conflict(self, desk: Any, bounced: Notice, head: User) -> None:
        codes = [desk(head).post(at("lift", bounced.pk), {"because": "x"}).status_code for _ in range(2)]
        assert codes == [302, 409]


class TestTheList:
    def test_a_head_sees_the_own_departments_letters(
        self, desk: Any, letter: Notice, head: User, stranger: User
    ) -> None:
        assert str(letter.pk) in text(desk(head).get(at("outgoing")))
        assert str(letter.pk) not in text(desk(stranger).get(at("outgoing")))

    @pytest.mark.parametrize("role", ["officer", "executive", "colleague"])
    def test_others_have_no_list(
        self, desk: Any, letter: Notice, role: str, request: pytest.FixtureRequest
    ) -> None:
        assert desk(request.getfixturevalue(role)).get(at("outgoing")).status_code == 403

    def test_the_clerk_sees_nothing_of_restricted_cases(self, desk: Any, letter: Notice, clerk: User) -> None:
        assert str(letter.pk) in text(desk(clerk).get(at("outgoing")))
        Case.objects.update(request_type=RequestTypeFactory(restricted=True))
        assert str(letter.pk) not in text(desk(clerk).get(at("outgoing")))

    def test_the_administrator_sees_every_state_and_opens_no_case(
        self, desk: Any, letter: Notice, administrator: User
    ) -> None:
        page = text(desk(administrator).get(at("outgoing")))
        assert str(letter.pk) in page
        assert f"/staff/cases/{case_of(letter).number}/" not in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"state": "pending"}, True),
            ({"state": "sent"}, False),
            ({"kind": "new_password"}, True),
            ({"kind": "result"}, False),
            ({"channel": "email"}, True),
            ({"age": "hour"}, True),
            ({"age": "over10m"}, False),
            ({"state": "nonsense", "age": "x", "department": "x", "after": "1.2"}, True),
            ({"department": "999999"}, True),
            ({"after": f"{'9' * 18}.{'0' * 32}"}, True),
        ],
    )
    def test_the_address_is_the_state(
        self, desk: Any, letter: Notice, head: User, query: dict[str, str], found: bool
    ) -> None:
        response = desk(head).get(at("outgoing"), query)
        assert response.status_code == 200
        assert (str(letter.pk) in text(response)) is found

    def test_pages_go_on_where_the_last_one_ended(self, desk: Any, write: Any, head: User) -> None:
        letters = write(60)
        client = desk(head)
        first = client.get(at("outgoing"))
        second = client.get(at("outgoing") + first.context["next_url"])
        shown = [row.pk for page in (first, second) for row in page.context["page"].rows]
        assert len(shown) == len(set(shown)) == 60
        assert set(shown) == {letter.pk for letter in letters}
        assert second.context["next_url"] == ""

    def test_it_names_no_citizen(self, desk: Any, bounced: Notice, clerk: User) -> None:
        page = text(desk(clerk).get(at("outgoing")))
        for words in (bounced.address, "สมชาย", "081 234 5678"):
            assert words not in page

    @pytest.mark.parametrize("role", ["head", "clerk", "administrator"])
    def test_it_takes_at_most_twelve_statements(
        self,
        desk: Any,
        write: Any,
        role: str,
        request: pytest.FixtureRequest,
        django_assert_max_num_queries: Any,
    ) -> None:
        write(60)
        client = desk(request.getfixturevalue(role))
        with django_assert_max_num_queries(12):
            client.get(at("outgoing"), {"state": "pending"})


class TestToTelephone:
    def test_the_clerk_finds_the_number(self, desk: Any, bounced: Notice, clerk: User) -> None:
        page = text(desk(clerk).get(at("unreached")))
        for words in (case_of(bounced).number, "081 234 5678", "New password", "Not delivered"):
            assert words in page

    @pytest.mark.parametrize("role", ["colleague", "executive", "stranger", "administrator"])
    def test_who_may_not_know_the_citizen_finds_nobody(
        self, desk: Any, bounced: Notice, role: str, request: pytest.FixtureRequest
    ) -> None:
        client, row = desk(request.getfixturevalue(role)), Unreached.objects.get()
        page = text(client.get(at("unreached")))
        assert case_of(bounced).number not in page
        assert "081 234 5678" not in page
        assert client.post(at("reached", row.pk)).status_code == 404

    def test_the_clerk_finds_no_restricted_case(self, desk: Any, bounced: Notice, clerk: User) -> None:
        Case.objects.update(request_type=RequestTypeFactory(restricted=True))
        assert case_of(bounced).number not in text(desk(clerk).get(at("unreached")))
        assert desk(clerk).post(at("reached", Unreached.objects.get().pk)).status_code == 404

    def test_ticking_takes_it_off_the_list(self, desk: Any, bounced: Notice, clerk: User) -> None:
        client = desk(clerk)
        client.post(at("reached", Unreached.objects.get().pk), {"said": "จะแจ้งอีเมลใหม่"})
        assert Unreached.objects.get().reached_by == clerk
        assert f"reached/{Unreached.objects.get().pk}" not in text(client.get(at("unreached")))

    def test_a_second_click_is_a_conflict(self, desk: Any, bounced: Notice, clerk: User) -> None:
        row = Unreached.objects.get()
        assert [desk(clerk).post(at("reached", row.pk)).status_code for _ in range(2)] == [302, 409]

    def test_too_many_words_stay_in_the_form(self, desk: Any, bounced: Notice, clerk: User) -> None:
        said = "ยาว" * 200
        response = desk(clerk).post(at("reached", Unreached.objects.get().pk), {"said": said})
        assert said in text(response)
        assert Unreached.objects.get().reached_at is None

    def test_the_list_takes_few_statements(
        self, desk: Any, bounced: Notice, clerk: User, django_assert_max_num_queries: Any
    ) -> None:
        client = desk(clerk)
        with django_assert_max_num_queries(12):
            client.get(at("unreached"))


class TestTheCasesPage:
    def page(self, desk: Any, case: Case, user: User) -> str:
        with override("en"):
            return text(desk(user).get(reverse("staff:case", args=[case.number])))

    def test_it_says_that_letters_do_not_arrive(self, desk: Any, bounced: Notice, head: User) -> None:
        page = self.page(desk, case_of(bounced), head)
        assert "Letters do not reach this citizen" in page
        assert "the mail server says that there is no such address" in page

    def test_it_says_so_of_another_case_with_this_address(
        self, desk: Any, bounced: Notice, head: User
    ) -> None:
        other = CaseFactory(request_type=case_of(bounced).request_type)
        assert "Letters do not reach this citizen" in self.page(desk, other, head)

    def test_not_to_who_may_not_know_the_citizen(self, desk: Any, bounced: Notice, colleague: User) -> None:
        assert "Letters do not reach this citizen" not in self.page(desk, case_of(bounced), colleague)

    def test_not_where_letters_arrive(self, desk: Any, letter: Notice, head: User) -> None:
        assert "Letters do not reach this citizen" not in self.page(desk, case_of(letter), head)

    def test_its_letters_lead_to_their_pages(self, desk: Any, letter: Notice, head: User) -> None:
        assert at("letter", letter.pk) in self.page(desk, case_of(letter), head)


class TestTheRedLine:
    WORDS = "Letters are not going out"

    def inbox(self, desk: Any, user: User, *, later: bool = True) -> str:
        client = desk(user)
        if later:
            remembered.forget()
        with override("en"):
            return text(client.get(reverse("staff:inbox")))

    def test_it_stands_there_when_a_letter_waits_too_long(
        self, desk: Any, letter: Notice, head: User, pass_time: Any
    ) -> None:
        pass_time(minutes=11)
        page = self.inbox(desk, head)
        assert self.WORDS in page
        assert at("outgoing") + "?age=over10m" in page

    def test_an_officer_sees_the_line_without_the_link(
        self, desk: Any, letter: Notice, officer: User, pass_time: Any
    ) -> None:
        pass_time(minutes=11)
        page = self.inbox(desk, officer)
        assert self.WORDS in page
        assert at("outgoing") not in page

    def test_a_letter_that_is_put_off_again_and_again_counts(
        self, desk: Any, letter: Notice, head: User, smtp_server: MailServer, pass_time: Any
    ) -> None:
        smtp_server.stop()
        pass_time(minutes=11)
        delivery.deliver()
        assert self.WORDS in self.inbox(desk, head)

    def test_not_for_fresh_letters(self, desk: Any, letter: Notice, head: User) -> None:
        assert self.WORDS not in self.inbox(desk, head)

    def test_not_for_letters_that_are_meant_for_later(
        self, desk: Any, letter: Notice, head: User, pass_time: Any
    ) -> None:
        pass_time(minutes=11)
        pass_time(minutes=-11)
        pass_time(hours=1)
        Notice.objects.update(due_at=letter.created.replace(year=letter.created.year + 1))
        assert self.WORDS not in self.inbox(desk, head)

    def test_not_for_settled_letters(self, desk: Any, letter: Notice, head: User, pass_time: Any) -> None:
        pass_time(minutes=11)
        Notice.objects.update(state=State.CANCELLED, secret="")
        assert self.WORDS not in self.inbox(desk, head)

    def test_it_is_asked_once_in_a_while(self, desk: Any, letter: Notice, head: User) -> None:
        self.inbox(desk, head)
        Notice.objects.update(created=letter.created.replace(year=2020), attempts=1)
        assert self.WORDS not in self.inbox(desk, head, later=False)
        assert self.WORDS in self.inbox(desk, head)

    def test_not_on_the_log_in_page(self, client: Any, letter: Notice, pass_time: Any) -> None:
        pass_time(minutes=11)
        assert self.WORDS not in text(client.get("/en/staff/login/"))
