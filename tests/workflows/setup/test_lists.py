"""The small lists of the set-up: looked through, added to, changed, put in order, switched off, removed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission

from cases.models import (
    Category,
    Channel,
    Department,
    Doer,
    EscalationRule,
    ResultCode,
    SetupChange,
    StandardText,
    SynonymRow,
    Title,
    User,
)
from tests.cases.actions.test_last_of_office import waiting
from tests.factories import CaseFactory, CategoryFactory, RequestTypeFactory, TitleFactory, UserFactory
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.setup.lists.tables import LISTS

pytestmark = pytest.mark.django_db
NAMES = {"name_th": "ใหม่", "name_en": "Brand new"}


@pytest.fixture
def seat(desk: Seat, administrator: User) -> Desk:
    return desk(administrator)


@pytest.fixture
def root_seat(desk: Seat) -> Desk:
    return desk(UserFactory(username="root", is_staff=True, is_superuser=True))


def filled(seat: Desk, name: str, pk: int, **typed: Any) -> dict[str, Any]:
    """What the form of a row sends, with what was typed."""
    context = seat.page(f"setup_list_{name}_row", pk).context
    form = context["form"]
    values = {field.html_name: field.value() for field in form}
    kept = {key: value for key, value in values.items() if value is not None and value is not False}
    return kept | {"seen": context["sealed"]} | typed


def test_each_list_opens_takes_a_row_and_shows_it(seat: Desk, root_seat: Desk) -> None:
    typed: dict[str, dict[str, Any]] = {
        "categories": {"pictogram": "road"},
        "words": {"words": "brand new,shiny"},
        "texts": {"step": "note", "text_th": "ข้อความ"},
        "reminders": {"when": "late", "days": 3, "to": "head"},
        "roles": {"name": "Brand new"},
    }
    shown = {"words": "brand new, shiny", "reminders": "late by so many working days"}
    for one in LISTS:
        desk = root_seat if one.name == "roles" else seat
        assert desk.page(f"setup_list_{one.name}").status_code == 200, one.name
        data = NAMES | {"active": "on"} | typed.get(one.name, {})
        response = desk.post(address(f"setup_list_{one.name}_new"), data, follow=True)
        assert shown.get(one.name, "Brand new") in text(response), one.name
        row = one.model._default_manager.latest("pk")
        assert desk.page(f"setup_list_{one.name}_row", row.pk).status_code == 200, one.name
    assert {"cases.category", "auth.group"} <= set(SetupChange.objects.values_list("table", flat=True))


def test_the_rest_of_the_staff_and_a_missing_right_are_refused(
    desk: Seat, seat: Desk, head: User, root_seat: Desk
) -> None:
    """Roles are a superuser's, as in the admin."""
    for page in ("setup_list_titles", "setup_list_titles_new"):
        assert desk(head).page(page).status_code == 403
        assert desk(head).post(address(page), NAMES).status_code == 403
    assert not Title.objects.exists()
    assert [seat.page(f"setup_list_roles{page}").status_code for page in ("", "_new")] == [403, 403]
    assert seat.page("setup_list_titles_row", 1).status_code == 404
    group = Group.objects.create(name="Some")
    assert root_seat.page("setup_list_roles_row", group.pk).status_code == 200


def test_whoever_may_only_look_has_no_buttons(desk: Seat) -> None:
    looker = UserFactory(username="looker", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename__in=["set_up", "view_title"]))
    row = TitleFactory()
    seat = desk(User.objects.get(pk=looker.pk))
    page, form = text(seat.page("setup_list_titles")), text(seat.page("setup_list_titles_row", row.pk))
    assert ("New title" in page, 'name="off"' in page, ">Save<" in form) == (False, False, False)
    for name, data in (("", {"off": row.pk}), ("_new", NAMES)):
        assert seat.post(address(f"setup_list_titles{name}"), data).status_code == 403
    assert seat.post(address("setup_list_titles_row", row.pk), NAMES).status_code == 403


