"""The map's page: its numbers, the lists behind them, its files, its rights and its refusals."""

import csv
import datetime
import io
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Case, RequestType, SecurityEvent, User, WorkPlan
from cases.work_plans.document import Plan
from tests import planner
from tests.workflows.process_map.conftest import STAGES, Teller, parsed, published, stage, step
from tests.workflows.process_map.test_counting import recounted
from tests.workflows.views.conftest import Desk, Seat, text
from workflows.figures import board, sums
from workflows.process_map import reading
from workflows.process_map.event_log import case_hash
from workflows.process_map.places import Places

# Made before the transaction of the first test begins.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("others", "lives_made")]
PERSONAL = ["สมชาย", "81234567", "somchai@citizen.example", "99/1", "ถนนหน้าบ้าน"]
XES = "{http://www.xes-standard.org/}"


def whole(**more: Any) -> dict[str, Any]:
    """The address of a period in which everything happened."""
    today = timezone.localdate()
    since = today - datetime.timedelta(days=200)
    days = {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("since", since), ("until", today))
        for part in ("day", "month", "year")
    }
    return {"period": "dates", **days, **more}


def links(page: Any) -> list[str]:
    found = re.findall(r'href="(/en/staff/figures/map/cases/[^"]+)"', text(page))
    return sorted({link.replace("&amp;", "&") for link in found})


def listed(seat: Desk, link: str) -> list[str]:
    """The cases of all pages of a list."""
    numbers: list[str] = []
    while True:
        page = seat.get(link)
        assert page.status_code == 200
        numbers += [case.number for case in page.context.get("rows", ())]
        if not page.context["next"]:
            return numbers
        link = f"/en/staff/figures/map/cases/?{page.context['next']}"


@pytest.mark.parametrize("kind", ["", "tree", "road"])
def test_the_page_says_what_a_recount_says(desk: Seat, lives: list[Case], head: User, kind: str) -> None:
    sums.sum_up()
    chosen = RequestType.objects.filter(code=kind).first()
    own = [case for case in lives if chosen is None or case.request_type_id == chosen.pk]
    page = desk(head).page("map", **whole(request_type=chosen.pk if chosen else ""))
    wanted = recounted(own, staged=chosen is not None)
    found = {(edge.source.place, edge.target.place): edge.spent.count for edge in page.context["edges"]}
    assert found == {way: times.total() for way, times in wanted.items() if way[0]}
    standing = {node.place: node.standing.now for node in page.context["nodes"] if not node.is_end}
    assert sum(standing.values()) == sum(case.is_open for case in own)
    assert page.context["strange"] == []


def test_every_number_leads_to_as_many_cases(
    desk: Seat, lives: list[Case], head: User, tree: RequestType
) -> None:
    sums.sum_up()
    seat = desk(head)
    page = seat.page("map", **whole(request_type=tree.pk))
    nodes = {node.place: node for node in page.context["nodes"]}
    seen = 0
    for link in links(page):
        numbers = listed(seat, link)
        place = re.search(r"place=([\w.]+)", link)
        if place:
            standing = nodes[place[1]].standing
            assert len(numbers) == (standing.late if "late=1" in link else standing.now), link
        else:
            assert numbers, link
            assert len(numbers) == len({*numbers}), link
        seen += 1
    assert seen > 5


def test_a_way_lists_the_cases_that_went_it(
    desk: Seat, lives: list[Case], head: User, road: RequestType
) -> None:
    sums.sum_up()
    seat = desk(head)
    wanted = {
        case.number
        for case in lives
        if case.request_type_id == road.pk and ("assigned", "in_progress") in recounted([case], staged=True)
    }
    way = whole(request_type=road.pk, way="assigned>in_progress")
    assert {case.number for case in seat.page("map_cases", **way).context["rows"]} == wanted


def test_a_long_list_goes_on(desk: Seat, lives: list[Case], head: User, monkeypatch: Any) -> None:
    sums.sum_up()
    seat = desk(head)
    query = "&".join(f"{name}={value}" for name, value in whole(way="*>received").items())
    monkeypatch.setattr("workflows.views.process_map.PAGE", 5)
    numbers = listed(seat, f"/en/staff/figures/map/cases/?{query}")
    assert numbers == sorted((case.number for case in lives), reverse=True)


