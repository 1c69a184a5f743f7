"""Search: what was written is found by its words, by those for whom it is."""

import random
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import connection

from cases import actions
from cases.intake.filing import Filing, submit
from cases.models import Answer, Case, Department, QuestionSet, SynonymRow, User
from cases.text import thai_dictionary
from cases.text.normalization import compared
from tests.factories import CaseFactory, FilingFactory, HeadFactory, OfficerFactory, RequestTypeFactory
from workflows import rights
from workflows.inbox import month_windows, search_index, search_query, thai_words
from workflows.inbox.queries import InboxQuery, matching_cases, page
from workflows.inbox.standard_views import VIEWS
from workflows.jobs.case_jobs import index_cases
from workflows.models import CaseSearch
from workflows.steps import notes

pytestmark = pytest.mark.django_db
ALL = VIEWS[-1]

WORDS = yaml.safe_load(Path(__file__).with_name("search_words.yaml").read_text(encoding="utf-8"))


def many(case: Case, count: int) -> list[Case]:
    """Cases that people might have filed."""
    dice, rows = random.Random(2569), list[Case]()
    for n in range(count):
        one = Case.objects.get(pk=case.pk) if not rows else Case(**_columns(rows[0]))
        one.pk, one.running, one.number, one.form_token = (
            None,
            500 + n,
            f"{case.year}-{500 + n:05d}",
            uuid.uuid4(),
        )
        one.process, one.details = (
            None,
            " ".join(dice.sample(WORDS["what"], 2)) if n % 3 else "".join(dice.sample(WORDS["what"], 2)),
        )
        one.place, one.first_name, one.last_name = (
            dice.choice(WORDS["where"]),
            dice.choice(WORDS["names"]),
            dice.choice(WORDS["families"]),
        )
        one.phone = f"+668{dice.randrange(10**8):08d}"
        rows.append(one)
    return Case.objects.bulk_create(rows)


def _columns(case: Case) -> dict[str, object]:
    left_out = {"id", "status"}
    return {
        field.attname: getattr(case, field.attname)
        for field in case._meta.fields
        if field.name not in left_out
    }


def found(user: User, typed: str) -> set[str]:
    """The numbers of the cases with these words: the same, whether they are read one by one, looked up, or
    looked up month by month."""
    cases, rows = matching_cases(user, InboxQuery(ALL)).order_by("pk"), search_query.synonyms()
    ways = [
        search_query.Ordering(column, descending=True, start=None, most=9999, near=near)
        for column, near in (("due_on", 9999), ("due_on", 0), ("received_at", 0))
    ]
    read, *looked_up = (set(search_query.first(cases, user, typed, rows, way, bare=False)) for way in ways)
    assert looked_up == [read, read]
    return set(Case.objects.filter(pk__in=read).values_list("number", flat=True))


def said(case: Case) -> str:
    """Everything in which a word may be found, spelt plainly."""
    return compared(" ".join([case.details, case.place, case.first_name, case.last_name]))


def contained(typed: str) -> re.Pattern[str]:
    """What was typed, ending where a letter ends: หมู is no part of หมู่บ้าน."""
    return re.compile(re.escape(compared(typed)) + r"(?![\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])")


def write_words(cases: list[Case]) -> None:
    """What `index_cases` writes."""
    rows = [
        (
            one.pk,
            sorted(thai_words.lexemes(search_index.about(one)) | {month_windows.lexeme(one.received_at)}),
            sorted(search_index.about_person(one)),
        )
        for one in cases
    ]
    with connection.cursor() as cursor:
        cursor.executemany(search_index.PUT, rows)


def test_more_than_98_of_100_cases_are_found_that_contain_what_was_typed(case: Case, clerk: User) -> None:
    cases = many(case, 2_000)
    write_words(cases)
    with connection.cursor() as cursor:
        # The planner knows nothing of the rows of this transaction, and would join them one by one.
        cursor.execute("ANALYZE")
    texts = {one.number: said(one) for one in cases}
    wanted = {typed: contained(typed) for typed in WORDS["queries"]}
    truths = {typed: {n for n, text in texts.items() if one.search(text)} for typed, one in wanted.items()}
    truths = {typed: truth for typed, truth in truths.items() if truth}
    assert len(truths) >= 60
    shares = {typed: len(truth & found(clerk, typed)) / len(truth) for typed, truth in truths.items()}
    assert {typed: share for typed, share in shares.items() if share < 0.98} == {}


def test_these_cases_were_written_as_the_product_writes_them(case: Case) -> None:
    some = many(case, 40)
    write_words(some)
    before = list(CaseSearch.objects.order_by("pk").values_list("words", "person"))
    CaseSearch.objects.all().delete()
    assert index_cases() == 41
    assert list(CaseSearch.objects.order_by("pk").values_list("words", "person")) == before


def test_a_new_case_is_found_in_the_moment_it_is_filed(case: Case, head: User) -> None:
    assert found(head, "จักรยานยนต์") == {case.number}


@pytest.mark.parametrize("typed", ["แมว", "ปะปา", "zzz", "'", "🚒"])
def test_what_is_not_there_is_not_found(case: Case, head: User, typed: str) -> None:
    assert found(head, typed) == set()


@pytest.mark.parametrize("typed", ["ลม", "รถจักรยานยนตลม", "บอยๆ หนาบาน"])
def test_words_without_their_tone_marks_are_tried_last(case: Case, head: User, typed: str) -> None:
    found, wanted = page(head, InboxQuery(ALL, text=typed), [])
    assert (found.rows, wanted.bare) == ([case], True)


