"""People out of a table: what each row would do, why some are refused, and that twice is once."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.change_log.journal import journal
from cases.forms.people_files import Row, State, judged, take
from cases.models import Department, Membership, SetupChange, Unit, User
from cases.setup import people_table
from cases.setup.office_tables import Unusable
from tests.factories import DepartmentFactory, HeadFactory, OfficerFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
HEADER = "ชื่อผู้ใช้,ชื่อ,นามสกุล,อีเมล,หน่วยงาน,ฝ่าย/งาน,บทบาท\n"


@pytest.fixture
def boss(db: None) -> User:
    made: User = UserFactory(username="boss", group="administrator", is_staff=True)
    UserFactory(username="an.executive", group="executive")
    UserFactory(username="a.clerk", group="clerk")
    return made


@pytest.fixture
def works(db: None) -> Department:
    made: Department = DepartmentFactory(code="ENG", name_th="สำนักช่าง", name_en="Public Works")
    Unit.objects.create(code="ENG-1", name_th="งานไฟฟ้า", name_en="Lamps", department=made)
    return made


def lines(rows: str, *, header: str = HEADER, encoding: str = "utf-8") -> Any:
    return people_table.read(SimpleUploadedFile("people.csv", f"{header}{rows}".encode(encoding)))


def states(found: list[Row]) -> list[str]:
    return [row.state.value for row in found]


def reason(rows: str, by: User) -> str:
    """Why the last row is refused."""
    row = judged(lines(rows), by=by)[-1]
    assert row.state == State.REFUSED, row
    return row.words[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_a_person_comes_with_department_unit_and_no_password(
    boss: User, works: Department, encoding: str
) -> None:
    read = lines("malee,มาลี,สุขใจ,malee@city.example,สำนักช่าง,งานไฟฟ้า,หัวหน้า\n", encoding=encoding)
    assert states(judged(read, by=boss)) == ["new"]
    assert not User.objects.filter(username="malee").exists()
    assert states(take(read, by=boss)) == ["new"]
    person = User.objects.get(username="malee")
    place: Any = Membership.objects.get(user=person)
    assert (person.first_name, person.email, place.role, place.unit.code) == (
        "มาลี",
        "malee@city.example",
        "head",
        "ENG-1",
    )
    assert (person.has_usable_password(), person.must_change_password, person.is_staff) == (
        False,
        True,
        False,
    )
    assert states(take(read, by=boss)) == ["same"]
    assert User.objects.filter(username="malee").count() == Membership.objects.count() == 1


def test_english_columns_quotes_and_semicolons_are_read(boss: User, works: Department) -> None:
    header = "role;Username;first_name;last_name;department\n"
    read = lines('"Officer";joy;"Joy ""J""";"Smith; Jr.";"public  works"\n\n', header=header)
    assert [(row.state.value, row.name) for row in take(read, by=boss)] == [("new", 'Joy "J" Smith; Jr.')]


def test_a_change_names_before_and_after_and_nobody_goes_by_missing(boss: User, works: Department) -> None:
    other = OfficerFactory(username="other", department=works)
    one = OfficerFactory(
        username="one", first_name="ก", last_name="ข", email="one@x.example", department=works
    )
    read = lines("one,ก,ข,new@x.example,ENG,,head\n")
    (row,) = judged(read, by=boss)
    assert (row.state, row.words) == (
        State.CHANGED,
        ["E-mail: one@x.example → new@x.example", "Public Works: department head"],
    )
    with journal(lambda: boss):
        take(read, by=boss)
    assert Membership.objects.get(user=one).role == "head"
    assert Membership.objects.filter(user=other).exists()
    assert User.objects.get(pk=other.pk).is_active
    assert set(SetupChange.objects.values_list("table", "by")) == {
        ("cases.user", boss.pk),
        ("cases.membership", boss.pk),
    }


def test_somebody_of_two_departments_and_an_office_has_three_rows(boss: User, works: Department) -> None:
    DepartmentFactory(code="PHE")
    rows = "ann,Ann,Bee,,ENG,,officer\nann,Ann,Bee,,PHE,,head\nann,Ann,Bee,,,,ผู้บริหาร\n"
    assert states(judged(lines(rows), by=boss)) == ["new", "changed", "changed"]
    take(lines(rows), by=boss)
    ann = User.objects.get(username="ann")
    assert set(ann.memberships.values_list("department__code", "role")) == {
        ("ENG", "officer"),
        ("PHE", "head"),
    }
    assert [group.name for group in ann.groups.all()] == ["executive"]