def test_a_row_that_makes_no_sense_keeps_what_was_typed(seat: Desk) -> None:
    """The rules are those of the models and of the admin's forms."""
    rule = {"when": "due_today", "days": 4, "to": "head", "active": "on"}
    page = text(seat.post(address("setup_list_reminders_new"), rule))
    assert ("0 where the case is due today" in page, 'value="4"' in page) == (True, True)
    words = text(seat.post(address("setup_list_words_new"), {"words": "alone"}))
    assert 'value="alone"' in words
    wrong = NAMES | {"step": "note", "text_th": "คุณ {unknown}"}
    assert "unknown" in text(seat.post(address("setup_list_texts_new"), wrong))
    assert (EscalationRule.objects.count(), SynonymRow.objects.count(), StandardText.objects.count()) == (
        0,
        0,
        0,
    )


def test_a_new_row_gets_a_code_of_its_own_and_comes_last(seat: Desk) -> None:
    CategoryFactory(code="brand-new", position=7)
    data = NAMES | {"pictogram": "road", "active": "on"}
    seat.post(address("setup_list_categories_new"), data)
    made = Category.objects.latest("pk")
    assert (made.code != "brand-new", made.code.startswith("brand-new"), made.position) == (True, True, 8)


def test_rows_are_moved_and_as_few_as_can_be_are_written(seat: Desk) -> None:
    rows = [Title.objects.create(code=code, name_th=code, name_en=code, position=0) for code in "abc"]

    def order() -> str:
        return "".join(Title.objects.filter(active=True).values_list("code", flat=True))

    seat.post(address("setup_list_titles"), {"down": rows[0].pk})
    assert order() == "bac"
    seat.post(address("setup_list_titles"), {"up": rows[2].pk})
    assert order() == "bca"
    written = SetupChange.objects.count()
    seat.post(address("setup_list_titles"), {"up": rows[2].pk})
    assert (order(), SetupChange.objects.count() - written) == ("cba", 2)
    for odd in (rows[2].pk, 0, "x", "9" * 30):
        seat.post(address("setup_list_titles"), {"up": odd})
    assert order() == "cba"


def test_a_row_is_switched_off_and_stands_apart(seat: Desk) -> None:
    row = TitleFactory(name_en="Sir")
    for _twice in range(2):
        seat.post(address("setup_list_titles"), {"off": row.pk})
    page = seat.page("setup_list_titles")
    assert [line.name_en for line, _cells in page.context["switched_off"]] == ["Sir"]
    assert page.context["in_use"] == []
    seat.post(address("setup_list_titles"), {"on": row.pk})
    assert Title.objects.get().active
    assert "has been removed" in text(seat.post(address("setup_list_titles"), {"on": 9999}, follow=True))


def test_a_list_is_searched_however_it_is_spelt(seat: Desk) -> None:
    for name in ("Roads", "Trees"):
        CategoryFactory(code=name.lower(), name_en=name)
    page = seat.page("setup_list_categories", q="ROAD")
    assert [row.name_en for row, _cells in page.context["in_use"]] == ["Roads"]
    assert 'name="up"' not in text(page)
    assert "Nothing in this list" in text(seat.page("setup_list_categories", q="zzz"))


def test_a_form_from_before_another_change_shows_both_and_stores_nothing(seat: Desk) -> None:
    row = CategoryFactory(name_en="Roads", name_th="ถนน", pictogram="road")
    stale = filled(seat, "categories", row.pk, name_en="Streets")
    Category.objects.update(name_th="ทาง", position=9)
    answer = seat.post(address("setup_list_categories_row", row.pk), stale)
    page = text(answer)
    assert (answer.status_code, "<del>ถนน</del>" in page, "ทาง" in page) == (409, True, True)
    assert 'value="Streets"' in page
    assert Category.objects.values_list("name_en", flat=True).get() == "Roads"
    again = stale | {"seen": answer.context["sealed"]}
    assert seat.post(address("setup_list_categories_row", row.pk), again).status_code == 302
    assert Category.objects.values_list("name_en", "position").get() == ("Streets", 9)


