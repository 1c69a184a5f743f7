"""Our performance, in figures: counted by hand here, from the cases as they are stored."""

import datetime
import uuid
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import Settings

from cases.lib.process_cache import forget
from cases.models import Case, Municipality, RequestType, Status
from cases.statistics.disclosure_control import Cell
from cases.statistics.public import Row, figures, usual_days
from tests.factories import (
    AreaFactory,
    CaseFactory,
    DistrictFactory,
    RequestTypeFactory,
    SubdistrictFactory,
)
from tests.servers import free_port

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=BANGKOK)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """In English, and with nothing remembered."""
    forget()
    with override("en"):
        yield
    forget()


@pytest.fixture
def request_type() -> RequestType:
    """A kind of request that anybody may read about."""
    return RequestTypeFactory(code="road_damage")


def day(month: int, number: int, year: int = 2026) -> datetime.datetime:
    """Noon of a day, here."""
    return datetime.datetime(year, month, number, 12, tzinfo=BANGKOK)


def cases(
    count: int,
    *,
    received: datetime.datetime,
    done_after: int | None = None,
    due_after: int = 10,
    model: Case | None = None,
    **changes: object,
) -> list[Case]:
    """So many stored cases like the model, received at that time; done and due so many days later."""
    model = model or CaseFactory(closed=done_after is not None, **changes)
    taken, values = Case.objects.count(), _columns(model)
    values |= {"received_at": received, "due_on": (received + due_after * DAY).astimezone(BANGKOK).date()}
    if done_after is not None:
        values |= {"resolved_at": received + done_after * DAY, "ended_at": received + done_after * DAY}
    copies = [_copy(values, 10_000 + taken + place) for place in range(count)]
    Case.objects.filter(pk=model.pk).update(received_at=NOW - 4000 * DAY, resolved_at=_long_ago(model))
    return Case.objects.bulk_create(copies)


def _columns(model: Case) -> dict[str, object]:
    left_out = {"id", "number", "running", "form_token", "process_id"}
    return {
        f.attname: getattr(model, f.attname) for f in Case._meta.concrete_fields if f.attname not in left_out
    }


def _copy(values: dict[str, object], running: int) -> Case:
    return Case(**values, running=running, number=f"2569-{running}", form_token=uuid.uuid4())


def _long_ago(model: Case) -> datetime.datetime | None:
    return NOW - 3990 * DAY if model.resolved_at else None


def months() -> dict[str, Row]:
    """The rows by month, as 2026-11."""
    return {f"{month:%Y-%m}": row for month, row in figures(now=NOW).months}


def test_there_are_twelve_months_the_last_is_this_one() -> None:
    found = list(months())
    assert (len(found), found[0], found[-1]) == (12, "2025-12", "2026-11")


def test_cases_count_in_the_month_of_their_receipt(request_type: RequestType) -> None:
    cases(3, received=day(9, 30), request_type=request_type)
    cases(2, received=day(10, 1), request_type=request_type)
    assert (months()["2026-09"].received, months()["2026-10"].received) == (3, 2)


def test_a_month_begins_at_midnight_here(request_type: RequestType) -> None:
    cases(1, received=datetime.datetime(2026, 9, 30, 17, 5, tzinfo=datetime.UTC), request_type=request_type)
    assert months()["2026-10"].received == 1


def test_what_is_older_than_twelve_months_is_left_out(request_type: RequestType) -> None:
    cases(2, received=day(11, 30, 2025), request_type=request_type)
    assert figures(now=NOW).total.received == 0


def test_restricted_kinds_are_left_out() -> None:
    cases(6, received=day(10, 1), request_type=RequestTypeFactory(code="corruption", restricted=True))
    found = figures(now=NOW)
    assert found.total.received == 0
    assert found.request_types == []


def test_done_by_the_due_date_is_on_time(request_type: RequestType) -> None:
    cases(3, received=day(9, 1), done_after=10, due_after=10, request_type=request_type)
    cases(1, received=day(9, 1), done_after=11, due_after=10, request_type=request_type)
    cases(1, received=day(9, 1), done_after=30, due_after=10, request_type=request_type)
    assert figures(now=NOW).total.share == 60


def test_a_case_that_is_late_now_is_not_on_time(request_type: RequestType) -> None:
    cases(4, received=day(9, 1), done_after=3, request_type=request_type)
    cases(4, received=day(9, 1), request_type=request_type)
    assert figures(now=NOW).total.share == 50


