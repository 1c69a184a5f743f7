"""What is asked after a result: in the municipality's words, and with what follows from an answer."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.models import Case, Feedback, RequestType, ResultAnswer, ResultQuestion, SetupChange, User
from cases.questionnaires import result_questions
from cases.setup.files import written
from cases.setup.imports import bring_in
from tests.cases.setup.test_files import HEAD, wrong
from tests.cases.views.pages import page_of
from tests.factories import RequestTypeFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db
About = ResultQuestion.About
ANSWERS: list[dict[str, Any]] = [
    {"text_th": "เรียบร้อย", "text_en": "All done", "verdict": "fixed"},
    {
        "text_th": "ยังไม่เรียบร้อย แต่พอใช้ได้",
        "text_en": "Not quite",
        "verdict": "still_there",
        "alerts_head": True,
    },
    {"text_th": "ไม่ได้ทำ", "text_en": "Nothing was done", "verdict": "still_there", "reopens": True},
]


def asked_of(request_type: RequestType | None, about: About = About.VERDICT, *answers: Any) -> ResultQuestion:
    """Store a question after the result with these answers."""
    words = {"text_th": "เป็นอย่างไร", "text_en": "How is it now?"}
    question = ResultQuestion.objects.create(about=about, request_type=request_type, **words)
    for position, answer in enumerate(answers or ANSWERS, start=1):
        question.answers.create(position=position, **answer)
    return question


def value(question: ResultQuestion, position: int) -> str:
    """What the form sends for an answer."""
    return f"own-{question.answers.get(position=position).pk}"


def tell(client: Client, case: Case, **typed: Any) -> Any:
    return client.post(page_of(case, "feedback"), typed)


def row(number: int, answer: dict[str, Any]) -> dict[str, Any]:
    """One answer as the page of the set-up sends it."""
    return {f"answers-{number}-{name}": said for name, said in {"position": number + 1, **answer}.items()}


def test_without_a_question_of_its_own_the_municipality_asks_what_the_product_brings() -> None:
    kind = RequestTypeFactory()
    found = result_questions.asked(kind)
    assert list(found[About.VERDICT].answers) == ["fixed", "still_there", "unknown"]
    assert [one.rating for one in found[About.RATING].answers.values()] == [5, 4, 3, 2, 1]
    assert [key for key, one in found[About.VERDICT].answers.items() if one.reopens] == ["still_there"]
    assert found[About.VERDICT].text_th != found[About.VERDICT].text_en


def test_a_kinds_own_question_comes_before_the_municipalitys() -> None:
    own, other = RequestTypeFactory(), RequestTypeFactory()
    everywhere, for_one = asked_of(None), asked_of(own)
    ResultQuestion.objects.create(about=About.RATING, request_type=other, text_th="ก", text_en="A")
    assert value(for_one, 1) in result_questions.asked(own)[About.VERDICT].answers
    assert value(everywhere, 1) in result_questions.asked(other)[About.VERDICT].answers
    assert (About.RATING in result_questions.asked(own), About.RATING in result_questions.asked(other)) == (
        True,
        False,
    )


def test_an_answer_is_kept_in_its_words_and_counted_by_its_value(client: Client, resolved: Citizen) -> None:
    question = asked_of(resolved.case.request_type)
    page = client.get(page_of(resolved.case)).text
    assert ("How is it now?" in page, "All done" in page, "Is it fixed?" in page) == (True, True, False)
    assert tell(client, resolved.case, verdict=value(question, 1), rating="4").status_code == 302
    question.answers.all().delete()
    question.delete()
    said = Feedback.objects.get()
    assert (said.verdict, said.verdict_en, said.rating, said.rating_en) == ("fixed", "All done", 4, "Good")
    page = client.get(page_of(resolved.case)).text
    assert ("All done" in page, "★★★★☆" in page) == (True, True)
    assert not resolved.case.notices.filter(kind="verdict_alert").exists()


def test_an_answer_that_alerts_sends_the_head_a_letter_and_opens_nothing(
    client: Client, resolved: Citizen, head: User
) -> None:
    question = asked_of(None)
    tell(client, resolved.case, verdict=value(question, 2), text="ยังเอียงอยู่")
    said, letter = Feedback.objects.get(), resolved.case.notices.get(kind="verdict_alert")
    assert (said.case.status, said.verdict, said.alerts_head) == ("resolved", "still_there", True)
    assert letter.audience == "head"
    assert ("Not quite" in letter.text or "พอใช้ได้" in letter.text, "ยังเอียงอยู่" in letter.text) == (True, True)


def test_an_answer_that_reopens_has_to_be_explained(client: Client, resolved: Citizen) -> None:
    question = asked_of(resolved.case.request_type)
    page = tell(client, resolved.case, verdict=value(question, 3))
    assert ("text" in page.context["form"].errors, Feedback.objects.exists()) == (True, False)
    tell(client, resolved.case, verdict=value(question, 3), rating="1", text="ยังมืดอยู่")
    said = Feedback.objects.get()
    assert (said.case.status, said.rating_en) == ("assigned", "Very poor")
    assert said.verdict_words == "Nothing was done"


@pytest.mark.parametrize("sent", ["fixed", "own-0", "", "own-\x00"])
def test_an_answer_that_is_not_offered_is_asked_again(client: Client, resolved: Citizen, sent: str) -> None:
    asked_of(resolved.case.request_type)
    page = tell(client, resolved.case, verdict=sent, text="คำของผู้ยื่น")
    assert (page.status_code, "verdict" in page.context["form"].errors) == (200, True)
    assert ("คำของผู้ยื่น" in page.text, Feedback.objects.exists()) == (True, False)


def test_the_set_up_proposes_todays_words_and_stores_what_is_made_of_them(
    client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    with override("en"):
        url = reverse("admin:cases_resultquestion_add")
    page = client.get(f"{url}?about=rating").text
    assert ("How good was our work?" in page, "ดีมาก" in page, "Very poor" in page) == (True, True, True)
    words = {"about": "verdict", "text_th": "เรียบร้อยหรือไม่", "text_en": "Is it done?"}
    count = {"answers-TOTAL_FORMS": 3, "answers-INITIAL_FORMS": 0}
    rows = {**row(0, ANSWERS[0]), **row(1, ANSWERS[1]), **row(2, ANSWERS[2] | {"reopens": "on"})}
    assert client.post(url, words | count | rows).status_code == 302
    question = ResultQuestion.objects.get()
    assert question.code == "verdict"
    assert [one.reopens for one in question.answers.all()] == [False, False, True]
    tables = {line.table for line in SetupChange.objects.all()}
    assert tables == {"cases.resultquestion", "cases.resultanswer"}
    again = client.post(url, words | count | rows)
    assert (again.status_code, "asked already" in again.text) == (200, True)


@pytest.mark.parametrize(
    ("about", "answers", "said"),
    [
        ("verdict", ANSWERS[:1], "at least two"),
        ("verdict", [ANSWERS[0], ANSWERS[0]], "the same"),
        ("verdict", [ANSWERS[0], ANSWERS[1] | {"verdict": ""}], "what the figures count"),
        ("verdict", [ANSWERS[0] | {"reopens": "on"}, ANSWERS[1]], "still there"),
        ("rating", ANSWERS[:2], "says nothing of whether"),
    ],
)
def test_the_set_up_refuses_answers_that_do_not_hold(
    client: Client, administrator: User, about: str, answers: list[dict[str, Any]], said: str
) -> None:
    client.force_login(administrator)
    rows: dict[str, Any] = {"answers-TOTAL_FORMS": len(answers), "answers-INITIAL_FORMS": 0}
    for number, answer in enumerate(answers):
        rows |= row(number, answer)
    words = {"about": about, "text_th": "ก", "text_en": "A"}
    with override("en"):
        url = reverse("admin:cases_resultquestion_add")
    page = client.post(url, words | rows)
    assert (page.status_code, said in page.text) == (200, True)
    assert not ResultQuestion.objects.exists()


def test_the_database_refuses_an_answer_that_reopens_what_is_fixed() -> None:
    answer = asked_of(None).answers.get(position=1)
    for wrongly in ({"reopens": True}, {"rating": 3}, {"verdict": "perhaps"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResultAnswer.objects.filter(pk=answer.pk).update(**wrongly)


def test_who_may_not_change_questions_does_not_open_those_after_the_result(
    client: Client, clerk: User
) -> None:
    client.force_login(clerk)
    assert client.get(reverse("admin:cases_resultquestion_add")).status_code in (302, 403)


def test_a_file_holds_the_questions_after_the_result() -> None:
    kind = RequestTypeFactory(code="lamps")
    asked_of(None)
    asked_of(kind)
    text = written()
    assert bring_in(text, by=None) == []
    ResultQuestion.objects.all().delete()
    bring_in(text, by=None)
    assert [one.text_en for one in kind.result_questions.get().answers.all()] == [
        one["text_en"] for one in ANSWERS
    ]
    assert wrong(f"{HEAD}cases.resultanswer: []\n")
    bring_in(f"{HEAD}cases.resultquestion: []\n", by=None)
    assert not ResultAnswer.objects.exists()