@pytest.mark.parametrize("seen", ["", "x:y:z"])
def test_a_form_without_its_seal_counts_as_stale(seat: Desk, seen: str) -> None:
    row = CategoryFactory(name_en="Roads")
    data = filled(seat, "categories", row.pk, name_en="Streets", seen=seen)
    assert seat.post(address("setup_list_categories_row", row.pk), data).status_code == 409
    assert Category.objects.get().name_en == "Roads"


def test_what_was_removed_meanwhile_is_stored_anew_if_wished(seat: Desk) -> None:
    row = SynonymRow.objects.create(words=["lamp", "light"])
    data = filled(seat, "words", row.pk, words="lamp,lantern")
    row_page = address("setup_list_words_row", row.pk)
    row.delete()
    answer = seat.post(row_page, data)
    assert (answer.status_code, 'value="lamp,lantern"' in text(answer)) == (409, True)
    assert f'action="{address("setup_list_words_new")}"' in text(answer)


def test_what_nothing_uses_is_removed_and_what_is_used_says_by_what(seat: Desk, root_seat: Desk) -> None:
    words = SynonymRow.objects.create(words=["lamp", "light"])
    seat.post(address("setup_list_words_row", words.pk), {"remove": "1"})
    assert not SynonymRow.objects.exists()
    UserFactory(username="second", group="clerk")
    clerks = Group.objects.get(name="clerk")
    said = root_seat.post(address("setup_list_roles_row", clerks.pk), {"remove": "1"})
    assert (said.status_code, "It is still used" in text(said)) == (409, True)
    assert [use.rpartition(": ")[2] for use in said.context["uses"]] == ["1"]
    empty = Group.objects.create(name="Empty")
    root_seat.post(address("setup_list_roles_row", empty.pk), {"remove": "1"})
    assert list(Group.objects.filter(name__in=["clerk", "Empty"])) == [clerks]


def test_what_old_cases_name_is_never_removed(seat: Desk, root_seat: Desk) -> None:
    kind = RequestTypeFactory()
    case = CaseFactory(request_type=kind)
    for desk in (seat, root_seat):
        page = text(desk.page("setup_list_categories_row", kind.category_id))
        assert ("Kinds of request: 1" in page, 'name="remove"' in page) == (True, False)
        for name, pk in (("categories", kind.category_id), ("channels", case.channel_id)):
            assert desk.post(address(f"setup_list_{name}_row", pk), {"remove": "1"}).status_code == 403
    assert (Category.objects.count(), Channel.objects.count()) == (1, 1)


def test_what_is_refused_when_it_is_stored_is_said_on_the_form(
    root_seat: Desk, clerk: User, department: Department, head: User, officer: User
) -> None:
    """The last clerk for whom a step waits keeps the office: the role keeps its rights."""
    waiting(department, head, officer, Doer.CLERK)
    group = Group.objects.get(name="clerk")
    data = filled(root_seat, "roles", group.pk, permissions=[])
    answer = root_seat.post(address("setup_list_roles_row", group.pk), data)
    assert (answer.status_code, "A step waits for the clerk" in text(answer)) == (409, True)
    assert group.permissions.exists()


def test_a_result_keeps_its_mark_when_it_is_switched_off(seat: Desk) -> None:
    row = ResultCode.objects.create(code="fixed", name_th="ก", name_en="Fixed", needs_photo=True)
    seat.post(address("setup_list_results"), {"off": row.pk})
    assert ResultCode.objects.values_list("needs_photo", "active").get() == (True, False)


def test_a_list_costs_the_same_however_long_it_is(
    seat: Desk, root_seat: Desk, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        StandardText.objects.create(
            code=f"t{number}", step="note", name_th="ก", name_en="A", text_th="ก", kind=RequestTypeFactory()
        )
    seat.page("setup_list_texts")
    with django_assert_max_num_queries(8):
        seat.page("setup_list_texts")
    root_seat.page("setup_list_roles")
    with django_assert_max_num_queries(9):
        root_seat.page("setup_list_roles")
