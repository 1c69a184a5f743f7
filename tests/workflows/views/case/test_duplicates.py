"""Joining cases on their pages: whom it is offered, what the form refuses, where duplicates are seen."""

import pytest

from cases.actions import duplicates
from cases.intake.followers import add_follower
from cases.models import Case, Duplicate
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import text

pytestmark = pytest.mark.django_db
PLACE = {"latitude": "17.415000", "longitude": "102.787000"}


@pytest.fixture
def request_type(department, head, officer):
    return RequestTypeFactory(code="road_damage", department=department, needs_map=True)


@pytest.fixture
def main(request_type):
    return CaseFactory(
        request_type=request_type, in_progress=True, phone="+66811111111", email="a@citizen.example", **PLACE
    )


@pytest.fixture
def second(request_type):
    return CaseFactory(request_type=request_type, phone="+66822222222", email="b@citizen.example", **PLACE)


@pytest.fixture
def joined(main, second, head):
    return duplicates.mark_duplicate(second, of=main, by=head)


def test_the_head_joins_by_number(desk, main, second, head):
    seat = desk(head)
    response = seat.do(second, "mark_duplicate", number=main.number, reason="หลุมเดียวกัน")
    assert "waits for the result of its main case" in text(seat.get(response.url))
    assert Duplicate.objects.get().main == main


def test_the_head_joins_by_receipt_number(desk, main, second, head):
    desk(head).do(second, "mark_duplicate", number=main.receipt_number)
    assert Duplicate.objects.get().main == main


def test_a_case_of_the_same_kind_near_by_is_suggested(desk, main, second, head):
    seat = desk(head)
    page = seat.page("step", second.number, "mark_duplicate")
    assert list(page.context["page"].step.form.fields["suggested"].queryset) == [main]
    seat.do(second, "mark_duplicate", suggested=main.number)
    assert Duplicate.objects.get().main == main


def test_a_suggestion_that_has_ended_since_is_a_conflict(desk, main, second, head, request_type):
    ended = CaseFactory(request_type=request_type, resolved=True, **PLACE)
    response = desk(head).do(second, "mark_duplicate", suggested=ended.number, reason="เหมือนกัน")
    assert (response.status_code, "เหมือนกัน" in text(response)) == (409, True)


def test_an_invisible_case_is_answered_as_one_that_does_not_exist(desk, second, head):
    foreign = CaseFactory()
    answers = [
        desk(head).do(second, "mark_duplicate", number=number) for number in (foreign.number, "2569-99999")
    ]
    errors = [answer.context["page"].step.form.errors["number"] for answer in answers]
    assert errors[0] == errors[1]
    assert not Duplicate.objects.exists()


@pytest.mark.parametrize("typed", ["", "   ", "abc", "\x00", "๒๕๖๙", "9" * 40, "0/0"])
def test_a_number_that_is_none_is_said_beside_the_field(desk, second, head, typed):
    response = desk(head).do(second, "mark_duplicate", number=typed)
    assert (response.status_code, [*response.context["page"].step.form.errors]) == (200, ["number"])


def test_a_case_that_has_ended_is_refused_beside_the_field(desk, second, head, request_type):
    ended = CaseFactory(request_type=request_type, resolved=True)
    assert "has ended" in text(desk(head).do(second, "mark_duplicate", number=ended.number))


def test_a_second_click_is_told_so(desk, main, second, head):
    seat = desk(head)
    task = seat.page("case", second.number).context["page"].task.pk
    answers = [seat.do(second, "mark_duplicate", task=task, number=main.number) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]


def test_a_duplicate_offers_to_be_separated_and_a_note(desk, joined, head):
    page = desk(head).page("case", joined.number)
    assert [verb for verb, _ in page.context["page"].steps] == ["unmark_duplicate", "note"]
    assert page.context["page"].step is None


def test_a_duplicate_is_separated(desk, joined, head):
    assert desk(head).do(joined, "unmark_duplicate", reason="คนละหลุม").status_code == 302
    assert not Duplicate.objects.exists()


@pytest.mark.parametrize("verb", ["assign", "reject", "transfer", "mark_duplicate"])
def test_no_other_step_is_done_with_a_duplicate(desk, joined, head, officer, verb):
    assert desk(head).do(joined, verb, to=officer.pk, reason="x").status_code == 409