def test_a_case_whose_due_date_is_to_come_is_not_judged(request_type: RequestType) -> None:
    cases(5, received=day(11, 20), done_after=1, due_after=10, request_type=request_type)
    assert figures(now=NOW).total.judged == 0


@pytest.mark.parametrize("state", ["waiting", "rejected", "withdrawn"])
def test_what_waits_or_ended_without_a_result_is_not_judged(request_type: RequestType, state: str) -> None:
    model = CaseFactory(request_type=request_type, **{state: True})
    cases(5, received=day(9, 1), model=model)
    total = figures(now=NOW).total
    assert (total.received, total.judged) == (5, 0)


def test_the_median_is_in_calendar_days(request_type: RequestType) -> None:
    for days in (1, 2, 4, 5, 30, 31):
        cases(1, received=day(9, 1), done_after=days, request_type=request_type)
    assert figures(now=NOW).total.median == 4.5


def test_too_few_cases_have_neither_share_nor_median(request_type: RequestType) -> None:
    cases(4, received=day(9, 1), done_after=3, request_type=request_type)
    total = figures(now=NOW).total
    assert (total.finished, total.share, total.median) == (4, None, None)


def test_kinds_stand_by_number_the_most_first(request_type: RequestType) -> None:
    cases(1, received=day(9, 1), request_type=RequestTypeFactory(code="noise"))
    cases(2, received=day(9, 1), request_type=request_type)
    found = [(name.code, row.received) for name, row in figures(now=NOW).request_types]
    assert found == [("road_damage", 2), ("noise", 1)]


def test_the_figures_of_one_kind_are_its_own(request_type: RequestType) -> None:
    cases(3, received=day(9, 1), request_type=RequestTypeFactory(code="noise"))
    cases(2, received=day(9, 1), request_type=request_type)
    assert figures(request_type, now=NOW).total.received == 2


def test_one_kind_is_never_shown_by_area(request_type: RequestType) -> None:
    cases(30, received=day(9, 1), request_type=request_type)
    assert figures(request_type, now=NOW).areas == []


def area_counts() -> dict[str, Cell]:
    """The cells by the area's code."""
    return {name.code: cell for name, cell in figures(now=NOW).areas}


@pytest.fixture
def city() -> Municipality:
    """The municipality, in its own district."""
    return Municipality.objects.create(
        code="city", name_th="เทศบาล", name_en="City", district=DistrictFactory()
    )


def in_area(
    code: str, count: int, request_type: RequestType, *, received: datetime.datetime | None = None
) -> None:
    """So many cases of people who live in the subdistrict."""
    district = DistrictFactory(code=code[:4])
    area = SubdistrictFactory(code=code, district=district)
    cases(count, received=received or day(9, 1), request_type=request_type, subdistrict=area)


def test_areas_are_the_own_subdistricts_and_the_rest(city: Municipality, request_type: RequestType) -> None:
    in_area("410104", 7, request_type)
    in_area("410101", 12, request_type)
    in_area("410201", 3, request_type)
    in_area("410301", 3, request_type)
    assert area_counts() == {"410101": Cell(12), "410104": Cell(7), "": Cell(6)}


def test_where_the_town_has_areas_the_place_counts_and_not_the_address(
    city: Municipality, request_type: RequestType
) -> None:
    in_area("410104", 6, request_type)
    area = AreaFactory()
    cases(7, received=day(9, 1), request_type=request_type, area=area)
    found = figures(now=NOW)
    assert [(str(name), cell) for name, cell in found.areas] == [(str(area), Cell(7)), ("", Cell(6))]
    assert found.areas_are_of_places


def test_few_cases_of_an_area_are_not_told(city: Municipality, request_type: RequestType) -> None:
    in_area("410101", 12, request_type)
    in_area("410104", 2, request_type)
    in_area("410107", 30, request_type)
    assert area_counts() == {"410101": Cell(None), "410104": Cell(None, few=True), "410107": Cell(30)}


def test_areas_count_whole_months_only(city: Municipality, request_type: RequestType) -> None:
    in_area("410101", 8, request_type, received=day(11, 1))
    assert area_counts() == {}


def test_without_a_district_of_its_own_a_city_counts_by_district(request_type: RequestType) -> None:
    in_area("410101", 8, request_type)
    in_area("410104", 8, request_type)
    assert area_counts() == {"4101": Cell(16)}


