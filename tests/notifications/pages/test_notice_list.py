"""The lists of letters: all of them, those of a case, whom to telephone, and the red line."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from cases.lib import process_cache
from cases.models import Case, User
from notifications.delivery import worker
from notifications.models import Notice, State, Unreached
from tests.factories import CaseFactory, RequestTypeFactory
from tests.notifications.conftest import at, case_of
from tests.servers import MailServer
from tests.workflows.views.conftest import desk, text

__all__ = ["desk"]


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
            ({"state": "nonsense", "age": "x", "department": "x", "after": "1.2"}, False),
            ({"department": "999999"}, False),
        ],
    )
    def test_the_address_is_the_state(
        self, desk: Any, letter: Notice, head: User, query: dict[str, str], found: bool
    ) -> None:
        response = desk(head).get(at("outgoing"), query)
        assert response.status_code == 200
        assert (str(letter.pk) in text(response)) is found

    @pytest.mark.parametrize("name", ["outgoing", "unreached"])
    @pytest.mark.parametrize("query", [{"after": "x"}, {"after": "1.g"}, {"color": "red"}], ids=str)
    def test_a_page_that_is_none_shows_nothing_and_says_why(
        self, desk: Any, bounced: Notice, clerk: User, name: str, query: dict[str, str]
    ) -> None:
        page = text(desk(clerk).get(at(name), query))
        assert "not on offer, or not any more" in page
        assert str(bounced.pk) not in page
        assert "Nobody. All letters" not in page

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
        client.get(at("outgoing"))
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
            process_cache.forget()
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
        assert not [link for link in ('"', "?") if at("outgoing") + link in page]

    def test_a_letter_that_is_put_off_again_and_again_counts(
        self, desk: Any, letter: Notice, head: User, smtp_server: MailServer, pass_time: Any
    ) -> None:
        smtp_server.stop()
        pass_time(minutes=11)
        worker.deliver()
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