def test_both_pages_lead_to_each_other(desk, joined, main, head):
    seat = desk(head)
    assert f"/staff/cases/{main.number}/" in text(seat.page("case", joined.number))
    page = seat.page("case", main.number)
    assert page.context["page"].group == [joined]
    assert f"/staff/cases/{joined.number}/" in text(page)


def test_a_main_case_that_this_reader_may_not_open_is_no_link(desk, second, head, clerk):
    foreign = CaseFactory()
    duplicates.mark_duplicate(second, of=foreign, by=clerk)
    page = text(desk(head).page("case", second.number))
    assert foreign.number in page
    assert f"/staff/cases/{foreign.number}/" not in page


def test_followers_of_the_whole_group_are_counted_once(desk, joined, main, head):
    for case, email in (
        (main, "x@citizen.example"),
        (joined, "x@citizen.example"),
        (joined, "y@citizen.example"),
    ):
        add_follower(case, email=email, language="th")
    assert desk(head).page("case", main.number).context["page"].followers == 2


def test_who_writes_the_result_knows_how_many_read_it(desk, joined, main, officer):
    main_officer = Case.objects.get(pk=main.pk).officer
    page = text(desk(main_officer).page("step", main.number, "resolve"))
    assert "The same words and photos go to the citizen of 1 joined report." in page


@pytest.mark.parametrize(
    "query", [{"view": "assign"}, {"view": "late"}, {"view": "open"}, {"due": "late"}, {}]
)
def test_a_duplicate_is_in_no_list_of_work(desk, joined, head, query):
    Case.objects.filter(pk=joined.pk).update(due_on="2020-01-01")
    rows = desk(head).page("inbox", **query).context["page"].rows
    assert joined not in [row.case for row in rows]


@pytest.mark.parametrize(("group", "which"), [("joined", "joined"), ("main", "main")])
def test_a_filter_shows_them(desk, joined, main, head, group, which):
    rows = desk(head).page("inbox", view="open", group=group).context["page"].rows
    assert [row.case for row in rows] == [{"joined": joined, "main": main}[which]]


def test_the_list_names_the_main_case_instead_of_a_deadline(desk, joined, main, head):
    rows = desk(head).page("inbox", view="open", group="joined").context["page"].rows
    assert [(row.days_left, row.late) for row in rows] == [(f"with {main.number}", False)]


def test_a_number_finds_a_duplicate_all_the_same(desk, joined, head):
    assert desk(head).page("inbox", q=joined.number).url.endswith(f"/{joined.number}/")


def test_bulk_refuses_a_duplicate(desk, joined, head, officer):
    row = f"{joined.number}:{desk(head).page('case', joined.number).context['page'].task.pk}:0"
    response = desk(head).post("/en/staff/bulk/assign/", {"row": [row], "to": officer.pk})
    assert response.status_code == 409


def test_the_load_of_an_officer_leaves_duplicates_out(desk, request_type, main, head):
    case = CaseFactory(request_type=request_type, in_progress=True)
    duplicates.mark_duplicate(case, of=main, by=head)
    fresh = CaseFactory(request_type=request_type)
    assert "1 open, 0 late" in text(desk(head).page("case", fresh.number))


def test_a_main_case_with_company_takes_no_more_than_twenty_two_statements(
    desk, request_type, main, head, officer, django_assert_max_num_queries
):
    for _ in range(6):
        case = CaseFactory(request_type=request_type, phone="+66811111111", **PLACE)
        duplicates.mark_duplicate(case, of=main, by=head)
        CaseFactory(request_type=request_type, phone="+66811111111", **PLACE)
    main_officer = Case.objects.get(pk=main.pk).officer
    desk(officer).page("case", main.number)
    seat = desk(main_officer)
    for verb in ("mark_duplicate", "resolve"):
        with django_assert_max_num_queries(22):
            assert len(seat.page("step", main.number, verb).context["page"].group) == 6


def test_a_list_of_duplicates_takes_no_more_than_twelve_statements(
    desk, request_type, main, head, django_assert_max_num_queries
):
    for _ in range(5):
        duplicates.mark_duplicate(CaseFactory(request_type=request_type), of=main, by=head)
    seat = desk(head)
    with django_assert_max_num_queries(12):
        assert len(seat.page("inbox", view="open", group="joined").context["page"].rows) == 5
