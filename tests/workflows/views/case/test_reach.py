"""What is said of a citizen whom no letter reaches: what is recorded, whom to call, and that somebody has."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases.access import absences
from cases.actions.reachability import delivery
from cases.audit import citizen_privacy
from cases.models import Case, CaseEvent, Contact, Department, Reading, User
from notifications.letters.holds import suppression
from notifications.models import DeliveryChannel, Notice, Suppression, Unreached
from tests.factories import CaseFactory, ExternalAgencyFactory, RequestTypeFactory, ResultCodeFactory
from tests.workflows.views.conftest import Seat, address, text
from tests.workflows.views.inbox.test_bulk import send, tick
from workflows.rights.catalogue import STEPS, Verb
from workflows.steps import wording

pytestmark = pytest.mark.django_db
PHONE = "+66812345678"


@pytest.fixture
def request_type(department: Department) -> Any:
    return RequestTypeFactory(department=department)


@pytest.fixture
def silent(request_type: Any, head: User, officer: User) -> Case:
    """In work, of a citizen without an e-mail address."""
    return CaseFactory(
        request_type=request_type, in_progress=True, head=head, officer=officer, email="", phone=PHONE
    )


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def steps() -> list[Any]:
    """The steps that tell the citizen, and what their forms want."""
    day = timezone.localdate()
    on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    return [
        pytest.param("ask", lambda: {"question": "how deep"}, "The question is recorded.", id="ask"),
        pytest.param(
            "resolve",
            lambda: {"result": ResultCodeFactory().pk, "details": "filled", **on},
            "is recorded.",
            id="resolve",
        ),
        pytest.param(
            "reject",
            lambda: {"reason": "not ours", "agency": ExternalAgencyFactory().pk, "details": "not ours"},
            "It is recorded why",
            id="reject",
        ),
    ]


@pytest.mark.parametrize(("verb", "typed", "said"), steps())
def test_a_step_without_a_letter_says_what_is_to_be_done(
    desk: Seat, silent: Case, officer: User, verb: str, typed: Any, said: str
) -> None:
    seat = desk(officer)
    page = text(seat.get(seat.do(silent, verb, **typed()).url))
    assert said in page
    assert "The citizen is told" not in page
    assert "Please call 081 234 5678" in page
    assert Unreached.objects.get().case == silent
    assert not Notice.objects.filter(audience="citizen").exists()


@pytest.mark.parametrize(("verb", "typed", "said"), steps())
def test_an_address_that_comes_back_counts_as_none(
    desk: Seat, silent: Case, officer: User, verb: str, typed: Any, said: str
) -> None:
    comes_back(silent)
    seat = desk(officer)
    page = text(seat.get(seat.do(silent, verb, **typed()).url))
    assert said in page
    assert "Letters to the e-mail address on file come back. Please call" in page


def test_the_button_promises_no_letter(desk: Seat, silent: Case, officer: User) -> None:
    page = text(desk(officer).page("step", silent.number, "resolve"))
    assert "Finish and tell the citizen" not in page
    assert "gave no e-mail address" in page


def test_that_somebody_has_called_stands_in_the_history(desk: Seat, silent: Case, officer: User) -> None:
    seat = desk(officer)
    seat.do(silent, "ask", question="how deep")
    row = Unreached.objects.get()
    page = text(seat.page("case", silent.number))
    assert "Please telephone: this citizen gets no letter" in page
    assert "To be told: Question to the citizen." in page
    with override("en"):
        tick_off = reverse("notifications:reached", args=[row.pk])
    answer: Any = seat.post(tick_off, {"said": "will measure it", "back": "case"})
    assert answer.url == address("case", silent.number)
    note = CaseEvent.objects.filter(case=silent, kind="noted").get()
    assert note.by == officer
    assert note.message.startswith("Told by telephone, since no letter could be written: Question")
    assert "Please telephone: this citizen" not in text(seat.get(answer.url))


def test_the_list_of_those_to_telephone_has_them(desk: Seat, silent: Case, officer: User, head: User) -> None:
    desk(officer).do(silent, "ask", question="how deep")
    with override("en"):
        page = text(desk(head).get(reverse("notifications:unreached")))
    assert silent.number in page
    assert "No letter could be written" in page


def test_a_colleague_who_may_not_know_the_citizen_is_not_told_the_number(
    desk: Seat, silent: Case, head: User, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citizen_privacy._Rule, "may_see", staticmethod(lambda user, case: False))
    seat = desk(officer)
    page = text(seat.get(seat.do(silent, "ask", question="how deep").url))
    assert "Whoever may know the citizen has to telephone." in page
    assert "Please call" not in page


def test_a_letter_that_goes_is_said_as_before(desk: Seat, silent: Case, officer: User) -> None:
    Case.objects.filter(pk=silent.pk).update(email="here@citizen.example")
    seat = desk(officer)
    page = text(seat.get(seat.do(silent, "ask", question="how deep").url))
    assert "The citizen is asked." in page
    assert not Unreached.objects.exists()


def test_many_at_once_name_those_to_call(desk: Seat, silent: Case, head: User) -> None:
    other = CaseFactory(request_type=silent.request_type, in_progress=True, head=head, officer=silent.officer)
    seat = desk(head)
    page = text(send(seat, "extend", tick(seat, "extend", silent, other), reason="rain", days=2))
    assert "2 cases done" in page
    assert "no letter reaches these citizens" in page
    listed = page.split("no letter reaches these citizens")[1].split("</ul>")[0]
    assert silent.number in listed
    assert "081 234 5678" in listed
    assert other.number not in listed
    # The telephone is a citizen's contact: that it was shown is written down.
    assert list(Reading.objects.values_list("reader", "case", "way")) == [(head.pk, silent.pk, "list")]


@pytest.mark.parametrize(("language", "said"), [("en", "You stand in."), ("th", "โดยท่านเป็นผู้ปฏิบัติหน้าที่แทน")])
def test_who_assigns_to_an_absent_officer_in_whose_place_one_stands_reads_who_is_told(
    desk: Seat, case: Case, head: User, officer: User, language: str, said: str
) -> None:
    today = timezone.localdate()
    absences.enter(officer, substitute=head, since=today, until=today, by=officer)
    User.objects.filter(pk=head.pk).update(language=language)
    seat = desk(head)
    seat.do(case, "assign", to=officer.pk, anyway="on")
    with override(language):
        page = text(seat.get(reverse("staff:case", args=[case.number])))
    if language == "en":
        assert said in page
    assert Notice.objects.filter(kind="assigned_to_you", recipient=officer).count() == 1


def comes_back(case: Case) -> None:
    """Letters to the case's address come back."""
    Case.objects.filter(pk=case.pk).update(email="gone@citizen.example")
    hashed = suppression.hash_of(DeliveryChannel.EMAIL, "gone@citizen.example")
    Suppression.objects.create(channel=DeliveryChannel.EMAIL, address_hash=hashed, reason="bounced")


