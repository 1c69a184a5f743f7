"""The set-up as a file: out, and in again; all or nothing, every mistake with its line."""

import datetime
import itertools
import json
import re
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.change_log.tables import all_tables
from cases.models import (
    Department,
    Holiday,
    Municipality,
    PlanVersion,
    Question,
    QuestionSet,
    RequestType,
    RoutingRule,
    SetupChange,
    SynonymRow,
    Unit,
    User,
)
from cases.setup import files, safe_yaml
from cases.setup.imports import bring_in, rehearse
from cases.setup.safe_yaml import Unreadable
from tests.factories import DepartmentFactory, UserFactory
from tests.thorough import so_many

pytestmark = pytest.mark.django_db


def empty() -> None:
    """Take all of the set-up away, published plans too."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL raprueang.retention_job = 'test'")
    RequestType.objects.update(work_plan=None)
    PlanVersion.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL raprueang.retention_job = ''")
    for model in (RoutingRule, Holiday, SynonymRow, Question, QuestionSet, RequestType, Unit, Municipality):
        model.objects.all().delete()
    for table in reversed(all_tables()):
        if table.exported:
            table.model._base_manager.all().delete()


def without_head(text: str) -> str:
    return text.split("\n", 1)[1]


def test_importing_an_export_changes_nothing(town: str) -> None:
    assert bring_in(town, by=None) == []
    assert without_head(files.written()) == without_head(town)


def test_an_export_makes_an_empty_installation_the_same(town: str) -> None:
    empty()
    assert without_head(files.written()) != without_head(town)
    bring_in(town, by=None)
    assert without_head(files.written()) == without_head(town)
    assert bring_in(town, by=None) == []


def test_a_rehearsal_says_what_would_change_and_changes_nothing(town: str, administrator: User) -> None:
    text = town.replace("Constitution Day", "Day of the Constitution")
    [line] = rehearse(text, by=administrator).lines
    assert line.fields == {"name_en": ["Constitution Day", "Day of the Constitution"]}
    assert Holiday.objects.get().name_en == "Constitution Day"
    assert not SetupChange.objects.exists()


def test_the_import_writes_what_the_rehearsal_said(town: str, administrator: User) -> None:
    bring_in(town.replace("Constitution Day", "Day of the Constitution"), by=administrator)
    [line] = SetupChange.objects.all()
    assert (line.table, line.by, line.via) == ("cases.holiday", administrator, "import")


def test_what_the_file_lacks_is_deleted_or_taken_out_of_use(town: str) -> None:
    head = town[: town.index("cases.department:")]
    # Nothing is left in the departments that would need a successor.
    for model in (RequestType, Unit, RoutingRule):
        model.objects.update(active=False)
    bring_in(f"{head}cases.department: []\ncases.holiday: []\n", by=None)
    assert not Holiday.objects.exists()
    assert not Department.objects.filter(active=True).exists()
    assert Department.objects.exists()


def test_tables_that_the_file_lacks_stay(town: str) -> None:
    bring_in("rap_rueang_setup: 1\n", by=None)
    assert without_head(files.written()) == without_head(town)


def wrong(text: str, by: User | None = None) -> list[tuple[int, str]]:
    with pytest.raises(Unreadable) as caught, override("en"):
        bring_in(text, by=by)
    return [(one.line, one.text) for one in caught.value.problems]


HEAD = "rap_rueang_setup: 1\n"
DEPARTMENT = "cases.department:\n- code: NEW\n  name_th: กอง\n  name_en: Office\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("x: [", 1, "YAML"),
        ("- a\n- b\n", 1, "YAML"),
        ("", 1, "YAML"),
        ("cases.holiday: []\n", 1, "rap_rueang_setup: 2"),
        (f"{HEAD}cases.unicorn: []\n", 2, "no such part"),
        (f"{HEAD}cases.user: []\n", 2, "no such part"),
        (f"{HEAD}cases.holiday: 5\n", 2, "list of rows"),
        (f"{HEAD}cases.holiday:\n- 5\n", 3, "Fields with their values"),
        (f"{HEAD}cases.holiday:\n- day: 2026-12-10\n  day: 2026-12-11\n", 4, "twice"),
        (f"{HEAD}cases.holiday:\n- day: 2026-12-10\n- day: 2026-12-10\n", 4, "twice"),
        (f"{HEAD}cases.holiday:\n- name_th: x\n", 3, "missing"),
        (f"{HEAD}cases.holiday:\n- day: 2026-02-30\n", 3, "date"),
        (f"{HEAD}cases.holiday:\n- day: 2026-12-10\n  colour: red\n", 4, "colour"),
        (f"{HEAD}cases.holiday:\n- day: 2026-12-10\n  name_th: [a]\n", 4, "One value"),
        (
            f"{HEAD}{DEPARTMENT}cases.unit:\n- code: U\n  name_th: x\n  name_en: x\n  department: OLD\n",
            10,
            "OLD",
        ),
        (f"{HEAD}a: &x [1]\nb: *x\n", 2, "References"),
        (f"{HEAD}cases.questionset:\n- request_type: none\n  questions: []\n", 3, "no such kind"),
        (f"{HEAD}cases.planversion:\n- plan: none\n  stages: []\n", 3, "no such work plan"),
        (f"{HEAD}cases.planversion:\n- plan: none\n", 3, "A plan and its stages"),
        (f"{HEAD}b: *x\n", 2, "References"),
        (f"{HEAD}a: !!python/object/apply:os.system [ls]\n", 2, "Tags"),
        (f"{HEAD}a: !!int abc\n", 2, "Tags"),
        (f"{HEAD}a: !abc x\n", 2, "Tags"),
        (f"{HEAD}a: ! x\n", 2, "Tags"),
        (f"{HEAD}? [a, b]\n: 5\n", 2, "name of a field"),
        (f"{HEAD}cases.holiday:\n- {{[a]: b}}\n", 3, "name of a field"),
        (f"{HEAD}cases.holiday: []\ncases.holiday: []\n", 3, "twice"),
        (f"{HEAD}cases.holiday:\n- <<: {{day: 2026-12-10}}\n  day: 2026-12-11\n", 3, "<<"),
        (f'{HEAD}cases.holiday:\n- day: "2026\\0"\n', 3, "cannot be stored"),
        (f'{HEAD}cases.holiday:\n- day: "\\ud800"\n', 3, "YAML"),
        (f"{HEAD}a: \ud800\n", 2, "cannot be stored"),
        (f'{HEAD}a: "\\a"\n', 2, "cannot be stored"),
        (f'{HEAD}a: "\\e[2J"\n', 2, "cannot be stored"),
        (f'{HEAD}a: "\\x7f"\n', 2, "cannot be stored"),
        (f'{HEAD}a: "\\uffff"\n', 2, "cannot be stored"),
        (f"{HEAD}'': 1\n", 2, "no name of a field"),
        (f"{HEAD}<<: {{a: b}}\n", 2, "no name of a field"),
        (f"{HEAD}a: x\0y\n", 2, "cannot be stored"),
        (f"{HEAD}---\na: 1\n", 2, "second document"),
        (f"{HEAD}a: {'[' * 13}{']' * 13}\n", 2, "deeply"),
        (f"{HEAD}cases.holiday:\n- {'- ' * 13}x\n", 3, "deeply"),
        (f"{HEAD}{DEPARTMENT}  position: {'9' * 40}\n", 6, "less than"),
        (f"{HEAD}{DEPARTMENT}  position: 99999999\n", 6, "less than"),
        (f"{HEAD}cases.holiday:\n- day: 2569-02-29\n", 3, "date"),
    ],
)
def test_a_mistake_is_named_with_its_line(db: None, text: str, line: int, said: str) -> None:
    [(found, words)] = wrong(text)
    assert (found, said in words) == (line, True), words


def test_two_megabytes_of_flat_fields_are_refused_while_they_are_read(db: None, monkeypatch: Any) -> None:
    taken, take = [], safe_yaml.Builder.take

    def counted(self: safe_yaml.Builder, event: Any) -> None:
        taken.append(event)
        take(self, event)

    monkeypatch.setattr(safe_yaml.Builder, "take", counted)
    flat = HEAD + "".join(f"k{number}: v\n" for number in range(180_000))
    [(line, said)] = wrong(flat)
    assert (line, "too many" in said) == (safe_yaml.MOST_NODES // 2, True)
    assert len(taken) < safe_yaml.MOST_NODES + 10


def test_more_than_two_megabytes_are_not_read_at_all(db: None) -> None:
    assert "2 MB" in wrong(HEAD + "# " + "ก" * 700_000)[0][1]


def test_a_reference_bomb_is_refused_at_its_first_anchor(db: None) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in itertools.pairwise("abcdefghi"))
    assert [line for line, _said in wrong(HEAD + bomb)] == [2]


def test_a_part_with_too_many_rows_is_refused_before_any_is_stored(db: None) -> None:
    rows = "".join("- {}\n" for _number in range(files.MOST_ROWS + 1))
    [(line, said)] = wrong(f"{HEAD}cases.holiday:\n{rows}")
    assert (line, "too many" in said) == (files.MOST_ROWS + 3, True)


def test_so_many_mistakes_are_named_and_then_the_reading_ends(db: None) -> None:
    rows = "".join(f"- day: {number}\n" for number in range(200))
    assert len(wrong(f"{HEAD}cases.holiday:\n{rows}")) == files.MOST_PROBLEMS


def test_the_mark_at_the_beginning_of_a_file_is_no_part_of_it(db: None) -> None:
    assert bring_in(f"\ufeff{HEAD}", by=None) == []
    assert safe_yaml.decoded(b"\xef\xbb\xbfx") == "x"


def test_a_file_that_is_not_utf_8_names_the_line(db: None) -> None:
    with pytest.raises(Unreadable) as caught:
        safe_yaml.decoded(b"a: 1\nb: \xa1\xa2\n")
    assert caught.value.problems[0].line == 2


def test_a_leap_day_of_the_buddhist_era_is_that_day(db: None) -> None:
    bring_in(f"{HEAD}cases.holiday:\n- {{day: 2567-02-29, name_th: ก, name_en: a}}\n", by=None)
    assert Holiday.objects.get().day == datetime.date(2024, 2, 29)
    again = f"{HEAD}cases.holiday:\n- {{day: ๒๕๖๗-๐๒-๒๙, name_th: ก, name_en: a}}\n"
    assert bring_in(again, by=None) == []


ODD = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12),
        st.sampled_from(["", "ENG", "x" * 300, "2567-02-29", "25:99", "road", "th", "no"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["th", "en", "key", "kind", "x"]), inner)
    ),
    max_leaves=5,
)


PARTS = (
    "key",
    "kind",
    "choices",
    "show_if_key",
    "show_if_value",
    "show_if_test",
    "minimum",
    "text_th",
    "required",
)


def refused_lines(text: str) -> list[int]:
    """The lines that a rehearsal names; none where the file is taken."""
    try:
        rehearse(text, by=None)
    except Unreadable as error:
        return [one.line for one in error.problems if one.text]
    return []


@pytest.fixture
def rows(town: str) -> dict[str, list[dict[str, Any]]]:
    """A row of each table of the file."""
    content = yaml.load(town, Loader=safe_yaml.BaseLoader)  # noqa: S506
    return {name: found[:1] for name, found in content.items() if found and isinstance(found, list)}


@settings(
    max_examples=so_many(20, 80),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_value_at_any_field_is_taken_or_refused_with_its_line(
    rows: dict[str, list[dict[str, Any]]], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(rows)))
    row = json.loads(json.dumps(rows[name][0]))
    changed = row["questions"][0] if name == "cases.questionset" and data.draw(st.booleans()) else row
    changed[data.draw(st.sampled_from([*changed, *PARTS]))] = data.draw(ODD)
    text = yaml.safe_dump({"rap_rueang_setup": 1, name: [row]}, allow_unicode=True, sort_keys=False)
    assert all(line >= 1 for line in refused_lines(text))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(alphabet="ab:- \n{}[],&*!<>|'\"#%?0\\xu\ufeff\ud800\0ก\t", max_size=60),
        st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")),
    )
)
def test_any_text_is_taken_or_refused_with_its_line(db: None, text: str) -> None:
    for written in (text, f"{HEAD}{text}", f"{HEAD}cases.holiday:\n- {text}"):
        lines = len(re.split("[\n\r\x85\u2028\u2029]", written))
        assert all(1 <= line <= lines for line in refused_lines(written))


def test_all_mistakes_are_named_and_nothing_is_done(db: None) -> None:
    text = f"{HEAD}{DEPARTMENT}  position: many\n  active: perhaps\n"
    assert len(wrong(text)) == 1
    rows = "- day: 2026-12-10\n  confirmed: perhaps\n- day: 2026-02-30\n"
    assert [line for line, _text in wrong(f"{HEAD}{DEPARTMENT}cases.holiday:\n{rows}")] == [8, 9]
    assert not Department.objects.exists()
    assert not SetupChange.objects.exists()


def test_a_time_and_a_code_with_a_nought_stay_text(db: None) -> None:
    row = "- code: '007'\n  name_th: 0123\n  name_en: no\n  opens: 08:30\n  closes: 16:30\n"
    bring_in(f"{HEAD}cases.municipality:\n{row}", by=None)
    office = Municipality.objects.get()
    assert (office.code, office.name_th, office.name_en, office.opens) == (
        "007",
        "0123",
        "no",
        datetime.time(8, 30),
    )


def test_roles_are_imported_by_those_who_may_change_them(administrator: User) -> None:
    rows = "- name: administrator\n  permissions: [cases.set_up, cases.view_every_case]\n"
    text = f"{HEAD}auth.group:\n{rows}"
    assert "right to change" in wrong(text, administrator)[0][1]
    bring_in(text, by=UserFactory(is_superuser=True))
    codes = Group.objects.get(name="administrator").permissions.values_list("codename", flat=True)
    assert sorted(codes) == ["set_up", "view_every_case"]


def test_a_file_holds_neither_people_nor_citizens(town: str, somchai: Any, officer: User) -> None:
    text = files.written()
    assert not [word for word in ("officer@", "argon2", "สมชาย", somchai.case.number) if word in text]


def test_the_commands_write_and_read_the_file(town: str, tmp_path: Any, capsys: Any) -> None:
    path = tmp_path / "set-up.yaml"
    call_command("export_setup", str(path))
    assert without_head(path.read_text("utf-8")) == without_head(town)
    path.write_text(town.replace("Constitution Day", "Day of the Constitution"), "utf-8")
    call_command("import_setup", str(path), dry_run=True)
    assert "Day of the Constitution" in capsys.readouterr().out
    assert Holiday.objects.get().name_en == "Constitution Day"
    call_command("import_setup", str(path))
    assert Holiday.objects.get().name_en == "Day of the Constitution"


def test_the_command_asks_before_something_is_left_to_nobody(tmp_path: Any, capsys: Any) -> None:
    DepartmentFactory(code="OLD", name_en="Old office", name_th="เก่า", active=False)
    path = tmp_path / "set-up.yaml"
    path.write_text(files.written().replace("active: false", "active: true"))
    with pytest.raises(CommandError, match="has no head") as refused, override("en"):
        call_command("import_setup", str(path))
    assert "--leave-to-nobody" in str(refused.value)
    assert not Department.objects.get().active
    with override("en"):
        call_command("import_setup", str(path), dry_run=True)
    assert "Left to nobody: Old office has no head" in capsys.readouterr().out
    call_command("import_setup", str(path), leave_to_nobody=True)
    assert Department.objects.get().active
