"""Search: a number is found grouped and ungrouped, however it is shown and whoever types it in which way."""

import pytest

from cases.intake.filing import Filing, submit
from cases.models import Case, Department, QuestionSet, User
from cases.questionnaires.answers import answer
from cases.text import telephones
from cases.text.national_id import national_id
from tests.factories import CaseFactory, FilingFactory, RequestTypeFactory
from tests.workflows.inbox.test_search import found
from workflows.inbox import numbers
from workflows.inbox.queries import numbered
from workflows.jobs.case_jobs import index_cases
from workflows.models import CaseSearch

pytestmark = pytest.mark.django_db
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
SPELLINGS = [
    *("0812345678", "081 234 5678", "081-234-5678", "081–234–5678", "(081) 234-5678", "081.234.5678"),
    *("+66812345678", "+66 81 234 5678", "+66 (0)81 234 5678", "66812345678", "0066812345678"),
    *("๐๘๑๒๓๔๕๖๗๘", "๐๘๑-๒๓๔-๕๖๗๘", "+๖๖ ๘๑ ๒๓๔ ๕๖๗๘", "０８１ー２３４ー５６７８", "โทร. 081 234 5678"),
    *("081 234", "+66 81 234", "๐๘๑๒๓๔", "5678"),
]
OTHERS = [
    *("042211234", "042 211 234 ext. 17", "042-211-234 ต่อ ๑๗", "04221123417", "+6642211234"),
    *("+8562055551234", "00856 20 5555 1234", "856 20 5555 1234", "+856 20 55", "02055551234"),
]


@pytest.fixture
def answered(department: Department) -> Case:
    """A case without a telephone of its own whose questions were answered with one."""
    kind = RequestTypeFactory(department=department)
    asked = QuestionSet.objects.create(request_type=kind, version=1, published_at="2026-01-01T00:00Z")
    texts = {"kind": "phone", "text_th": "โทรศัพท์ของผู้ดูแล", "text_en": "Telephone of the caretaker"}
    questions = [asked.questions.create(position=n, key=f"phone{n}", **texts) for n in (1, 2, 3)]
    given = ["081 234 5678", "042 211 234 ต่อ 17", "+856 20 5555 1234"]
    filing: Filing = FilingFactory(request_type=kind)
    filing.question_set = asked
    filing.fields["phone"], filing.fields["email"] = "", "somchai@citizen.example"
    filing.answers = [answer(one, telephones.read(n)) for one, n in zip(questions, given, strict=True)]
    return submit(filing)[0]


def missed(user: User, case: Case, spellings: list[str]) -> list[str]:
    """The spellings under which this person does not find the case."""
    return [typed for typed in spellings if found(user, typed) != {case.number}]


def test_a_telephone_number_of_the_person_is_found_in_each_spelling(
    case: Case, clerk: User, officer: User
) -> None:
    assert missed(clerk, case, SPELLINGS) == []
    assert missed(officer, case, SPELLINGS) == SPELLINGS


def test_an_answer_that_is_a_telephone_number_is_found_in_each_spelling(
    answered: Case, clerk: User, stranger: User
) -> None:
    assert missed(clerk, answered, [*SPELLINGS, *OTHERS]) == []
    assert missed(stranger, answered, [*SPELLINGS, *OTHERS]) == [*SPELLINGS, *OTHERS]


@pytest.mark.parametrize(
    ("written", "spellings"),
    [
        ("โทร.081-234-5678ด่วน", SPELLINGS),
        ("ติดต่อ +66 (0)81 234 5678", SPELLINGS),
        ("แจ้งที่ 0812345678", [typed for typed in SPELLINGS if typed != "5678"]),
        ("บัตร 1-2345-67890-12-1", ["1234567890121", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑"]),
        ("บัตร ๑๒๓๔๕๖๗๘๙๐๑๒๑", ["1234567890121", "1-2345-67890-12-1"]),
        ("คำร้อง 2569-00077 2569-00078", ["256900077", "256900078", "2569–00078"]),
        ("เรื่องเดียวกับ 256900077", ["๒๕๖๙-๐๐๐๗๗", "2569 00077"]),
    ],
)
def test_a_number_in_a_text_is_found_in_each_spelling(
    department: Department, clerk: User, written: str, spellings: list[str]
) -> None:
    kind = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=kind, details=written, phone="+66890001122")
    assert missed(clerk, case, spellings) == []


@pytest.mark.parametrize("typed", ["สมชาย 081-234-5678", "+66 81 234 5678 สมชาย", "หลุม ๐๘๑๒๓๔๕๖๗๘"])
def test_a_number_and_words_go_together(case: Case, clerk: User, typed: str) -> None:
    assert found(clerk, typed) == {case.number}
    assert found(clerk, f"แมว {typed}") == set()


def test_a_case_is_found_by_its_number_in_each_spelling(case: Case, head: User) -> None:
    for form in (
        "{0}-{1:05d}",
        "{0}{1:05d}",
        "{0}–{1}",
        "{0}－{1:05d}",
        "{0} {1:05d}",
        "{1}/{0}",
        "{1}／{0}",
    ):
        typed = form.format(case.year, case.running)
        assert numbered(head, typed) == numbered(head, typed.translate(THAI_DIGITS)) == case


def test_nobody_finds_a_person_by_the_national_id(department: Department, clerk: User) -> None:
    kind = RequestTypeFactory(department=department, needs_national_id=True)
    case = CaseFactory(request_type=kind, national_id=national_id("1234567890121"), phone="+66890001122")
    spellings = ["1234567890121", "1-2345-67890-12-1", "๑๒๓๔๕๖๗๘๙๐๑๒๑", "12-1"]
    assert missed(clerk, case, spellings) == spellings


def test_numbers_of_before_are_found_in_each_spelling_after_the_job(answered: Case, clerk: User) -> None:
    CaseSearch.objects.all().delete()
    assert index_cases() == 1
    assert found(clerk, "0812345678") == {answered.number}


@pytest.mark.parametrize("typed", ["บ้าน 99/1 ซอย 5", "2569", "12.30 น.", "00014", ""])
def test_what_is_no_whole_number_is_left_to_the_words(typed: str) -> None:
    assert numbers.among_words(typed)[0] == []
