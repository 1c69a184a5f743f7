"""How many SQL statements a page costs, however much data there is, once the process knows the set-up."""

from typing import Any

import pytest
from django.test import Client

from cases import actions
from cases.models import Case, RequestType
from tests.cases.actions.test_stages import published, stage, step
from tests.cases.views.pages import address, at, last_page, page_of, write
from tests.cases.views.test_recovery import confirmed  # noqa: F401
from tests.factories import FiledFactory
from tests.people import Citizen
from tests.pictures import photo

pytestmark = pytest.mark.django_db


def test_filing_a_request_costs_at_most_12(
    client: Client, request_type: RequestType, django_assert_max_num_queries: Any
) -> None:
    for most in (20, 12):
        write(client, request_type)
        form = last_page(client, request_type)
        with django_assert_max_num_queries(most):
            assert client.post(address(request_type, "check"), form).status_code == 302


def test_filing_a_kind_with_a_plan_costs_no_more(
    client: Client, request_type: RequestType, django_assert_max_num_queries: Any
) -> None:
    published(request_type, stage("a", step("look")), stage("b", step("yes", kind="approve", doer="head")))
    for most in (34, 12):
        write(client, request_type)
        form = last_page(client, request_type)
        with django_assert_max_num_queries(most):
            assert client.post(address(request_type, "check"), form).status_code == 302
    assert Case.objects.latest("pk").plan_version is not None


def test_the_details_cost_at_most_5(
    client: Client, resolved: Citizen, django_assert_max_num_queries: Any
) -> None:
    actions.reopen(resolved.case, reason="ยังไม่เรียบร้อย", photos=[photo() for _ in range(5)])
    client.get(page_of(resolved.case))
    with django_assert_max_num_queries(5):
        assert client.get(page_of(resolved.case)).status_code == 200


def test_the_list_costs_at_most_8(
    confirmed: Client,  # noqa: F811
    request_type: RequestType,
    django_assert_max_num_queries: Any,
) -> None:
    for _ in range(8):
        FiledFactory(request_type=request_type)
    for path in ("/en/track/cases/", "/en/track/forgot/cases/"):
        confirmed.get(path)
        with django_assert_max_num_queries(8):
            assert confirmed.get(path).status_code == 200


def test_the_first_page_costs_at_most_2(
    client: Client, request_type: RequestType, django_assert_max_num_queries: Any
) -> None:
    client.get("/en/")
    with django_assert_max_num_queries(2):
        client.get("/en/")


@pytest.mark.parametrize("page", ["what", "where", "you", "check"])
def test_a_page_of_the_form_costs_at_most_3(
    client: Client, request_type: RequestType, page: str, django_assert_max_num_queries: Any
) -> None:
    at(client, request_type, page)
    client.get(address(request_type, page))
    with django_assert_max_num_queries(3):
        assert client.get(address(request_type, page)).status_code == 200