def by_line(case: Case, settings: Any) -> None:
    """The citizen has chosen LINE."""
    settings.LINE_CHANNEL_TOKEN, settings.LINE_LOGIN_ID, settings.LINE_LOGIN_SECRET = "t", "1", "s"
    Contact.objects.create(case=case, way="line", line_id="U" + "0123456789abcdef" * 2)


@pytest.mark.parametrize("language", ["en", "th"])
def test_before_the_step_an_address_that_comes_back_is_no_promise(
    desk: Seat, silent: Case, officer: User, language: str
) -> None:
    comes_back(silent)
    with override(language):
        page = text(desk(officer).get(reverse("staff:step", args=[silent.number, "resolve"])))
        promise, truth = str(STEPS[Verb.RESOLVE].button), str(STEPS[Verb.RESOLVE].silent_button)
        told = wording.how_told(now(silent), delivery(now(silent)))
    assert promise not in page
    assert f">{truth}</button>" in page
    assert told in page
    assert {"en": "Please telephone as well.", "th": "กรุณาโทรศัพท์แจ้งด้วย"}[language] in page


@pytest.mark.parametrize("email", ["", "here@citizen.example"])
def test_before_the_step_the_way_that_was_chosen_is_named(
    desk: Seat, silent: Case, officer: User, settings: Any, email: str
) -> None:
    Case.objects.filter(pk=silent.pk).update(email=email)
    by_line(silent, settings)
    page = text(desk(officer).page("step", silent.number, "resolve"))
    assert "The citizen gets a short letter by LINE." in page
    assert "Finish and tell the citizen" in page
    assert "gave no e-mail address" not in page


