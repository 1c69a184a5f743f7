"""A kind's questions on the pages: asked on the form, shown to the citizen and to the staff."""

import re
from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Department, Question, QuestionSet, RequestType, User
from cases.questionnaires.versions import publish
from tests.cases.questions import ask, question
from tests.cases.views.pages import (
    WHAT,
    address,
    at,
    errors_of,
    go_on,
    last_page,
    log_in,
    page_of,
    part,
    send,
    typed,
    write,
)
from tests.factories import RequestTypeFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type(department: Department, head: User, officer: User) -> RequestType:
    """A kind of request of the department of head and officer."""
    return RequestTypeFactory(code="street_light", department=department)


@pytest.fixture
def asked(request_type: RequestType) -> QuestionSet:
    """What that kind asks."""
    return ask(
        request_type,
        question("fault", "several", required=True),
        question("pole", "short", show_if_key="fault", show_if_value="เสาเอียง", required=True),
        question("since", "date"),
    )


def shown(response: Any) -> str:
    """The version that a page asks."""
    found = re.search(r'name="question_set" value="(\d+)"', response.text)
    assert found, "the page asks nothing"
    return found[1]


def test_the_form_asks_the_questions_of_its_kind(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    page = client.get(address(request_type, WHAT))
    assert shown(page) == str(asked.pk)
    assert all(words in page.text for words in ("Question fault", "It is out", "Only if you answered"))


def test_a_kind_without_questions_shows_none(client: Client, request_type: RequestType) -> None:
    assert "data-questions" not in client.get(address(request_type, WHAT)).text


def test_the_answers_are_filed_with_the_request(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    send(client, request_type, q_fault=["ดับ", "เสาเอียง"], q_pole="A12")
    case = Case.objects.get()
    assert case.question_set == asked
    assert [one.text_th for one in case.answers.all()] == ["ดับ, เสาเอียง", "A12"]


def test_a_missing_answer_is_said_beside_its_question(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    page = send(client, request_type, q_fault=["เสาเอียง"])
    assert list(errors_of(page)) == ["q_pole"]
    assert not Case.objects.exists()


def test_what_is_no_telephone_number_is_said_beside_its_question(
    client: Client, request_type: RequestType
) -> None:
    ask(request_type, question("owner", "phone"))
    assert "not a telephone number" in errors_of(send(client, request_type, q_owner="081 234"))["q_owner"]
    assert not Case.objects.exists()


def test_a_telephone_number_is_filed_once_it_is_right(client: Client, request_type: RequestType) -> None:
    ask(request_type, question("owner", "phone", required=True))
    assert 'type="tel"' in client.get(address(request_type, WHAT)).text
    send(client, request_type, q_owner="๐๘๑-๒๓๔-๕๖๗๘")
    answer = Case.objects.get().answers.get()
    assert (answer.value, answer.text) == ("+66812345678", "081 234 5678")


def test_errors_of_questions_stand_where_the_questions_stand(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    page = send(client, request_type, details="", urgency="")
    assert page.text.index("#id_details") < page.text.index("#id_q_fault")


def what(client: Client, request_type: RequestType, **answers: Any) -> Any:
    """Fill the page of the questions in."""
    return go_on(client, request_type, WHAT, part(typed(**answers), WHAT))


def test_what_was_answered_comes_back_with_an_error_elsewhere(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    page = what(client, request_type, details="", q_fault=["เสาเอียง"], q_pole="A12", q_since_day="31")
    assert all(part in page.text for part in ('value="A12"', 'value="31" selected', 'value="เสาเอียง"'))


def test_what_was_answered_comes_back_in_the_other_language(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    answers = {"q_fault": ["ดับ", "เสาเอียง"], "q_pole": "A12", "q_since_day": "31"}
    there = client.post(address(request_type, WHAT), part(typed(**answers), WHAT) | {"switch_language": "th"})
    page = client.get(there.headers["Location"])
    assert 'value="A12"' in page.text
    assert 'value="31" selected' in page.text
    assert page.text.count(" checked") >= 2


def test_a_request_begun_before_the_questions_changed_is_filed_with_its_own(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    page = shown(client.get(address(request_type, WHAT)))
    ask(request_type, question("lamps", "number", required=True))
    send(client, request_type, question_set=page, q_fault=["ดับ"])
    assert Case.objects.get().question_set == asked


def test_questions_that_change_after_their_page_was_done_are_not_asked_again(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    write(client, request_type, q_fault=["ดับ"], question_set=str(asked.pk))
    ask(request_type, question("lamps", "number", required=True))
    client.post(address(request_type, "check"), last_page(client, request_type))
    assert Case.objects.get().question_set == asked


def test_a_photo_that_answers_a_question_survives_an_error_and_is_filed(
    client: Client, request_type: RequestType
) -> None:
    ask(request_type, question("paper", "file", required=True))
    client.get(address(request_type))
    page = what(client, request_type, details="", q_paper=picture())
    assert 'name="remove_q_paper"' in page.text
    send(client, request_type)
    assert Case.objects.get().answers.get().attachment.case_id


def test_the_check_page_shows_questions_and_answers(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    page = at(client, request_type, "check", q_fault=["ดับ"]).text
    assert ("Question fault" in page, "It is out" in page, "Question pole" in page) == (True, True, False)


def test_a_closed_kind_gives_the_answers_back(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    client.get(address(request_type))
    RequestType.objects.update(active=False)
    page = what(client, request_type, q_fault=["ดับ"], q_pole="A12")
    assert page.status_code == 410
    assert "A12" in page.text


def test_the_citizen_reads_questions_and_answers(
    client: Client, request_type: RequestType, asked: QuestionSet
) -> None:
    send(client, request_type, q_fault=["ดับ"])
    password = client.get("/en/requests/done/").context["password"]
    case = Case.objects.get()
    log_in(client, case.number, password)
    page = client.get(page_of(case)).text
    assert ("Question fault" in page, "It is out" in page) == (True, True)


def test_the_officers_read_questions_and_answers(
    client: Client, request_type: RequestType, asked: QuestionSet, head: User
) -> None:
    send(client, request_type, q_fault=["ดับ"])
    client.force_login(head)
    page = client.get(f"/en/staff/cases/{Case.objects.get().number}/").text
    assert ("Question fault" in page, "It is out" in page) == (True, True)


def test_filing_with_answers_stays_within_its_statements(
    client: Client, request_type: RequestType, asked: QuestionSet, django_assert_max_num_queries: Any
) -> None:
    send(client, request_type, q_fault=["ดับ"])
    write(client, request_type, q_fault=["ดับ", "เสาเอียง"], q_pole="A12")
    form = last_page(client, request_type)
    with django_assert_max_num_queries(30):
        client.post(address(request_type, "check"), form)
    assert Case.objects.count() == 2


def test_many_questions_cost_the_form_no_more_statements(
    client: Client, request_type: RequestType, django_assert_max_num_queries: Any
) -> None:
    publish(request_type, [Question(key=f"k{n}", text_th="ก", text_en="A") for n in range(30)])
    client.get(address(request_type))
    with django_assert_max_num_queries(15):
        client.get(address(request_type, WHAT))