def test_stages_of_the_same_name_are_one_place(
    desk: Seat, teller: Teller, head: User, tree: RequestType, plan: WorkPlan
) -> None:
    teller.life(tree, steps=2)
    published(plan, stage("first", step("first")), *STAGES)
    teller.life(tree, steps=2)
    sums.sum_up()
    page = desk(head).page("map", **whole(request_type=tree.pk))
    names = [node.name for node in page.context["nodes"]]
    assert len(names) == len({*names})
    assert "Stage look" in names


def test_a_stage_that_was_moved_and_renamed_is_one_place_and_its_heir_is_not() -> None:
    """Its key says so; a new stage in its place, or of its old name, is another one."""
    look, cut = {"key": "a", "name_th": "ดู"}, {"key": "b", "name_th": "ตัด"}
    before = Plan.from_json({"stages": [look, cut]})
    after = Plan.from_json({"stages": [cut, {"key": "c", "name_th": "ดู"}, {"key": "a", "name_th": "สำรวจ"}]})
    places = Places(current=2, plans={1: before, 2: after})
    assert [places.same("1.1"), places.same("1.2")] == ["2.3", "2.1"]
    assert places.parts("2.2") == ["2.2"]


def test_slow_places_say_so_in_words(desk: Seat, lives: list[Case], head: User, road: RequestType) -> None:
    RequestType.objects.filter(pk=road.pk).update(target_working_days=1)
    sums.sum_up()
    page = desk(head).page("map", **whole(request_type=road.pk))
    (node,) = (node for node in page.context["nodes"] if node.place == "in_progress")
    assert (node.target, node.spent.median > 1) == (1, node.pace == "slow")
    assert str(node.pace_words) in text(page)


def test_the_page_costs_few_statements(
    desk: Seat, lives: list[Case], head: User, tree: RequestType, django_assert_max_num_queries: Any
) -> None:
    sums.sum_up()
    seat = desk(head)
    for kind in ("", tree.pk):
        with django_assert_max_num_queries(15):
            seat.page("map", **whole(request_type=kind, department=tree.department_id))


def test_what_stands_where_is_counted_in_an_index_alone(
    lives: list[Case], head: User, executive: User, tree: RequestType
) -> None:
    """For a head and for an executive: no row of a case is read."""
    with connection.cursor() as cursor:
        # Of so few rows any index is as good as another: here each page of rows costs as if there were many.
        cursor.execute("SET LOCAL enable_bitmapscan = off; SET LOCAL random_page_cost = 1000")
        cursor.execute("REINDEX TABLE cases_case; ANALYZE cases_case")
        # As if they had been vacuumed: rows that are not would be fetched.
        cursor.execute("UPDATE pg_class SET relallvisible = relpages WHERE relname = 'cases_case'")
    for reader in (head, executive):
        cases = board.readable(reader).filter(request_type__restricted=False, request_type=tree)
        found = planner.plan(reading.where_now(cases, timezone.localdate(), staged=True))
        scans = [line.strip(" ->") for line in found.splitlines() if "cases_case" in line and "Scan" in line]
        assert scans
        assert all(line.startswith("Index Only Scan using case_open_") for line in scans), found


def test_the_page_has_no_script_and_no_style_of_its_own(desk: Seat, lives: list[Case], head: User) -> None:
    sums.sum_up()
    drawn = re.search(r"<svg width.*?</svg>", text(desk(head).page("map", **whole())), re.DOTALL)
    assert drawn is not None
    assert not re.search(r"style=|<script|\son\w+=", drawn[0])
    parsed(drawn[0].replace("&nbsp;", " "))


def test_before_the_first_sums_what_stands_where_is_shown(desk: Seat, lives: list[Case], head: User) -> None:
    page = desk(head).page("map")
    assert "being counted" in text(page)
    assert sum(node.standing.now for node in page.context["nodes"]) == sum(case.is_open for case in lives)


def test_another_department_sees_nothing_of_it(desk: Seat, lives: list[Case], stranger: User) -> None:
    sums.sum_up()
    page = desk(stranger).page("map", **whole())
    assert page.context["edges"] == []
    assert {node.standing.now for node in page.context["nodes"]} == {0}


def test_the_executive_sees_all(desk: Seat, lives: list[Case], executive: User) -> None:
    sums.sum_up()
    page = desk(executive).page("map", **whole())
    assert sum(edge.spent.count for edge in page.context["edges"]) > len(lives)


@pytest.mark.parametrize("name", ["map", "map_cases", "map_table", "map_xes"])
def test_officers_see_no_map(desk: Seat, officer: User, name: str) -> None:
    assert desk(officer).page(name).status_code == 403


