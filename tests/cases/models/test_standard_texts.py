"""Standard texts: which fit a case, what may be saved, and those that come with the product."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cases.models import RequestType, StandardText
from cases.placeholders import IN_TEXTS, names_in
from cases.reference import texts
from tests.factories import CategoryFactory, DepartmentFactory, RequestTypeFactory, StandardTextFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type() -> RequestType:
    return RequestTypeFactory(category=CategoryFactory(code="roads"))


def fits(of: RequestType, at: str = "ask", **fields: object) -> bool:
    text = StandardTextFactory(**fields)
    return text in StandardText.fitting(at, request_type=of, department=of.department_id)


def test_a_text_for_everything_fits(request_type: RequestType) -> None:
    assert fits(request_type)


def test_a_text_fits_its_step_its_kind_its_category_and_its_department(request_type: RequestType) -> None:
    assert not fits(request_type, at="resolve")
    assert fits(request_type, kind=request_type)
    assert not fits(request_type, kind=RequestTypeFactory())
    assert fits(request_type, category=request_type.category)
    assert not fits(request_type, category=CategoryFactory(code="trees"))
    assert fits(request_type, department=request_type.department)
    assert not fits(request_type, department=DepartmentFactory())


def test_a_text_out_of_use_fits_nothing(request_type: RequestType) -> None:
    assert not fits(request_type, active=False)


def test_a_text_cannot_be_for_a_kind_and_a_category(request_type: RequestType) -> None:
    with pytest.raises(IntegrityError):
        StandardTextFactory(kind=request_type, category=request_type.category)


def test_a_wrong_placeholder_is_told_at_its_own_field() -> None:
    text = StandardTextFactory.build(text_th="{nummer}", text_en="{number}")
    with pytest.raises(ValidationError) as caught:
        text.clean()
    assert list(caught.value.message_dict) == ["text_th"]


def test_those_of_the_product_arrive_once_and_stay_as_they_were_changed(sample_municipality: None) -> None:
    StandardText.objects.filter(code="ask_photo").update(text_th="รูปถ่ายด้วยครับ", active=False)
    assert texts.load() == 0
    assert StandardText.objects.count() == len(texts.read()) >= 12
    assert StandardText.objects.get(code="ask_photo").text_th == "รูปถ่ายด้วยครับ"


def test_those_of_the_product_name_things_that_exist(sample_municipality: None) -> None:
    for row in texts.read():
        text = StandardText.objects.get(code=row["code"])
        text.full_clean()
        assert (text.kind.code if text.kind else "") == row.get("request_type", "")
        assert (text.category.code if text.category else "") == row.get("category", "")
        assert names_in(text.text_th) == [] or set(names_in(text.text_th)) <= set(IN_TEXTS)
