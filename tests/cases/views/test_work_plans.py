"""A request with a work plan on the page of its citizen."""

import pytest
from django.test import Client
from django.utils import translation

from cases import actions
from cases.actions import findings, subtasks
from cases.models import Attachment, Case, Department, RequestType, User
from cases.text.dates import long_date
from tests.cases.actions.test_stages import now, published, row, stage, step
from tests.cases.views.pages import log_in, page_of, token_of
from tests.factories import FiledFactory, RequestTypeFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db
DEED = {"key": "deed", "kind": "paper", "text_th": "โฉนด", "text_en": "Title deed", "required": True}
MAP = {"key": "map", "kind": "paper", "text_th": "แผนที่", "text_en": "Map", "required": True}


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="permit", department=department, target_working_days=30)


@pytest.fixture
def filed(client: Client, request_type: RequestType, head: User, officer: User) -> Case:
    """A permit in work, whose citizen is logged in."""
    told = {"shown": "line", "told_th": "เราได้ไปดูแล้ว", "told_en": "We have looked."}
    published(
        request_type,
        stage("Papers", step("secret-check", kind="papers", findings=[DEED, MAP])),
        stage("Inspection", step("secret-look", **told)),
        stage("Decision", step("secret-yes", kind="approve", doer="head")),
    )
    case, password = FiledFactory(request_type=request_type)
    actions.assign(case, to=officer, by=head)
    actions.start(now(case), by=officer)
    log_in(client, case.number, password)
    return now(case)


def states(client: Client, case: Case) -> list[str]:
    found = client.get(page_of(case)).context["stages"]
    return ["over" if one.is_over else "now" if one.is_now else "to come" for one in found]


def ask_for_papers(case: Case, officer: User) -> None:
    findings.keep(row(case, "secret-check"), {"deed": "missing", "map": "missing"}, by=officer)
    subtasks.ask_for_papers(row(case, "secret-check"), by=officer)


def test_the_page_draws_all_stages_and_says_when_the_present_one_is_over(
    client: Client, filed: Case, officer: User
) -> None:
    page = client.get(page_of(filed)).text
    with translation.override("en"):
        assert f"expected by {long_date(row(filed, 'secret-check').due_on)}" in page
    assert states(client, filed) == ["now", "to come", "to come"]
    subtasks.finish_subtask(row(filed, "secret-check"), by=officer, values={"deed": "there", "map": "there"})
    assert states(client, filed) == ["over", "now", "to come"]
    assert "Stage 2 of 3: Inspection" in client.get(page_of(filed)).text


def test_what_the_plan_tells_stands_in_the_history_and_nothing_of_its_steps(
    client: Client, filed: Case, officer: User
) -> None:
    subtasks.finish_subtask(row(filed, "secret-check"), by=officer, values={"deed": "there", "map": "there"})
    subtasks.finish_subtask(row(filed, "secret-look"), by=officer, result="Neighbours are angry.")
    page = client.get(page_of(filed)).text
    assert "เราได้ไปดูแล้ว" in page
    assert all(word not in page for word in ("secret", "Title deed", "angry", str(officer)))


def test_missing_papers_are_ticked_off_with_their_files(client: Client, filed: Case, officer: User) -> None:
    ask_for_papers(filed, officer)
    page = client.get(page_of(filed))
    assert [paper for paper, _ in page.context["form"]["sent_papers"].field.choices] == ["Title deed", "Map"]
    form = {"sent_papers": ["Title deed"], "text": "", "photos": picture(), "form_token": token_of(page)}
    assert client.post(f"{page_of(filed)}answer/", form).status_code == 302
    answered = filed.events.get(kind="answered")
    assert (answered.message, answered.attachments.count()) == ("I send: Title deed", 1)
    assert now(filed).status == "in_progress"


def test_an_answer_without_words_and_papers_is_not_taken(client: Client, filed: Case, officer: User) -> None:
    ask_for_papers(filed, officer)
    page = client.post(f"{page_of(filed)}answer/", {"text": ""})
    assert "Tick the documents that you send, or write your answer." in page.text
    assert client.post(f"{page_of(filed)}answer/", {"sent_papers": ["A cow"]}).status_code == 200
    assert (now(filed).status, Attachment.objects.count()) == ("waiting", 0)


def test_another_question_is_answered_in_words(client: Client, filed: Case, officer: User) -> None:
    actions.ask(filed, by=officer, question="Which house?")
    page = client.get(page_of(filed))
    assert "sent_papers" not in page.context["form"].fields
    assert client.post(f"{page_of(filed)}answer/", {"text": ""}).status_code == 200
    assert client.post(f"{page_of(filed)}answer/", {"text": "No. 9"}).status_code == 302