def test_a_period_that_makes_no_sense_is_kept_and_explained(desk: Seat, head: User) -> None:
    query = whole(until_year=1999)
    page = desk(head).page("map", **query)
    assert page.context["missing"]
    assert page.context["form"]["since"].value() is not None
    assert "drawing" not in page.context
    assert f'value="{query["since_day"]}" selected' in text(page)
    assert desk(head).page("map_xes", **query).status_code == 404


@pytest.mark.parametrize(
    "query", [{"request_type": "0"}, {"department": "x"}, {"period": "m1"}, {"by": "area"}]
)
def test_what_is_not_on_offer_is_named(desk: Seat, head: User, query: dict[str, str]) -> None:
    page = desk(head).page("map", **query)
    assert (page.status_code, len(page.context["missing"])) == (200, 1)


@pytest.mark.parametrize(
    "query", [{}, {"place": "x"}, {"place": "1.99999999999"}, {"way": "received"}, {"way": "a>b"}]
)
def test_a_list_of_nothing_is_not_there(desk: Seat, head: User, query: dict[str, str]) -> None:
    assert desk(head).page("map_cases", **query).status_code == 404


def test_a_restricted_kind_is_not_on_offer(
    desk: Seat, lives: list[Case], head: User, tree: RequestType
) -> None:
    RequestType.objects.filter(pk=tree.pk).update(restricted=True)
    sums.sum_up()
    assert desk(head).page("map", request_type=tree.pk).context["missing"]
    page = desk(head).page("map", **whole())
    left = [case for case in lives if case.request_type_id != tree.pk]
    assert sum(node.standing.now for node in page.context["nodes"]) == sum(case.is_open for case in left)


def sent(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_the_log_as_xes_has_every_place_of_every_case(
    desk: Seat, lives: list[Case], head: User, road: RequestType
) -> None:
    log = parsed(sent(desk(head).page("map_xes", **whole(request_type=road.pk))))
    own = [case for case in lives if case.request_type_id == road.pk]
    traces = {_value(trace, "concept:name"): trace for trace in log.iter(f"{XES}trace")}
    assert {*traces} == {case_hash(case.number) for case in own}
    for case in own:
        events = traces[case_hash(case.number)].findall(f"{XES}event")
        moves = recounted([case], staged=True)
        assert len(events) == sum(times.total() for times in moves.values())
        times = [_value(event, "time:timestamp") for event in events]
        assert times == sorted(times)
        assert {_value(event, "org:group") for event in events} == {"Bureau of Public Works"}


def _value(of: ElementTree.Element, key: str) -> str:
    (found,) = (one.attrib["value"] for one in of if one.attrib.get("key") == key)
    return found


def test_the_log_as_csv_says_the_same(desk: Seat, lives: list[Case], head: User, tree: RequestType) -> None:
    query = whole(request_type=tree.pk)
    rows = list(csv.DictReader(io.StringIO(sent(desk(head).page("map_table", **query)))))
    log = parsed(sent(desk(head).page("map_xes", **query)))
    events = [_value(event, "concept:name") for event in log.iter(f"{XES}event")]
    assert [row["Place in the process"] for row in rows] == events
    assert "Stage look" in events


@pytest.mark.parametrize("name", ["map_table", "map_xes"])
def test_no_file_tells_who_asked(desk: Seat, lives: list[Case], head: User, name: str) -> None:
    content = sent(desk(head).page(name, **whole()))
    assert [words for words in (*PERSONAL, head.last_name, lives[0].number) if words in content] == []


@pytest.mark.parametrize("name", ["map_table", "map_xes"])
def test_who_takes_a_log_along_is_written_down(desk: Seat, lives: list[Case], head: User, name: str) -> None:
    sent(desk(head).page(name))
    event = SecurityEvent.objects.latest("pk")
    assert (event.kind, event.by, event.subject.split(".")[0]) == ("list_exported", head, "event-log")


def test_the_reader_sees_the_cases_of_strange_ways(
    desk: Seat, teller: Teller, road: RequestType, head: User
) -> None:
    case = teller.life(road, steps=0)
    odd = {"kind": "closed", "from_status": "received", "to_status": "closed", "actor": "system"}
    case.events.create(at=timezone.now(), department=case.department, **odd)
    sums.sum_up()
    (way,) = desk(head).page("map").context["strange"]
    assert (way.source, way.target, way.count, way.cases) == ("Received", "Closed", 1, [case.number])
