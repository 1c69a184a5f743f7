"""The set-up as a file: out, and in again; all or nothing, every mistake with its line."""

import datetime
import itertools
import json
import re
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.change_log.tables import all_tables
from cases.models import (
    Answer,
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
    WorkPlan,
)
from cases.questionnaires import versions
from cases.reference import municipality
from cases.reference import questions as reference_questions
from cases.reference import work_plans as reference_plans
from cases.setup import branding, files, safe_yaml
from cases.setup.imports import bring_in, rehearse
from cases.setup.safe_yaml import Unreadable
from cases.work_plans import versions as plan_versions
from tests.cases.questions import ask, question
from tests.factories import DistrictFactory, RequestTypeFactory, SubdistrictFactory, UserFactory, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(settings: Any, tmp_path: Any) -> str:
    """A whole set-up, as a file."""
    settings.MEDIA_ROOT = tmp_path
    DistrictFactory()
    municipality.load()
    reference_questions.load()
    reference_plans.load()
    Holiday.objects.create(day=datetime.date(2026, 12, 10), name_th="วันรัฐธรรมนูญ", name_en="Constitution Day")
    rule = RoutingRule.objects.create(
        name="กลางคืน",
        department=Department.objects.all()[0],
        from_time="16:30",
        until_time="08:30",
        weekdays=[5, 6],
    )
    rule.kinds.set(RequestType.objects.all()[:2])
    rule.subdistricts.set([SubdistrictFactory()])
    made = branding.logo(picture(64, 64, format="PNG").read())
    Municipality.objects.get().logo.save("logo.png", made)
    return files.written()


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
    [line] = rehearse(text, by=administrator)
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


PARTS = ("key", "kind", "choices", "show_if_key", "show_if_value", "minimum", "text_th", "required")


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
    max_examples=80,
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


def test_old_cases_keep_their_questions(db: None) -> None:
    request_type = RequestTypeFactory(code="lamps")
    asked = ask(request_type, question("since"))
    rows = "- request_type: lamps\n  questions:\n  - {key: size, kind: short, text_th: ก, text_en: A}\n"
    bring_in(f"{HEAD}cases.questionset:\n{rows}", by=None)
    assert [one.key for one in versions.current(request_type).in_order] == ["size"]  # type: ignore[union-attr]
    assert [one.key for one in QuestionSet.objects.get(pk=asked.pk).questions.all()] == ["since"]
    bring_in(f"{HEAD}cases.questionset: []\n", by=None)
    assert versions.to_ask(request_type) is None


def test_a_question_for_a_telephone_number_comes_out_of_a_file(db: None) -> None:
    request_type = RequestTypeFactory(code="lamps")
    rows = "- request_type: lamps\n  questions:\n  - {key: owner, kind: phone, text_th: ก, text_en: A}\n"
    bring_in(f"{HEAD}cases.questionset:\n{rows}", by=None)
    assert request_type.question_sets.get().questions.get().kind == "phone"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{key: a, kind: one, text_th: ก, text_en: A}", "at least two"),
        ("{key: a, kind: short, text_th: ก}", "cannot be blank"),
        (
            "{key: a, kind: phone, text_th: ก, text_en: A, choices: [{th: ก, en: A}, {th: ข, en: B}]}",
            "nothing to choose from",
        ),
        ("{key: a, kind: telephone, text_th: ก, text_en: A}", "telephone"),
        (
            "{key: a, kind: short, text_th: ก, text_en: A, show_if_key: b, show_if_value: x}",
            "No earlier question",
        ),
        ("{key: a, kind: short, text_th: ก, text_en: A, colour: red}", "colour"),
    ],
)
def test_a_question_that_does_not_hold_is_refused(db: None, asked: str, said: str) -> None:
    RequestTypeFactory(code="lamps")
    [(line, words)] = wrong(f"{HEAD}cases.questionset:\n- request_type: lamps\n  questions:\n  - {asked}\n")
    assert (line, said in words) == (4, True), words
    assert not Answer.objects.exists()


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


def changed_plan(town: str, old: str, new: str) -> str:
    """The file of the town with a change in the plan of trees."""
    first = town.index("- plan: tree_near_line")
    return town[:first] + town[first:].replace(old, new, 1)


def test_only_a_plan_that_differs_gets_a_new_version(town: str) -> None:
    """What was published stays; a draft that somebody is writing stays too, behind the new version."""
    tree = WorkPlan.objects.get(code="tree_near_line")
    drafted = plan_versions.draft(tree)
    bring_in(changed_plan(town, "name_en: Look at the tree", "name_en: Look up"), by=None)
    found = [(one.plan.code, one.number) for one in PlanVersion.objects.filter(number__gt=1)]
    assert found == [("tree_near_line", 3), ("tree_near_line", 2)]
    first, second, third = tree.versions.order_by("number")
    assert (first.is_current, second.is_current, third.content) == (False, True, drafted.content)
    assert "Look up" in str(second.content)
    [line] = SetupChange.objects.filter(table="cases.planversion")
    assert line.fields["look.name_en"] == ["Look at the tree", "Look up"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: inspect", "kind: dance", "look: This value does not fit."),
        ("days: 2", "days: 999", "look: The working days of a step are a number from 0 to 365."),
        ("department: CLK", "department: NONE", "There is no department in use with the code NONE."),
        ("question: near_line", "question: gone", "neither the form nor an earlier step asks"),
        ("doer: department", "doer: citizen", "The citizen can only be asked something."),
    ],
)
def test_a_plan_that_nobody_could_finish_is_refused_with_its_line(
    town: str, old: str, new: str, said: str
) -> None:
    text = changed_plan(town, old, new)
    first = text[: text.index("- plan: tree_near_line")].count("\n") + 1
    problems = wrong(text)
    assert {line for line, _text in problems} == {first + 1}
    assert said in " ".join(words for _line, words in problems)
    assert not PlanVersion.objects.filter(number=2).exists()


def test_a_plan_whose_people_are_not_there_yet_is_taken(town: str) -> None:
    """A file comes before the people of a new installation; the first page of the set-up warns of them."""
    assert not User.objects.exists()
    assert bring_in(changed_plan(town, "doer: head", "doer: clerk"), by=None)
    assert WorkPlan.objects.get(code="tree_near_line").versions.count() == 2