@pytest.mark.parametrize("bounced", [True, False])
def test_a_proposed_result_promises_a_letter_only_where_one_arrives(
    desk: Seat, silent: Case, officer: User, bounced: bool
) -> None:
    Case.objects.filter(pk=silent.pk).update(email="here@citizen.example")
    if bounced:
        comes_back(silent)
    type(silent.request_type).objects.update(needs_approval=True)
    seat, day = desk(officer), timezone.localdate()
    assert ("The citizen hears of it" in text(seat.page("step", silent.number, "propose"))) is not bounced
    on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    typed = {"result": ResultCodeFactory().pk, "details": "filled", **on}
    page = text(seat.get(seat.do(silent, "propose", **typed).url))
    assert "waits for approval" in page
    assert ("The citizen is told then." in page) is not bounced


def test_how_a_letter_goes_is_read_once_for_a_page(
    desk: Seat, silent: Case, officer: User, django_assert_max_num_queries: Any
) -> None:
    comes_back(silent)
    seat = desk(officer)
    # What the city shares is read by the first page.
    seat.page("case", silent.number)
    with django_assert_max_num_queries(20):
        seat.page("step", silent.number, "resolve")


def test_without_any_letter_the_tick_is_there(desk: Seat, silent: Case, officer: User) -> None:
    seat = desk(officer)
    seat.do(silent, "ask", question="how deep")
    Notice.objects.all().delete()
    page = text(seat.page("case", silent.number))
    with override("en"):
        assert reverse("notifications:reached", args=[Unreached.objects.get().pk]) in page


def test_an_address_put_in_since_is_not_denied(desk: Seat, silent: Case, officer: User) -> None:
    seat = desk(officer)
    seat.do(silent, "ask", question="how deep")
    Case.objects.filter(pk=silent.pk).update(email="here@citizen.example")
    page = text(seat.page("case", silent.number))
    assert "there was no e-mail address then" in page
    assert "and there is no e-mail address" not in page


def test_who_does_not_see_the_case_any_more_is_sent_to_no_list(silent: Case, officer: User) -> None:
    with override("en"):
        said = wording.done(Verb.ASK, silent, by=officer, seen=False)
    assert "Whoever may know the citizen has to telephone." in said
    assert "below" not in said


@pytest.mark.parametrize("reached", [comes_back, by_line])
def test_no_letter_is_shown_where_none_goes_by_e_mail(
    desk: Seat, silent: Case, officer: User, settings: Any, reached: Any
) -> None:
    Case.objects.filter(pk=silent.pk).update(email="here@citizen.example")
    seat = desk(officer)
    assert "Show the letter" in text(seat.page("step", silent.number, "resolve"))
    reached(silent, *[settings][: reached is by_line])
    assert "Show the letter" not in text(seat.page("step", silent.number, "resolve"))


def test_the_button_for_many_promises_no_letter(desk: Seat, silent: Case, head: User) -> None:
    page = text(desk(head).page("many", "extend", case=[silent.number]))
    assert ">Give more time</button>" in page
