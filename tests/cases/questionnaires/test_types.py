"""Each kind of question has its type, and what a type says of itself holds."""

import datetime
import random

import pytest
from django.db import IntegrityError

from cases.models import Question, QuestionKind
from cases.questionnaires.answers import answer
from cases.questionnaires.question_type import QuestionType, SampleSource
from cases.questionnaires.types import TYPES, anonymous_kinds, type_named, type_of
from tests.cases.questions import FAULTS, ask, question
from tests.factories import RequestTypeFactory
from workflows.demo.replies import Replies

SOURCE = SampleSource(random.Random(1), datetime.date(2026, 11, 22), words=("เสา A12",))
OPEN = [kind for kind in TYPES if kind not in ("one", "several", "yes_no", "paper")]


def test_every_kind_has_its_type():
    assert list(TYPES) == QuestionKind.values


@pytest.mark.parametrize("word", ["guess", "", None, ["short"]])
def test_what_is_no_kind_has_nothing_to_choose_measure_or_count(word):
    assert type_named(word) is QuestionType
    assert not any((QuestionType.has_choices, QuestionType.has_range, QuestionType.has_length))


def test_only_what_is_chosen_counted_or_dated_identifies_nobody():
    assert anonymous_kinds() == ["number", "date", "one", "several", "yes_no", "check", "paper"]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", TYPES)
def test_the_database_wants_choices_for_the_types_that_have_them(kind):
    bare = Question(question_set=ask(RequestTypeFactory(), question("first")), position=2, key="x", kind=kind)
    if TYPES[kind].has_choices:
        with pytest.raises(IntegrityError, match="question_has_choices"):
            bare.save()
    else:
        bare.save()


@pytest.mark.parametrize("kind", OPEN)
def test_an_open_question_knows_no_answers(kind):
    asked = type_of(question("x", kind))
    assert (asked.options, asked.meant_by("ดับ"), asked.label_of("ดับ")) == ([], None, "ดับ")


@pytest.mark.parametrize(("kind", "value"), [("one", "ดับ"), ("several", "ดับ")])
def test_a_known_answer_is_meant_by_words_of_either_language(kind, value):
    asked = type_of(question("x", kind, choices=FAULTS))
    assert asked.meant_by("IT IS OUT") == asked.meant_by("ดับ") == value
    assert asked.meant_by("ไฟไหม้") is None


@pytest.mark.parametrize("kind", [kind for kind, one in TYPES.items() if not one.takes_photo])
def test_a_sample_of_each_type_is_an_answer(kind):
    asked = question("x", kind)
    given = answer(asked, type_of(asked).sample(SOURCE))
    assert given.text_th
    assert given.text_en


def test_a_telephone_number_of_the_demo_is_one_that_the_form_would_take():
    asked = type_of(question("x", "phone"))
    number = asked.sample(SOURCE)
    assert asked.form_field().clean(asked.text(number)) == number


@pytest.mark.django_db
def test_the_demos_citizens_answer_a_question_for_a_telephone_number():
    asked = ask(RequestTypeFactory(), question("owner", "phone", required=True))
    (given,) = Replies(random.Random(1)).to(asked, today=SOURCE.today)
    assert given.value.startswith("+66")
    assert given.text_th.startswith("081 000 ")


def test_no_photo_is_invented():
    assert type_of(question("x", "file")).sample(SOURCE) is None
