"""The pages of the file and of the change log."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.change_log.journal import journal
from cases.models import Category, Department, Membership, SetupChange, User
from tests.factories import (
    CategoryFactory,
    DepartmentFactory,
    HeadFactory,
    RequestTypeFactory,
    UserFactory,
)
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
HEAD = "rap_rueang_setup: 1\n"


def chosen(desk: Seat, user: User, content: str | bytes) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return desk(user).post(address("setup_file"), {"file": SimpleUploadedFile("set-up.yaml", data)})


def test_an_export_comes_back_as_no_change(desk: Seat, administrator: User) -> None:
    RequestTypeFactory()
    response = desk(administrator).page("setup_export")
    assert "attachment" in response["Content-Disposition"]
    assert "already as the file says" in text(chosen(desk, administrator, response.content))


def test_an_import_is_looked_at_and_then_made(desk: Seat, administrator: User) -> None:
    DepartmentFactory(code="ENG", name_en="Works")
    text_of = desk(administrator).page("setup_export").content.decode()
    look = chosen(desk, administrator, text_of.replace("name_en: Works", "name_en: Public works"))
    assert ("<del>Works</del>" in text(look), "Public works" in text(look)) == (True, True)
    assert Department.objects.get().name_en == "Works"
    done = desk(administrator).post(address("setup_file"), {"confirmed": look.context["sealed"]})
    assert done["Location"] == address("setup_changes")
    assert Department.objects.get().name_en == "Public works"
    assert SetupChange.objects.get().via == "import"


def test_what_was_changed_in_the_meantime_is_looked_at_again(desk: Seat, administrator: User) -> None:
    CategoryFactory(code="roads", name_en="Roads")
    text_of = desk(administrator).page("setup_export").content.decode()
    look = chosen(desk, administrator, text_of.replace("name_en: Roads", "name_en: Streets"))
    Category.objects.update(name_en="Ways")
    again = desk(administrator).post(address("setup_file"), {"confirmed": look.context["sealed"]})
    assert "was changed in the meantime" in text(again)
    assert Category.objects.get().name_en == "Ways"


@pytest.mark.parametrize("sealed", ["", "x", "a:b:c"])
def test_a_confirmation_that_is_not_ours_does_nothing(desk: Seat, administrator: User, sealed: str) -> None:
    response = desk(administrator).post(address("setup_file"), {"confirmed": sealed})
    assert response["Location"] == address("setup_file")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (f"{HEAD}cases.unicorn: []\n", "Line 2, cases.unicorn"),
        (b"\xff\xfe\x00", "no text"),
        (b"", "empty"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        ("[" * 5000, "nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    desk: Seat, administrator: User, content: str | bytes, said: str
) -> None:
    response = chosen(desk, administrator, content)
    assert (response.status_code, said in text(response)) == (200, True)


def log(desk: Seat, user: User, **query: Any) -> list[tuple[str, str]]:
    rows = desk(user).page("setup_changes", **query).context["rows"]
    return [(line.table, line.get_action_display()) for line, _what, _words in rows]


@pytest.fixture
def changed(administrator: User) -> User:
    """Another administrator, who has changed something."""
    other = UserFactory(username="other", first_name="Malee")
    with journal(lambda: administrator):
        DepartmentFactory(code="ENG", name_en="Works")
    with journal(lambda: other):
        request_type = RequestTypeFactory(code="road", target_working_days=7)
        request_type.target_working_days = 5
        request_type.save()
    return other


def test_the_log_is_filtered_by_what_and_by_whom(desk: Seat, administrator: User, changed: User) -> None:
    assert log(desk, administrator, table="cases.department", by=administrator.pk) == [
        ("cases.department", "Added")
    ]
    assert ("cases.requesttype", "Added") in log(desk, administrator, by=changed.pk)
    assert log(desk, administrator, table="cases.holiday") == []


def test_the_log_is_filtered_by_the_day(desk: Seat, administrator: User, changed: User) -> None:
    early = {"until_day": 1, "until_month": 1, "until_year": 2020}
    assert log(desk, administrator, **early) == []
    assert log(desk, administrator, since_day=1, since_month=1, since_year=2020)


def test_what_one_press_did_to_a_row_is_one_line(desk: Seat, administrator: User, changed: User) -> None:
    found = [action for table, action in log(desk, administrator) if table == "cases.requesttype"]
    assert found == ["Added"]


def test_the_log_speaks_the_readers_language(desk: Seat, administrator: User) -> None:
    request_type = RequestTypeFactory(
        department=DepartmentFactory(code="ENG", name_en="Works"), restricted=False
    )
    with journal(lambda: administrator):
        request_type.department, request_type.restricted = (
            DepartmentFactory(code="PHE", name_en="Health"),
            True,
        )
        request_type.save()
    page = text(desk(administrator).page("setup_changes", table="cases.requesttype"))
    for word in ("Kind of request", "Works (ENG)", "Health (PHE)", "<del>No</del>"):
        assert word in page


def test_earlier_changes_are_a_page_further(desk: Seat, administrator: User) -> None:
    for _ in range(51):
        with journal(lambda: administrator):
            DepartmentFactory()
    page = desk(administrator).page("setup_changes")
    assert len(page.context["rows"]) == 50
    assert len(desk(administrator).get(address("setup_changes") + page.context["older"]).context["rows"]) == 1


@pytest.mark.parametrize("query", [{"before": "x"}, {"by": "x"}, {"table": "x"}, {"since_day": "31"}])
def test_a_filter_that_makes_no_sense_does_not_break(
    desk: Seat, administrator: User, query: dict[str, str]
) -> None:
    assert desk(administrator).page("setup_changes", **query).status_code == 200


def test_the_log_costs_few_statements(
    desk: Seat, administrator: User, changed: User, django_assert_max_num_queries: Any
) -> None:
    seat = desk(administrator)
    seat.page("setup_changes")
    with django_assert_max_num_queries(15):
        seat.page("setup_changes")


def test_an_import_asks_before_something_is_left_to_nobody(desk: Seat, administrator: User) -> None:
    """A department in use without a head: named in the look, and made only with the tick."""
    DepartmentFactory(code="OLD", name_en="Old office", active=False)
    exported = desk(administrator).page("setup_export").content.decode()
    file = exported.replace("active: false", "active: true")
    look = chosen(desk, administrator, file)
    assert look.context["left"] == ["Old office has no head: nobody gets its new cases."]
    sealed = look.context["sealed"]
    asked = desk(administrator).post(address("setup_file"), {"confirmed": sealed})
    assert "Set the tick" in text(asked)
    assert not Department.objects.get().active
    desk(administrator).post(address("setup_file"), {"confirmed": sealed, "left": "1"})
    assert Department.objects.get().active
    # What was so before is not asked about again, whatever it is called now.
    other = exported.replace("active: false", "active: true").replace("Old office", "New office")
    assert chosen(desk, administrator, other).context["left"] == []
    same = exported.replace("active: false", "active: true").replace("position: 0", "position: 3")
    assert chosen(desk, administrator, same).context["left"] == []


def test_what_is_left_more_than_was_looked_at_is_looked_at_again(desk: Seat, administrator: User) -> None:
    """The tick is for what was named, not for what came up since."""
    DepartmentFactory(code="OLD", name_en="Old office", active=False)
    HeadFactory(department__code="LED", department__name_en="Led office", department__active=False)
    exported = desk(administrator).page("setup_export").content.decode()
    look = chosen(desk, administrator, exported.replace("active: false", "active: true"))
    assert len(look.context["left"]) == 1
    Membership.objects.update(role="officer")
    again = desk(administrator).post(
        address("setup_file"), {"confirmed": look.context["sealed"], "left": "1"}
    )
    assert "was changed in the meantime" in text(again)
    assert len(again.context["left"]) == 2
    assert not Department.objects.filter(active=True).exists()