def test_the_page_shows_tables_and_hides_its_drawings(client: Client, request_type: RequestType) -> None:
    cases(6, received=NOW, request_type=request_type)
    page = client.get(reverse("cases:figures")).content.decode()
    assert request_type.name in page
    assert page.count("<svg") == page.count('aria-hidden="true" focusable="false"') > 0


def test_the_page_says_fewer_than_five(client: Client, city: Municipality, request_type: RequestType) -> None:
    last_month = datetime.datetime.now(BANGKOK).replace(day=1) - 3 * DAY
    in_area("410101", 40, request_type, received=last_month)
    in_area("410104", 2, request_type, received=last_month)
    page = client.get(reverse("cases:figures")).content.decode()
    assert "fewer than 5" in page
    assert "<td>2</td>" not in page.split('id="by-area"')[1]


def test_the_page_of_an_empty_city_is_there(client: Client) -> None:
    assert client.get(reverse("cases:figures")).status_code == 200


def test_the_page_of_one_kind_names_it(client: Client, request_type: RequestType) -> None:
    page = client.get(reverse("cases:figures"), {"kind": request_type.code}).content.decode()
    assert f"Our performance: {request_type.name}" in page


@pytest.mark.parametrize("code", ["corruption", "no-such-kind", "corruption\x00"])
def test_a_restricted_kind_is_as_unknown_as_any(client: Client, code: str) -> None:
    RequestTypeFactory(code="corruption", restricted=True)
    assert client.get(reverse("cases:figures"), {"kind": code}).status_code == 404


def test_the_page_takes_few_statements_whatever_the_number(
    client: Client, request_type: RequestType, django_assert_max_num_queries
) -> None:
    cases(50, received=day(9, 1), done_after=3, request_type=request_type)
    with django_assert_max_num_queries(10):
        client.get(reverse("cases:figures"))


def test_a_second_reader_gets_the_same_figures_in_the_own_language(
    client: Client, request_type: RequestType
) -> None:
    client.get(reverse("cases:figures"))
    cases(6, received=NOW, request_type=request_type)
    with override("th"):
        page = client.get(reverse("cases:figures")).content.decode()
    assert request_type.name_th not in page
    forget()
    with override("th"):
        assert request_type.name_th in client.get(reverse("cases:figures")).content.decode()


def test_a_dead_redis_does_no_harm(client: Client, settings: Settings) -> None:
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    }
    assert client.get(reverse("cases:figures")).status_code == 200


def test_below_twenty_cases_nothing_is_said_about_days(request_type: RequestType) -> None:
    cases(19, received=day(9, 1), done_after=3, request_type=request_type)
    assert usual_days(request_type, now=NOW) is None


def test_eight_of_ten_took_no_longer(request_type: RequestType) -> None:
    model = CaseFactory(closed=True, request_type=request_type)
    for days in range(1, 21):
        cases(1, received=day(9, 1), done_after=days, model=model)
    assert usual_days(request_type, now=NOW) == 16


def test_the_same_day_counts_as_one(request_type: RequestType) -> None:
    cases(20, received=day(9, 1), done_after=0, request_type=request_type)
    assert usual_days(request_type, now=NOW) == 1


def test_what_was_done_more_than_a_year_ago_says_nothing(request_type: RequestType) -> None:
    cases(20, received=NOW - 369 * DAY, done_after=3, request_type=request_type)
    assert usual_days(request_type, now=NOW) is None


def test_reopened_cases_are_not_done(request_type: RequestType) -> None:
    cases(19, received=day(9, 1), done_after=3, request_type=request_type)
    cases(5, received=day(9, 1), request_type=request_type, assigned=True)
    assert Case.objects.filter(status=Status.ASSIGNED).count() == 5 + 1
    assert usual_days(request_type, now=NOW) is None


def test_restricted_kinds_say_nothing_about_days() -> None:
    secret = RequestTypeFactory(code="corruption", restricted=True)
    cases(20, received=day(9, 1), done_after=3, request_type=secret)
    assert usual_days(secret, now=NOW) is None


def test_the_pages_say_how_long_it_took_others(request_type: RequestType) -> None:
    cases(20, received=NOW - 30 * DAY, done_after=9, request_type=request_type)
    words = render_to_string("cases/partials/usual_days.html", {"request_type": request_type})
    assert "8 of 10 requests like this took up to 9 days" in words


def test_the_pages_say_nothing_where_nothing_is_known(request_type: RequestType) -> None:
    assert render_to_string("cases/partials/usual_days.html", {"request_type": request_type}).strip() == ""
