"""What placeholders become for one case: filled in once, and none tells who asks."""

from django.utils.translation import override

from cases.models import Case, Municipality
from cases.placeholders import IN_TEXTS, filled
from tests.factories import ExternalAgencyFactory, RequestTypeFactory
from workflows.steps.standard_texts import values_of

OFFICE = Municipality(code="x", name_th="เทศบาลตัวอย่าง", name_en="Sample City", phone="042 000 000")


def test_every_placeholder_of_a_text_has_a_value(case: Case) -> None:
    assert set(values_of(case, OFFICE)) == set(IN_TEXTS)


def test_they_are_in_the_active_language(case: Case) -> None:
    with override("th"):
        assert filled("{department} {office}", values_of(case, OFFICE)) == "สำนักช่าง เทศบาลตัวอย่าง"
    with override("en"):
        assert filled("{department}", values_of(case, OFFICE)) == "Bureau of Public Works"


def test_what_is_filled_in_is_not_read_again(case: Case) -> None:
    case.place = "{phone} {{ 7|add:7 }} {% debug %}"
    assert filled("{place}!", values_of(case, OFFICE)) == "{phone} {{ 7|add:7 }} {% debug %}!"


def test_a_case_without_place_or_officer_still_makes_a_sentence(case: Case) -> None:
    case.place = ""
    with override("en"):
        text = filled("{place} / {officer} / {agency}", values_of(case, OFFICE))
    assert text == "the place that you told us of / Bureau of Public Works / the agency in charge"


def test_the_agency_is_that_of_the_kind(case: Case) -> None:
    case.request_type = RequestTypeFactory(agency=ExternalAgencyFactory(hotline="1129"))
    assert filled("{hotline}", values_of(case, OFFICE)) == "1129"


def test_nothing_about_the_person_can_be_filled_in(case: Case) -> None:
    said = " ".join(str(value) for value in values_of(case, OFFICE).values())
    for private in (case.first_name, case.last_name, case.email, "812345678", case.house_no):
        assert private not in said
