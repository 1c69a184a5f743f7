"""Questions as form fields: each kind of answer good and bad, and questions that wait for another."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.forms.questions import QuestionForm, cleaned_answers
from cases.models import QuestionKind
from cases.text import telephones
from tests.cases.questions import answered, ask, question
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db
YEAR = timezone.localdate().year


def reply(kind, typed, **fields):
    """What the one question `x` of this kind took, or the codes of its errors."""
    data = typed if isinstance(typed, dict) else {"q_x": typed}
    form = answered(data, question("x", kind, **fields))
    return form.errors if form.errors else form.replies.get("x")


def day(number, month, year):
    return {"q_x_day": str(number), "q_x_month": str(month), "q_x_year": str(year)}


@pytest.mark.parametrize(
    ("kind", "typed", "taken"),
    [
        ("short", "  เสา\u200b A12 ", "เสา A12"),
        ("short", "ก" * 200, "ก" * 200),
        ("long", "หนึ่ง\r\nสอง", "หนึ่ง\nสอง"),
        ("number", "12", Decimal(12)),
        ("number", "๑๒.๕", Decimal("12.5")),
        ("number", "1,250", Decimal(1250)),
        ("number", "-3", Decimal(-3)),
        ("phone", "โทร ๐๘๑-๒๓๔-๕๖๗๘", telephones.read("0812345678")),
        ("phone", "042 211 234 ต่อ 17", telephones.read("042211234 ext. 17")),
        ("phone", "+856 20 55 551 234", telephones.read("+8562055551234")),
        ("date", day(29, 2, 2567), datetime.date(2024, 2, 29)),
        ("date", day(22, 11, 2026), datetime.date(2026, 11, 22)),
        ("one", "ดับ", "ดับ"),
        ("several", {"q_x": ["ดับ", "เสาเอียง"]}, ["ดับ", "เสาเอียง"]),
        ("yes_no", "yes", "yes"),
        ("yes_no", "no", "no"),
    ],
)
def test_a_good_answer_is_taken(kind, typed, taken):
    assert reply(kind, typed) == taken


@pytest.mark.parametrize(
    ("kind", "typed", "why"),
    [
        ("short", "ก" * 201, "200"),
        ("long", "ก" * 2001, "2000"),
        ("number", "หลาย", "number"),
        ("number", "1e3", "number"),
        ("number", "NaN", "number"),
        ("number", "1,25", "number"),
        ("number", "1.234", "number"),
        ("number", "9" * 13, "number"),
        ("phone", "081 234", "not a telephone number"),
        ("phone", "ไม่มี", "not a telephone number"),
        ("phone", "081 234 5678 หรือ 081 234 5679", "not a telephone number"),
        ("date", day(30, 2, 2569), "does not exist"),
        ("date", day(1, 1, YEAR + 9), "years"),
        ("date", day(1, 1, YEAR - 9), "years"),
        ("one", "ไฟไหม้", "list"),
        ("several", {"q_x": ["ดับ", "ไฟไหม้"]}, "list"),
        ("yes_no", "maybe", "list"),
    ],
)
def test_a_bad_answer_is_refused_with_its_reason(kind, typed, why):
    with override("en"):
        assert why in str(reply(kind, typed)["q_x"])


def test_what_is_no_telephone_number_is_refused_in_thai():
    with override("th"):
        assert "หมายเลขโทรศัพท์ไม่ถูกต้อง" in str(reply("phone", "081 234")["q_x"])


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_a_required_question_wants_an_answer(kind):
    assert list(reply(kind, {}, required=True)) == ["q_x"]


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_a_question_that_is_not_required_may_stay_empty(kind):
    assert reply(kind, {}) is None


@pytest.mark.parametrize("blank", ["   ", "\u200b\u200b", "\x00"])
def test_only_blanks_are_no_answer(blank):
    assert list(reply("short", blank, required=True)) == ["q_x"]


@pytest.mark.parametrize("typed", ["0", "101"])
def test_a_number_stays_within_its_limits(typed):
    assert list(reply("number", typed, minimum=1, maximum=100)) == ["q_x"]


@pytest.mark.parametrize("typed", ["1", "100"])
def test_the_limits_of_a_number_belong_to_it(typed):
    assert reply("number", typed, minimum=1, maximum=100) == Decimal(typed)


def test_the_longest_text_is_the_administrators():
    assert list(reply("short", "12345", max_length=4)) == ["q_x"]


def test_a_date_question_offers_the_years_of_its_range():
    asked = ask(RequestTypeFactory(), question("x", "date", minimum=0, maximum=1))
    form = QuestionForm()
    form.ask(asked)
    assert list(form.fields["q_x"].widget.years(timezone.localdate())) == [YEAR + 1, YEAR]


def test_the_words_of_a_question_are_in_the_readers_language():
    asked = ask(RequestTypeFactory(), question("x", "one", help_th="ช่วย", help_en="Help <b>"))
    form = QuestionForm()
    with override("en"):
        form.ask(asked)
    html = form["q_x"].as_field_group()
    assert all(words in html for words in ("Question x", "It is out", "Help &lt;b&gt;"))


def test_many_choices_fold_into_a_select():
    choices = [{"th": f"ข้อ {n}", "en": f"Choice {n}"} for n in range(9)]
    asked = ask(RequestTypeFactory(), question("x", "one", choices=choices))
    form = QuestionForm()
    form.ask(asked)
    assert "<select" in str(form["q_x"])


WAITING = (
    question("bitten", "yes_no", required=True),
    question("hurt", "several", show_if_key="bitten", show_if_value="yes"),
    question("pole", "short", show_if_key="hurt", show_if_value="เสาเอียง", required=True),
)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"q_bitten": "no"}, []),
        ({"q_bitten": "yes"}, []),
        ({"q_bitten": "yes", "q_hurt": ["ดับ"]}, []),
        ({"q_bitten": "yes", "q_hurt": ["ดับ", "เสาเอียง"]}, ["q_pole"]),
        ({"q_bitten": "no", "q_hurt": ["เสาเอียง"]}, []),
        ({"q_hurt": ["เสาเอียง"]}, ["q_bitten"]),
    ],
)
def test_a_question_is_required_only_if_the_earlier_answers_say_so(data, wrong):
    assert list(answered(data, *WAITING).errors) == wrong


COMPARED = (
    question("lamps", "number"),
    question("more", "short", show_if_key="lamps", show_if_test="more", show_if_value="3", required=True),
    question("fault", "several"),
    question("other", "short", show_if_key="fault", show_if_test="is_not", show_if_value="ดับ", required=True),
)


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, []),
        ({"q_lamps": "3", "q_fault": ["ดับ"]}, []),
        ({"q_lamps": "๓.๕"}, ["q_more"]),
        ({"q_lamps": "1,000"}, ["q_more"]),
        ({"q_fault": ["เสาเอียง"]}, ["q_other"]),
        ({"q_fault": ["ดับ", "เสาเอียง"]}, []),
    ],
)
def test_a_question_waits_for_more_than_a_number_and_for_another_answer(data, wrong):
    """An answer that is not given is none of these."""
    form = answered(data, *COMPARED)
    assert list(form.errors) == wrong
    with override("en"):
        said = [one.only_if for one in form.asked_questions()]
    assert said[1] == "Only if you answered more than 3 to “Question lamps”"
    assert said[3] == "Only if you answered something else than “It is out” to “Question fault”"


@pytest.mark.parametrize(
    ("test", "value", "given", "met"),
    [
        ("", "yes", "yes", True),
        ("", "ดับ", ["เสาเอียง", "ดับ"], True),
        ("is_not", "yes", "no", True),
        ("is_not", "yes", "yes", False),
        ("is_not", "ดับ", [], False),
        ("more", "2.5", 3, True),
        ("more", "2.5", 2.5, False),
        ("more", "0", None, False),
    ],
)
def test_a_stored_answer_meets_a_condition_or_not(test, value, given, met):
    """What is kept of a step's findings is compared as what was typed."""
    waiting = question("x", show_if_key="y", show_if_test=test, show_if_value=value)
    assert waiting.is_met_by(given) == met


