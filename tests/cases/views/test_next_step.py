"""What the citizen's page says of what comes next, by when, and what can be done now."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone, translation

from cases import actions
from cases.actions import duplicates, reopening, subtasks
from cases.models import Case, Feedback, RequestType, Status, Subtask, User
from cases.text.dates import date_and_time, long_date
from tests.cases.actions.test_stages import now, published, row, stage, step
from tests.cases.views.pages import log_in, page_of
from tests.cases.views.test_follow import PLACE
from tests.cases.views.test_follow import page_of as follow_page_of
from tests.factories import CaseFactory, ExternalAgencyFactory, FiledFactory, ResultCodeFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db


def coming(client: Client, case: Case) -> str:
    """What the page says of what comes next."""
    found = client.get(page_of(case)).context["next"]
    return f"{found.words} {found.note}".strip()


def road(client: Client, case: Case) -> str:
    """The stages on the page: over, now, to come."""
    found = client.get(page_of(case)).context["stages"]
    return "".join("o" if one.is_over else "n" if one.is_now else "-" for one in found)


def day(value: datetime.date) -> str:
    """The date as the English page has it."""
    with translation.override("en"):
        return long_date(value)


def first_button(client: Client, case: Case) -> str:
    """What the card with the next step has after its sentence."""
    page = client.get(page_of(case)).text
    card = page[page.index('id="next"') :]
    return card[card.index('class="sentence"') : card.index("</section>")]


def set_due(case: Case, **days: int) -> Case:
    """Let the deadlines of a case lie so many days from today."""
    Case.objects.filter(pk=case.pk).update(
        **{name: timezone.localdate() + datetime.timedelta(days=count) for name, count in days.items()}
    )
    return now(case)


def test_each_state_of_the_usual_road_has_its_sentence_date_and_button(
    logged_in: Client, somchai: Citizen, head: User, officer: User
) -> None:
    case = set_due(somchai.case, first_reply_due_on=3, due_on=9)
    due = f"You can expect the result by {day(case.due_on)}."
    assert case.first_reply_due_on
    taken_up = f"takes up your request by {day(case.first_reply_due_on)}, or tells you why it cannot. {due}"
    assert coming(logged_in, case) == f"{case.department.name_en} {taken_up}"
    assert "Send a message or a photo" in first_button(logged_in, case)
    assert road(logged_in, case) == "on---"

    actions.assign(case, to=officer, by=head)
    assert coming(logged_in, case) == f"An officer has your request and begins the work. {due}"
    assert road(logged_in, case) == "oon--"
    actions.start(now(case), by=officer)
    assert coming(logged_in, case) == f"The officer is at work on it. {due}"
    assert road(logged_in, case) == "ooon-"

    actions.ask(now(case), by=officer, question="Which house?")
    with translation.override("en"):
        since = date_and_time(case.events.get(kind="asked").at)
    paused = f"The expected date has been paused since {since}."
    assert coming(logged_in, case) == f"The work goes on when you have answered the question below. {paused}"
    assert "Which house?" in first_button(logged_in, case)
    assert due not in logged_in.get(page_of(case)).text
    actions.answer(now(case), text="No. 9")

    actions.resolve(now(case), by=officer, result=ResultCodeFactory(), details="Done")
    until = now(case).reopen_until
    assert until
    words = f"The result is below. Please say by {day(timezone.localdate(until))} whether it is fixed"
    assert coming(logged_in, case).startswith(words)
    assert 'href="#feedback"' in first_button(logged_in, case)
    assert road(logged_in, case) == "ooooo"
    actions.rate(now(case), verdict=Feedback.Verdict.FIXED, rating=5)
    assert coming(logged_in, case).startswith("Thank you for telling us.")
    assert "It is still not fixed" in first_button(logged_in, case)

    actions.reopen(now(case), reason="Not yet")
    again = f"The matter is taken up again: {case.department.name_en} assigns an officer."
    due = f"You can expect the result by {day(now(case).due_on)}."
    assert coming(logged_in, case) == f"{again} {due}"
    assert road(logged_in, case) == "on---"


def test_the_head_looks_first_and_the_page_says_so(
    logged_in: Client, somchai: Citizen, head: User, officer: User
) -> None:
    RequestType.objects.update(look_again_days=2)
    case = actions.start(actions.assign(somchai.case, to=officer, by=head), by=officer)
    actions.resolve(case, by=officer, result=ResultCodeFactory(), details="Done")
    before = logged_in.get(page_of(case)).text
    assert ("looks at it first, and answers you" in before, "takes it up again" in before) == (True, False)
    logged_in.post(page_of(case, "reopen"), {"text": "Not yet"})
    case = now(case)
    assert case.look_again_by
    words = f"The head of {case.department.name_en} looks at it and answers by {day(case.look_again_by)}"
    assert words in coming(logged_in, case)
    assert "It is still not fixed" not in logged_in.get(page_of(case)).text
    again = logged_in.post(page_of(case, "reopen"), {"text": "Not yet, really"})
    assert (again.status_code, "told us already" in again.text) == (409, True)
    agency = ExternalAgencyFactory()
    reopening.refuse(case, by=head, reason="It is done", agency=agency)
    assert coming(logged_in, case).endswith(f"You may still turn to: {agency.name_en}.")
    assert "It is done" in logged_in.get(page_of(case)).text


def test_what_is_late_says_so_and_promises_nothing_that_has_passed(
    logged_in: Client, somchai: Citizen, head: User, officer: User
) -> None:
    case = set_due(somchai.case, first_reply_due_on=-1, due_on=9)
    assert case.first_reply_due_on
    late = f"should have taken up your request by {day(case.first_reply_due_on)}, and is late."
    assert late in coming(logged_in, case)
    case = set_due(case, first_reply_due_on=-9, due_on=-1)
    page = logged_in.get(page_of(case))
    words = f"The municipality expected to be done by {day(case.due_on)}, and is late. We are sorry."
    assert page.context["next"].words == words
    assert "Later than planned" in page.text
    assert all(one.expected is None for one in page.context["stages"])
    case = set_due(case, first_reply_due_on=0, due_on=0)
    due = f"You can expect the result by {day(case.due_on)}."
    assert coming(logged_in, case) == f"{case.department.name_en} takes up your request. {due}"


def test_an_ended_case_says_when_it_ended_and_what_is_left_to_do(
    client: Client, request_type: RequestType
) -> None:
    today = day(timezone.localdate())
    rejected, password = FiledFactory(request_type=request_type, rejected=True)
    log_in(client, rejected.number, password)
    assert f"told you on {today}. Please turn to: {rejected.agency.name_en}" in coming(client, rejected)
    assert f'href="tel:{rejected.agency.hotline}"' in first_button(client, rejected)
    assert road(client, rejected) == ""
    Case.objects.filter(pk=rejected.pk).update(agency=None)
    assert "The reason stands below." in coming(client, rejected)
    withdrawn, password = FiledFactory(request_type=request_type, withdrawn=True)
    log_in(client, withdrawn.number, password)
    assert coming(client, withdrawn) == f"You withdrew this request on {today}. Nothing more happens."
    assert f'href="/en/requests/{request_type.code}/"' in first_button(client, withdrawn)
    RequestType.objects.update(active=False)
    assert 'href="/en/"' in first_button(client, withdrawn)


def test_the_days_to_reopen_end_and_then_the_case(client: Client, request_type: RequestType) -> None:
    case, password = FiledFactory(request_type=request_type, resolved=True)
    log_in(client, case.number, password)
    Case.objects.update(resolved_at=timezone.now() - datetime.timedelta(days=16))
    assert "The time to say that it is not fixed is over" in coming(client, case)
    assert "Send a new request" in first_button(client, case)
    closed = actions.close(now(case))
    assert closed.status == Status.CLOSED
    assert "the case is closed. Is it there again?" in coming(client, case)


def test_a_joined_case_gets_the_date_of_the_other_one(
    logged_in: Client, somchai: Citizen, request_type: RequestType, head: User
) -> None:
    main = set_due(CaseFactory(request_type=request_type, in_progress=True), due_on=4)
    duplicates.mark_duplicate(somchai.case, of=main, by=head)
    assert coming(logged_in, somchai.case).endswith(f"You can expect the result by {day(main.due_on)}.")
    assert day(now(somchai.case).due_on) not in first_button(logged_in, somchai.case)
    set_due(main, due_on=-1)
    assert "expect the result" not in coming(logged_in, somchai.case)


def test_with_a_work_plan_the_sentence_is_about_the_stage_under_way(
    client: Client, request_type: RequestType, head: User, officer: User
) -> None:
    published(request_type, stage("Inspection", step("look")), stage("Cut", step("cut")))
    case, password = FiledFactory(request_type=request_type)
    log_in(client, case.number, password)
    actions.assign(case, to=officer, by=head)
    assert coming(client, case).startswith("An officer has your request and begins the work.")
    actions.start(now(case), by=officer)
    step_due = row(case, "look").due_on
    due = f"You can expect the result by {day(now(case).due_on)}."
    assert coming(client, case) == f"“Inspection” is under way and is to be done by {day(step_due)}. {due}"
    Subtask.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    assert coming(client, case) == f"“Inspection” is under way. {due}"
    for key in ("look", "cut"):
        subtasks.finish_subtask(row(case, key), by=officer)
    assert coming(client, case) == f"All stages are done. The officer writes the result. {due}"
    set_due(case, due_on=-1)
    assert coming(client, case).endswith("All stages are done. The officer writes the result.")


def test_strangers_read_until_when_it_is_expected_and_nothing_of_the_question(
    client: Client, request_type: RequestType, officer: User
) -> None:
    RequestType.objects.update(needs_map=True)
    case = CaseFactory(request_type=request_type, in_progress=True, **PLACE)
    page = follow_page_of(case)
    assert f"Expected by {day(case.due_on)}" in client.get(page).text
    case = set_due(case, due_on=-1)
    assert f"Later than planned: it was expected by {day(case.due_on)}." in client.get(page).text
    actions.ask(case, by=officer, question="Which house?")
    answer = client.get(page).text
    assert "The expected date moves until the citizen has answered." in answer
    assert "Which house?" not in answer
