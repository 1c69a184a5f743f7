"""The versions of a kind's questions: a change makes one, and what a case was asked stays."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import Question, QuestionSet, RequestType
from cases.questionnaires.versions import GRACE, current, publish, to_ask
from cases.reference import questions
from tests.cases.questions import ask, file_with, question
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type() -> RequestType:
    return RequestTypeFactory(code="street_light")


def test_a_change_makes_a_new_version_and_replaces_the_old_one(request_type):
    old = ask(request_type, question("pole"))
    new = ask(request_type, question("pole"), question("lamps", "number"))
    old.refresh_from_db()
    assert (new.version, new.current, old.current) == (2, True, False)


def test_the_same_questions_make_no_new_version(request_type):
    old = ask(request_type, question("pole"), question("fault", "one"))
    assert publish(request_type, [question("pole"), question("fault", "one")]) == old


@pytest.mark.parametrize(
    "change",
    [{"required": True}, {"text_en": "Else"}, {"help_th": "ช่วย"}, {"max_length": 9}, {"kind": "long"}],
)
def test_whatever_is_changed_about_a_question_counts_as_a_change(request_type, change):
    old = ask(request_type, question("pole"))
    assert (
        publish(request_type, [Question(**{**fields(question("pole")), **change})]).version == old.version + 1
    )


def test_another_order_is_a_change(request_type):
    ask(request_type, question("a"), question("b"))
    assert [one.key for one in ask(request_type, question("b"), question("a")).questions.all()] == ["b", "a"]


def test_taking_out_the_last_question_is_a_version_that_asks_nothing(request_type):
    ask(request_type, question("pole"))
    publish(request_type, [])
    assert to_ask(request_type) is None


def test_taking_out_all_questions_holds_although_a_page_may_still_bring_the_old_ones(request_type):
    old = ask(request_type, question("pole"))
    publish(request_type, [])
    assert (to_ask(request_type), to_ask(request_type, str(old.pk))) == (None, old)


def test_what_to_ask_costs_one_statement(request_type, django_assert_num_queries):
    ask(request_type, question("a"), question("b"))
    ask(request_type, question("b"), question("a"))
    with django_assert_num_queries(1):
        assert [one.key for one in to_ask(request_type).in_order] == ["b", "a"]


def test_a_page_that_was_open_when_the_questions_changed_is_taken_with_its_own(request_type):
    old = ask(request_type, question("pole"))
    ask(request_type, question("lamps", "number"))
    assert to_ask(request_type, str(old.pk)) == old


def test_a_page_of_an_earlier_day_is_asked_the_new_questions(request_type):
    old = ask(request_type, question("pole"))
    new = ask(request_type, question("lamps", "number"))
    later = timezone.now() + GRACE + datetime.timedelta(minutes=1)
    assert to_ask(request_type, str(old.pk), now=later) == new


@pytest.mark.parametrize("shown", ["", "0", "x", "999999"])
def test_an_unknown_version_is_answered_with_the_current_one(request_type, shown):
    new = ask(request_type, question("pole"))
    assert to_ask(request_type, shown) == new


def test_a_page_cannot_bring_the_questions_of_another_kind(request_type):
    other, own = ask(RequestTypeFactory(), question("x")), ask(request_type, question("pole"))
    assert to_ask(request_type, str(other.pk)) == own


def test_an_old_case_keeps_the_questions_that_it_was_asked(request_type):
    case = file_with(ask(request_type, question("pole")), {"q_pole": "A12"})
    ask(request_type, question("lamps", "number"))
    assert [one.key for one in case.question_set.questions.all()] == ["pole"]


@pytest.mark.parametrize(
    "change",
    [
        lambda asked: asked.questions.update(text_th="อื่น"),
        lambda asked: asked.questions.all().delete(),
        lambda asked: Question.objects.create(question_set=asked, position=9, key="new"),
        lambda asked: QuestionSet.objects.filter(pk=asked.pk).update(version=9),
        lambda asked: QuestionSet.objects.filter(pk=asked.pk).update(published_at=timezone.now()),
    ],
    ids=["edit", "delete", "add", "version", "date"],
)
def test_the_database_refuses_to_change_what_a_case_was_asked(request_type, change):
    asked = ask(request_type, question("pole"))
    file_with(asked, {})
    with pytest.raises(IntegrityError), transaction.atomic():
        change(asked)


def test_a_question_cannot_be_moved_into_what_a_case_was_asked(request_type):
    asked = ask(request_type, question("pole"))
    file_with(asked, {})
    spare = ask(request_type, question("lamps", "number"))
    with pytest.raises(IntegrityError), transaction.atomic():
        spare.questions.update(question_set=asked, position=5)


def test_a_kind_has_one_current_version(request_type):
    ask(request_type, question("pole"))
    with pytest.raises(IntegrityError), transaction.atomic():
        QuestionSet.objects.create(request_type=request_type, version=7, published_at=timezone.now())


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "guess"},
        {"kind": "one", "choices": []},
        {"kind": "number", "minimum": 5, "maximum": 4},
        {"show_if_key": "pole"},
        {"show_if_value": "yes"},
    ],
)
def test_the_database_refuses_a_question_that_cannot_be_asked(request_type, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        publish(request_type, [question("pole", **wrong)])


def test_the_sample_municipality_has_questions_for_kinds_that_had_none(request_type):
    assert (questions.load(), questions.load()) == (1, 0)
    assert current(request_type).questions.count() >= 3


def test_loading_again_keeps_what_the_administrator_has_changed(request_type):
    ask(request_type, question("mine"))
    questions.load()
    assert [one.key for one in current(request_type).questions.all()] == ["mine"]


def fields(one: Question) -> dict[str, Any]:
    return {
        field.name: getattr(one, field.name)
        for field in Question._meta.fields
        if field.name != "question_set"
    }