def test_the_answer_to_a_question_that_does_not_apply_is_dropped():
    form = answered({"q_bitten": "no", "q_hurt": ["ดับ"], "q_pole": "A12"}, *WAITING)
    assert list(form.replies) == ["bitten"]


def test_a_bad_answer_to_a_question_that_does_not_apply_is_no_error():
    form = answered({"q_bitten": "no", "q_hurt": ["ไฟไหม้"]}, *WAITING)
    assert form.is_valid()


def test_a_waiting_question_says_what_it_waits_for():
    form = answered({}, *WAITING)
    with override("en"):
        said = [one.only_if for one in form.asked_questions()]
    assert said[:2] == ["", "Only if you answered “Yes” to “Question bitten”"]


def test_the_answers_leave_the_columns_of_the_case_alone():
    assert answered({"q_x": "A12"}, question("x")).cleaned_data == {}


def test_what_was_typed_comes_back_before_it_is_judged(rf):
    asked = ask(RequestTypeFactory(), question("fault", "several"), question("since", "date"))
    typed = rf.post("/", {"q_fault": ["ดับ", "เสาเอียง"], "q_since_day": "31", "q_since_month": "2"}).POST
    form = QuestionForm()
    form.ask(asked, typed=typed)
    assert str(form["q_fault"]).count("checked") == 2
    assert 'value="31" selected' in str(form["q_since"])


@pytest.mark.parametrize(
    ("kind", "typed", "value", "thai", "english"),
    [
        ("short", "A12", "A12", "A12", "A12"),
        ("number", "1250", 1250, "1250", "1250"),
        ("number", "2.50", 2.5, "2.5", "2.5"),
        ("phone", "๐๘๑-๒๓๔-๕๖๗๘", "+66812345678", "081 234 5678", "081 234 5678"),
        (
            "phone",
            "042211234#17",
            "+6642211234;ext=17",
            "042 211 234 ต่อ 17",
            "042 211 234 ext. 17",
        ),
        ("date", day(22, 11, 2026), "2026-11-22", "22 พฤศจิกายน 2569", "22 November 2026"),
        ("one", "ดับ", "ดับ", "ดับ", "It is out"),
        (
            "several",
            {"q_x": ["ดับ", "เสาเอียง"]},
            ["ดับ", "เสาเอียง"],
            "ดับ, เสาเอียง",
            "It is out, The pole leans",
        ),
        ("yes_no", "yes", "yes", "ใช่", "Yes"),
    ],
)
def test_an_answer_is_kept_as_a_value_and_in_both_languages(kind, typed, value, thai, english):
    data = typed if isinstance(typed, dict) else {"q_x": typed}
    (one,) = cleaned_answers(answered(data, question("x", kind)))
    assert (one.value, one.text_th, one.text_en) == (value, thai, english)
