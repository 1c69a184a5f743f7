"""The set-up as a file: out, and in again; all or nothing, every mistake with its line."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils.translation import override

from cases import appearance, questions
from cases.models import (
    Answer,
    Department,
    Holiday,
    Municipality,
    Question,
    QuestionSet,
    RequestType,
    RoutingRule,
    SetupChange,
    SynonymRow,
    Unit,
    User,
)
from cases.reference import municipality
from cases.reference import questions as reference_questions
from cases.setup import files
from cases.setup.files import Unreadable
from cases.setup.imports import bring_in, rehearse
from cases.setup.tables import all_tables
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
    made = appearance.logo(picture(64, 64, format="PNG").read())
    Municipality.objects.get().logo.save("logo.png", made)
    return files.written()


def empty() -> None:
    """Take all of the set-up away."""
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
        ("cases.holiday: []\n", 1, "rap_rueang_setup: 1"),
        (f"{HEAD}cases.unicorn: []\n", 2, "no such part"),
        (f"{HEAD}cases.user: []\n", 2, "no such part"),
        (f"{HEAD}cases.holiday: 5\n", 2, "list of rows"),
        (f"{HEAD}cases.holiday:\n- 5\n", 3, "Fields with their values"),
        (f"{HEAD}cases.holiday:\n- day: 2026-12-10\n  day: 2026-12-11\n", 3, "twice"),
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
        (f"{HEAD}a: &x [1]\nb: *x\n", 3, "YAML"),
        (f"{HEAD}cases.questionset:\n- request_type: none\n  questions: []\n", 3, "no such kind"),
    ],
)
def test_a_mistake_is_named_with_its_line(db: None, text: str, line: int, said: str) -> None:
    [(found, words)] = wrong(text)
    assert (found, said in words) == (line, True), words


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
    kind = RequestTypeFactory(code="lamps")
    asked = ask(kind, question("since"))
    rows = "- request_type: lamps\n  questions:\n  - {key: size, kind: short, text_th: ก, text_en: A}\n"
    bring_in(f"{HEAD}cases.questionset:\n{rows}", by=None)
    assert [one.key for one in questions.current(kind).in_order] == ["size"]  # type: ignore[union-attr]
    assert [one.key for one in QuestionSet.objects.get(pk=asked.pk).questions.all()] == ["since"]
    bring_in(f"{HEAD}cases.questionset: []\n", by=None)
    assert questions.to_ask(kind) is None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{key: a, kind: one, text_th: ก, text_en: A}", "at least two"),
        ("{key: a, kind: short, text_th: ก}", "cannot be blank"),
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