def test_refused_rows_say_why_and_stop_no_other(boss: User, works: Department) -> None:
    taken = OfficerFactory(username="taken", first_name="สมชาย", last_name="ใจดี", email="t@x.example")
    UserFactory(username="gone", first_name="G", last_name="H", is_active=False)
    UserFactory(username="root", first_name="R", last_name="T", is_superuser=True)
    Unit.objects.create(
        code="PHE-1", name_th="อื่น", name_en="Else", department=taken.memberships.get().department
    )
    for row, said in {
        "x,A,B,,NOWHERE,,officer": "“NOWHERE” is not known",
        "x,A,B,,,,officer": "department is missing",
        "x,A,B,,ENG,PHE-1,officer": "has no unit “PHE-1”",
        "x,A,B,,ENG,,king": "role “king” is not known",
        "x,A,B,,ENG,,clerk": "belongs to no department",
        "x,A,B,,ENG,,administrator": "is not known",
        "x,A,B,T@x.example,ENG,,officer": "Somebody else has this e-mail",
        "x,A,B,no-address,ENG,,officer": "not an e-mail address",
        "taken,อื่น,คน,o@x.example,ENG,,officer": "belongs to somebody else: สมชาย ใจดี",
        "gone,G,H,,ENG,,officer": "has left",
        "root,R,T,,ENG,,officer": "Only a superuser",
        "x,=cmd(),B,,ENG,,officer": "sign of a formula",
        ",A,B,,ENG,,officer": "user name is missing",
        "x,,,,ENG,,officer": "First and last name are missing",
        "x y,A,B,,ENG,,officer": "valid username",
        f"x,{'A' * 201},B,,ENG,,officer": "too long",
        "y,A,B,,ENG,,officer\nY,A,B,,ENG,,head": "The same stands in line 2",
        "y,A,B,y@x.example,ENG,,officer\nz,C,D,y@x.example,ENG,,officer": "Somebody else has this e-mail",
        "y,A,B,,ENG,,officer\ny,C,D,,,,clerk": "belongs to somebody else",
    }.items():
        assert said in reason(f"{row}\n", boss), row
    found = take(lines("x,A,B,,NOWHERE,,officer\nfine,A,B,,ENG,,officer\n"), by=boss)
    assert states(found) == ["refused", "new"]


def test_nobody_raises_the_own_rights_by_a_file(boss: User, works: Department) -> None:
    row = f"boss,{boss.first_name},{boss.last_name},,"
    assert "raises their own rights" in reason(f"{row}ENG,,officer\n", boss)
    assert "raises their own rights" in reason(f"{row},,clerk\n", boss)


def test_the_last_head_stays_one_unless_the_file_brings_another(boss: User, works: Department) -> None:
    HeadFactory(username="head", first_name="H", last_name="D", department=works)
    down = "head,H,D,,ENG,,officer\n"
    assert "nobody would head Public Works" in reason(down, boss)
    both = lines(f"new,N,W,,ENG,,head\n{down}")
    assert states(judged(both, by=boss)) == states(take(both, by=boss)) == ["new", "changed"]


def test_unreadable_files_are_refused_as_a_whole(boss: User) -> None:
    row = "x,A,B,,ENG,,officer\n"
    for content, said in (
        (b"\xff\xfe\x00", "neither UTF-8 nor Windows-874"),
        (b"\xdb\xfc" + HEADER.encode(), "neither UTF-8 nor Windows-874"),
        (b"first_name,role\nA,officer\n", "columns are missing: ชื่อผู้ใช้"),
        ((HEADER + row * 2000).encode(), "more than 500 rows"),
        (HEADER.encode(), "no row in this file"),
        (b"username,role,Role\n", "is there twice"),
        (b"x" * 1_100_000, "larger than 1 MB"),
        (b'username,role\n"a\n' + b"b" * 200_000, "cannot be read as CSV"),
    ):
        with pytest.raises(Unusable) as refused:
            people_table.read(SimpleUploadedFile("people.csv", content))
        assert said in refused.value.problems[0], said


def test_the_template_is_taken_as_it_is(boss: User, works: Department) -> None:
    read = people_table.read(SimpleUploadedFile("people.csv", people_table.template().encode()))
    assert states(judged(read, by=boss)) == ["new", "new"]


def test_judging_costs_the_same_for_any_number_of_rows(
    boss: User, works: Department, django_assert_max_num_queries: Any
) -> None:
    Group.objects.get(name="clerk")
    read = lines("".join(f"p{number},A,B{number},,ENG,ENG-1,officer\n" for number in range(500)))
    with django_assert_max_num_queries(8):
        assert len(judged(read, by=boss)) == 500