def test_words_that_mean_the_same_are_found(case: Case, head: User) -> None:
    SynonymRow.objects.create(words=["มอเตอร์ไซค์", "รถจักรยานยนต์"])
    assert found(head, "มอเตอร์ไซค์ล้ม") == {case.number}


@pytest.mark.parametrize(
    "typed", ["สมชาย", "ใจดี", "081-234-5678", "0812345678", "+66812345678", "๐๘๑๒๓๔", "5678", "99/1"]
)
def test_the_person_is_found_by_those_who_may_see_the_person(
    case: Case, head: User, officer: User, clerk: User, executive: User, stranger: User, typed: str
) -> None:
    seen = [found(user, typed) == {case.number} for user in (head, clerk, officer, executive, stranger)]
    assert seen == [True, True, False, False, False]


def test_the_officer_in_charge_finds_the_person_unless_the_person_hides(
    department: Department, head: User, officer: User
) -> None:
    request_type = RequestTypeFactory(department=department)
    plain = CaseFactory(request_type=request_type, assigned=True, officer=officer)
    CaseFactory(request_type=request_type, assigned=True, officer=officer, hide_identity=True)
    assert found(officer, "สมชาย") == {plain.number}
    assert len(found(officer, "หลุมลึก")) == 2


def test_a_name_and_a_word_of_the_details_go_together(case: Case, head: User) -> None:
    assert found(head, "สมชาย ถนน") == {case.number}
    assert found(head, "สมชาย แมว") == set()


def test_the_condition_and_the_rule_about_the_person_agree(department: Department, head: User) -> None:
    both = OfficerFactory(department=department)
    both.memberships.create(department=RequestTypeFactory(code="far").department, role="head")
    request_types = [RequestTypeFactory(department=department, restricted=one) for one in (False, True)]
    for request_type in [*request_types, RequestTypeFactory(code="far")]:
        CaseFactory(request_type=request_type, hide_identity=True)
        CaseFactory(request_type=request_type, assigned=True)
    for user in [head, both, HeadFactory(), *User.objects.all()]:
        mine = Case.objects.visible_to(user)
        seen = set(mine.filter(rights.person_seen_by(user)))
        assert seen == {one for one in mine if rights.may_see_person(user, one)}


def test_the_clerk_s_condition_and_rule_agree(case: Case, clerk: User, executive: User) -> None:
    for user, sees in ((clerk, True), (executive, False)):
        assert Case.objects.filter(rights.person_seen_by(user)).exists() == sees
        assert rights.may_see_person(user, case) == sees


def test_what_was_said_later_is_found(department: Department, head: User) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department), waiting=True)
    actions.answer(case, text="อยู่ตรงข้ามปั๊มน้ำมัน")
    notes.write(case, by=head, text="โทรแล้วไม่รับสาย", after=0)
    for typed in ("บ้านเลขที่เท่าใด", "ปั๊มน้ำมัน", "ไม่รับสาย"):
        assert found(head, typed) == {case.number}


def test_how_a_person_was_checked_is_no_search_word(case: Case, clerk: User) -> None:
    actions.change_password(case, by=clerk, checked="หนังสือเดินทาง")
    assert found(clerk, "หนังสือเดินทาง") == set()


@pytest.fixture
def answered(department: Department) -> Case:
    """A case filed with an answer to its kind's question."""
    request_type = RequestTypeFactory(department=department)
    questions = QuestionSet.objects.create(
        request_type=request_type, version=1, published_at="2026-01-01T00:00Z"
    )
    question = questions.questions.create(position=1, key="pole", text_th="เสาต้นไหน", text_en="Which pole?")
    answer = Answer(
        question=question, position=1, value="x", text_th="เสาไฟหน้าอู่ซ่อมรถ", text_en="By the garage"
    )
    plain: Filing = FilingFactory(request_type=request_type)
    plain.question_set, plain.answers = questions, [answer]
    return submit(plain)[0]


def test_the_answers_to_the_questions_are_found(answered: Case, clerk: User) -> None:
    assert found(clerk, "อู่ซ่อมรถ") == found(clerk, "garage") == {answered.number}


def test_writing_all_words_anew_finds_the_same(answered: Case, head: User) -> None:
    notes.write(answered, by=head, text="โทรแล้วไม่รับสาย", after=0)
    before = CaseSearch.objects.values_list("words", "person").get(case=answered)
    call_command("index_cases", all=True)
    assert CaseSearch.objects.values_list("words", "person").get(case=answered) == before


def test_a_case_of_before_the_search_is_found_after_the_job(case: Case, head: User) -> None:
    CaseSearch.objects.all().delete()
    assert (found(head, "หลุม"), index_cases(), index_cases()) == (set(), 1, 0)
    assert found(head, "หลุม") == {case.number}


def test_the_words_are_cut_without_the_network_and_the_home_directory(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    refuse: Callable[..., None] = lambda *args, **kwargs: pytest.fail("the network was asked for")  # noqa: E731
    monkeypatch.setattr("socket.socket.connect", refuse)
    thai_dictionary.written_words.cache_clear()
    assert "ไฟฟ้า" in thai_words.lexemes(["ไฟฟ้าสาธารณะ"])
    assert list(tmp_path.iterdir()) == []
