"""What a citizen has to know before typing anything: whom to call, and when there is no form at all."""

import pytest
from django.db import IntegrityError
from django.test import Client

from cases.models import Case, Department, ExternalAgency, Municipality, RequestType, SynonymRow, User
from cases.reference import stops
from tests.cases.views.pages import WHAT, part, typed
from tests.factories import ExternalAgencyFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
FORM = "/en/requests/tree_fallen/what/"


@pytest.fixture
def fire() -> ExternalAgency:
    return ExternalAgencyFactory(code="FIRE", name_en="Fire service", hotline="199")


@pytest.fixture
def request_type(department: Department, head: User, officer: User, fire: ExternalAgency) -> RequestType:
    """A kind where one should call first."""
    return RequestTypeFactory(
        code="tree_fallen",
        department=department,
        stop_en="Somebody trapped?",
        stop_th="มีคนติดอยู่",
        call_first=fire,
    )


def test_the_number_to_call_stands_above_the_form(client: Client, request_type: RequestType) -> None:
    text = client.get(FORM).text
    assert (
        text.index("Somebody trapped?")
        < text.index('href="tel:199"', text.index("<h1>"))
        < text.index("<form")
    )
    assert "มีคนติดอยู่" in client.get("/requests/tree_fallen/what/").text


def test_one_can_go_on_after_the_warning(client: Client, request_type: RequestType) -> None:
    assert 'name="details"' in client.get(FORM).text


def test_a_call_first_is_not_a_promise_to_forward(client: Client, request_type: RequestType) -> None:
    assert "we forward it" not in client.get(FORM).text


def test_a_kind_that_only_another_agency_takes_has_no_form(client: Client, request_type: RequestType) -> None:
    RequestType.objects.update(refers_only=True)
    page = client.get(FORM)
    assert page.status_code == 200
    assert "tel:199" in page.text
    assert 'name="details"' not in page.text


def test_what_was_typed_for_it_meanwhile_is_given_back(client: Client, request_type: RequestType) -> None:
    RequestType.objects.update(refers_only=True)
    page = client.post(FORM, part(typed(details="ต้นไม้ล้มขวางถนน"), WHAT))
    assert page.status_code == 409
    assert "ต้นไม้ล้มขวางถนน" in page.text
    assert not Case.objects.exists()


def test_who_refers_names_somebody(request_type: RequestType) -> None:
    with pytest.raises(IntegrityError, match="kind_refers_to_somebody"):
        RequestType.objects.update(refers_only=True, call_first=None)


def test_the_number_is_that_of_the_agency_in_charge_unless_another_is_named(fire: ExternalAgency) -> None:
    power = ExternalAgencyFactory(code="PEA")
    assert RequestTypeFactory(agency=power).to_call == power
    assert RequestTypeFactory(agency=power, call_first=fire).to_call == fire
    assert RequestTypeFactory().to_call is None


@pytest.mark.parametrize(
    ("code", "number"),
    [("power_cut", "1129"), ("tap_water", "1662"), ("disaster_help", "199"), ("dangerous_animal", "1669")],
)
def test_the_sample_kinds_say_whom_to_call(sample_municipality: None, code: str, number: str) -> None:
    request_type = RequestType.objects.get(code=code)
    assert request_type.to_call is not None
    assert (bool(request_type.stop_th), bool(request_type.stop_en), request_type.to_call.hotline) == (
        True,
        True,
        number,
    )


def test_every_sample_stop_has_its_kind_and_a_number(sample_municipality: None) -> None:
    request_types = RequestType.objects.filter(code__in=stops.read())
    assert len(request_types) == len(stops.read())
    assert all(request_type.to_call and request_type.to_call.hotline for request_type in request_types)


def test_the_sample_municipality_has_its_box_its_synonyms_and_kinds_that_take_papers(
    sample_municipality: None,
) -> None:
    city = Municipality.current()
    assert (city.south, city.west, city.north, city.east) == (17.34, 102.72, 17.48, 102.87)
    assert SynonymRow.objects.count() > 10
    assert RequestType.objects.get(code="building_permit").accepts_pdf
    assert not RequestType.objects.get(code="road_damage").accepts_pdf


@pytest.mark.parametrize("edges", [{"south": 17.0}, {"south": 18, "north": 17, "west": 102, "east": 103}])
def test_edges_that_make_no_box_are_refused(edges: dict[str, float]) -> None:
    with pytest.raises(IntegrityError, match="municipality_edges_make_a_box"):
        Municipality.objects.create(code="city", name_th="ก", name_en="A", **edges)


def test_a_single_word_means_nothing_else() -> None:
    with pytest.raises(IntegrityError, match="synonyms_at_least_two"):
        SynonymRow.objects.create(words=["หมา"])
