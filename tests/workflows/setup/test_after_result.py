"""The questions after a result: what is asked, of which kind, and what follows from each answer."""

from typing import Any

import pytest

from cases.models import RequestType, ResultQuestion, SetupChange, User
from cases.questionnaires import result_questions
from cases.questionnaires.result_questions import About
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.setup.kinds.after_result import seal

pytestmark = pytest.mark.django_db
NEW = f"{address('setup_after_result_new')}?about=verdict"
YES = {"text_th": "ใช่", "text_en": "Yes", "verdict": "fixed"}
NO = {"text_th": "ยัง", "text_en": "Not yet", "verdict": "still_there", "reopens": "on", "alerts_head": "on"}


@pytest.fixture
def seat(desk: Seat, administrator: User) -> Desk:
    return desk(administrator)


def typed(*answers: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The form as the page sends it."""
    found = {"text_th": "เรียบร้อยหรือไม่", "text_en": "All well?", "answers-TOTAL_FORMS": len(answers)}
    found |= {"answers-INITIAL_FORMS": 0, **fields}
    for number, one in enumerate(answers):
        found |= {f"answers-{number}-{name}": value for name, value in one.items()}
    return found


def test_the_municipality_asks_in_its_own_words_and_a_kind_in_others(seat: Desk, kind: RequestType) -> None:
    page = text(seat.page("setup_after_result"))
    assert "as the product brings it" in page
    assert 'value="Yes, it is fixed"' in text(seat.get(NEW))
    assert seat.post(NEW, typed(YES, NO | {"order": "1"}, {})).status_code == 302
    assert seat.post(NEW, typed(YES, NO, text_en="Is the tree cut?", request_type=kind.pk)).status_code == 302
    whole, own = ResultQuestion.objects.order_by("pk")
    assert [one.text_en for one in whole.answers.all()] == ["Not yet", "Yes"]
    assert (whole.answers.first().reopens, whole.answers.first().alerts_head) == (True, True)  # type: ignore[union-attr]
    assert result_questions.asked(kind)[About.VERDICT].text_en == "Is the tree cut?"
    page = text(seat.page("setup_after_result"))
    for words in ("Tree trimming", "opens the case again", "a letter goes to the head"):
        assert words in page
    page = text(seat.post(NEW, typed(YES, NO)))
    assert "This field is required" in page
    assert "All well?" in text(seat.page("setup_after_result_question", own.pk))
    assert "cases.resultquestion" in SetupChange.objects.values_list("table", flat=True)


@pytest.mark.parametrize(
    ("about", "answers", "why"),
    [
        ("verdict", [YES], "at least two"),
        ("verdict", [YES, NO | {"verdict": "", "reopens": ""}], "what the figures count it as"),
        ("verdict", [YES, YES], "the same"),
        ("verdict", [YES | {"reopens": "on"}, NO], "Only an answer that counts as still there"),
        ("verdict", [YES, {"text_th": "ก"}], "required"),
        ("rating", [{"text_th": "ดี", "text_en": "Good", "rating": "9"}], "9 is not one of"),
    ],
)
def test_answers_that_cannot_be_are_refused_and_kept(
    seat: Desk, about: str, answers: list[Any], why: str
) -> None:
    page = text(seat.post(f"{address('setup_after_result_new')}?about={about}", typed(*answers)))
    assert (why in page, 'value="All well?"' in page) == (True, True)
    assert not ResultQuestion.objects.exists()


def test_an_answer_is_changed_in_its_place_and_another_taken_out(seat: Desk) -> None:
    seat.post(NEW, typed(YES, NO, {"text_th": "ไม่ทราบ", "text_en": "Unsure", "verdict": "unknown"}))
    found = ResultQuestion.objects.get()
    first, second, third = found.answers.all()
    page = address("setup_after_result_question", found.pk)
    kept: list[dict[str, Any]] = [
        YES | {"answer": first.pk, "text_en": "Yes, well"},
        NO | {"answer": second.pk},
    ]
    sent = typed(
        *kept, {"answer": third.pk, "text_th": "ก", "text_en": "A", "verdict": "fixed", "DELETE": "on"}
    )
    assert seat.post(page, sent | {"seen": seal(found)}).status_code == 302
    now = [(one.pk, one.text_en) for one in found.answers.all()]
    assert now == [(first.pk, "Yes, well"), (second.pk, "Not yet")]
    turned: list[dict[str, Any]] = [
        YES | {"answer": first.pk, "order": "2"},
        NO | {"answer": second.pk, "order": "1"},
    ]
    for order, rows in (([second.pk, first.pk], turned), ([first.pk, second.pk], kept)):
        again = ResultQuestion.objects.get()
        assert seat.post(page, typed(*rows, {}, seen=seal(again))).status_code == 302
        assert [one.pk for one in found.answers.all()] == order


def test_two_people_at_once_lose_nothing(seat: Desk) -> None:
    seat.post(NEW, typed(YES, NO))
    found = ResultQuestion.objects.get()
    page, seen = address("setup_after_result_question", found.pk), seal(found)
    answer = seat.post(page, typed(YES, NO, text_en="Their words", seen=seen))
    assert answer.status_code == 302, answer.context["form"].errors
    assert seat.post(page, typed(YES, text_en="My words", seen=seen)).status_code == 409
    answer = seat.post(page, typed(YES, NO, text_en="My words", seen=seen))
    assert (answer.status_code, 'value="My words"' in text(answer)) == (409, True)
    assert seat.post(page, {"remove": "1", "seen": seen}).status_code == 409
    assert ResultQuestion.objects.get().text_en == "Their words"
    now = seal(ResultQuestion.objects.get())
    assert seat.post(page, {"remove": "1", "seen": now}).status_code == 302
    assert not ResultQuestion.objects.exists()
    assert seat.post(page, typed(YES, NO, seen=now)).status_code == 404


def test_the_list_costs_at_most_12_statements(
    seat: Desk, kind: RequestType, django_assert_max_num_queries: Any
) -> None:
    seat.post(NEW, typed(YES, NO))
    seat.post(NEW, typed(YES, NO, request_type=kind.pk))
    seat.page("setup_after_result")
    with django_assert_max_num_queries(12):
        seat.page("setup_after_result")
