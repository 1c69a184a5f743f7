"""What the closed cases teach about words: learned, tried on the latest, used only when it is better."""

import json
import uuid

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cases.intake.finding import naive_bayes
from cases.intake.finding.naive_bayes import Example, train, words_of
from cases.intake.finding.suggestion import suggest
from cases.intake.finding.training import learn
from cases.lib.request_cache import one_request
from cases.models import Case, Draft, LearnedWords, Municipality, RequestType, User
from tests.cases.views.pages import address, last_page, write
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, desk  # noqa: F401
from tests.workflows.views.conftest import address as staff_address

pytestmark = pytest.mark.django_db
LAMP, DOG = "โคมแถวตลาดมอดแล้วมืดจ้า", "น้องตูบวิ่งไล่งับขาเด็ก"


def town(cases: int) -> tuple[RequestType, RequestType]:
    """Two request types with so many closed cases, in words that the rules do not know."""
    lamp = RequestTypeFactory(code="lamp", name_th="เสาส่อง", name_en="Lamp post")
    dog = RequestTypeFactory(code="dog", name_th="สัตว์จร", name_en="Strays")
    first = CaseFactory(request_type=lamp, details=LAMP, closed=True)
    columns = {field.attname: getattr(first, field.attname) for field in Case._meta.concrete_fields}
    rows = []
    for nth in range(1, cases):
        case = Case(**columns | {"id": None, "process_id": None, "running": 1000 + nth})
        case.number, case.form_token = f"{first.year}-{1000 + nth:05d}", uuid.uuid4()
        case.phone = f"+6681234{nth % 40:04d}"
        case.request_type, case.details = (lamp, LAMP) if nth % 2 else (dog, DOG)
        rows.append(case)
    Case.objects.bulk_create(rows)
    return lamp, dog


@pytest.fixture
def learned(db: None) -> tuple[RequestType, RequestType]:
    """A town whose cases were learned and are better than the rules."""
    Municipality.objects.create(code="city")
    found = town(700)
    assert learn().is_better
    return found


def test_what_was_learned_names_the_kind_and_the_words_that_decided(
    learned: tuple[RequestType, RequestType], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lamp, dog = learned
    in_use = RequestType.in_use()
    with one_request():
        found = suggest("ตูบไล่งับคน", in_use)
        with django_assert_num_queries(0):
            assert suggest("ตูบไล่งับคน", in_use) == found
    assert found is not None
    assert (found.request_type, "ตูบ" in found.words) == (dog, True)
    assert suggest("โคมมอด", in_use, instead_of=lamp) is None
    assert suggest("สวัสดี", in_use) is None
    assert suggest("โคมมอด", [dog]) is None


def test_the_row_says_how_often_it_was_right_beside_the_rules(
    learned: tuple[RequestType, RequestType],
) -> None:
    row = learn()
    assert (row.cases, row.tried, row.right, row.right_by_rules) == (700, 500, 500, 0)
    assert LearnedWords.objects.count() == 1


def test_it_is_off_where_the_municipality_says_so_and_until_500_cases_were_tried(db: None) -> None:
    Municipality.objects.create(code="city")
    town(60)
    row = learn()
    assert (row.tried, row.is_better) == (60, False)
    assert suggest("ตูบไล่งับคน", RequestType.in_use()) is None
    LearnedWords.objects.update(tried=500, right=400, right_by_rules=400)
    assert suggest("ตูบไล่งับคน", RequestType.in_use()) is None
    LearnedWords.objects.update(right=401)
    assert suggest("ตูบไล่งับคน", RequestType.in_use()) is not None
    Municipality.objects.update(suggests_from_cases=False)
    assert suggest("ตูบไล่งับคน", RequestType.in_use()) is None


def test_restricted_kinds_and_cases_that_are_not_closed_teach_nothing(db: None) -> None:
    CaseFactory(details=DOG, resolved=True)
    CaseFactory(details=DOG, closed=True, request_type=RequestTypeFactory(code="secret", restricted=True))
    CaseFactory(details=DOG, closed=True, request_type=RequestTypeFactory(code="past", active=False))
    CaseFactory(details=LAMP, closed=True, request_type=RequestTypeFactory(code="lamp"))
    assert learn().cases == 1


def test_nothing_is_stored_that_few_people_wrote_nor_numbers_and_addresses() -> None:
    said = "ไฟดับ โทร 0812345678 สมศรี@mail.example www.somsri.example บ้านเลขที่ 99/1"
    examples = [Example(f"{said} วิชัยผู้เดียว", "lamp", "one") for _ in range(50)]
    examples += [Example(said, "lamp", f"citizen {nth}") for nth in range(10)]
    examples += [Example("หมาเห่า", "dog", f"citizen {nth % 2}") for nth in range(30)]
    stored = json.dumps(train(examples).as_json(), ensure_ascii=False)
    assert "ดับ" in stored
    assert not any(letter.isdecimal() for feature in train(examples).counts for letter in feature)
    for personal in ("วิชัย", "สมศรี", "somsri", "mail", "เห่า"):
        assert personal not in stored


def test_a_kind_of_few_cases_is_not_learned() -> None:
    examples = [Example("ไฟดับ", "lamp", str(nth)) for nth in range(naive_bayes.FEWEST_OF_A_KIND)]
    model = train([*examples, Example("ไฟดับ", "once", "x")])
    assert list(model.cases) == ["lamp"]
    assert train([]).guess("ไฟดับ") is None


def test_words_are_counted_within_their_borders() -> None:
    assert list(words_of("ไฟเสีย 3 ดวง Lamps")) == ["ไฟ", "เสีย", "lamp"]
    assert [*naive_bayes.features_of("เสีย")] == ["เสีย", "~เสี", "~สีย", "~เสีย"]


def test_both_searches_ask_whether_it_is_perhaps_the_other_kind(
    client: Client,
    desk: Seat,  # noqa: F811
    clerk: User,
    learned: tuple[RequestType, RequestType],
) -> None:
    home = client.get("/en/", {"q": "ตูบไล่งับคน"}).text
    assert "Is it perhaps:" in home
    assert "/requests/dog/" in home
    assert "ตูบ" in home
    assert staff_address("intake", "dog") in desk(clerk).page("file", q="ตูบไล่งับคน").text


def test_the_check_page_asks_and_carries_what_was_typed_over(
    client: Client, learned: tuple[RequestType, RequestType]
) -> None:
    lamp, dog = learned
    write(client, lamp, details=DOG)
    last_page(client, lamp)
    page = client.get(address(lamp, "check"))
    assert "Is it perhaps “Strays”?" in page.text
    answer = client.post(address(lamp, "check"), {"instead": "dog"})
    assert answer["Location"] == "/en/requests/dog/"
    draft = Draft.objects.get(request_type=dog)
    assert draft.typed("what")["details"] == DOG
    assert draft.typed("you")["first_name"] == "สมชาย"
    assert DOG in client.get(address(dog, "what")).text
    assert client.post(address(lamp, "check"), {"instead": "unknown"}).status_code == 404


def test_where_nothing_is_found_other_matters_are_offered(client: Client, db: None) -> None:
    RequestTypeFactory(code="other", name_en="Other matters")
    RequestTypeFactory(code="lamp", name_en="Lamp post")
    page = client.get("/en/", {"q": "elephant"}).text
    assert "Or write what it is about:" in page
    assert "Or write what it is about:" not in client.get("/en/", {"q": "lamp"}).text
    assert "Or write what it is about:" not in client.get("/en/").text
