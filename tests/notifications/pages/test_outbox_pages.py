"""The staff's pages about letters: what they show, to whom, and what their buttons do."""

from typing import Any

import pytest

from cases.limits.rate_limits import hit
from cases.models import Case, CaseEvent, User
from notifications.delivery import worker
from notifications.letters.holds import suppression
from notifications.models import Notice, State, Suppression
from notifications.pages.case_notices import MOST_ELSEWHERE
from tests.notifications.conftest import PASSWORD, at, now
from tests.servers import MailServer
from tests.workflows.views.conftest import desk, text

__all__ = ["desk"]
REASON = Suppression.Reason.BOUNCED


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
        worker.deliver()
        assert len(smtp_server.sent_to("daughter@citizen.example")) == 1
        assert Case.objects.get().email == bounced.address

    def test_it_is_recorded_without_the_address(self, desk: Any, bounced: Notice, head: User) -> None:
        desk(head).post(at("elsewhere", bounced.pk), {"address": "daughter@citizen.example"})
        note = CaseEvent.objects.get(kind="noted")
        assert (note.by, "citizen.example" in note.message) == (head, False)
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
        for _ in range(MOST_ELSEWHERE):
            hit("notice-elsewhere", str(head.pk), limit=MOST_ELSEWHERE, seconds=3600)
        assert desk(head).post(at("elsewhere", bounced.pk), {"address": "x@y.example"}).status_code == 429


class TestCancelling:
    def test_a_waiting_letter_never_goes_out(
        self, desk: Any, letter: Notice, head: User, smtp_server: MailServer
    ) -> None:
        desk(head).post(at("cancel", letter.pk))
        assert worker.deliver() == 0
        assert (now(letter).state, now(letter).cancelled_by, now(letter).secret) == ("cancelled", head, "")

    def test_one_that_is_being_sent_is_not_cancelled(self, desk: Any, letter: Notice, head: User) -> None:
        worker.claim()
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
