"""Tables of landmarks: read however an office writes them, refused in plain words, taken as a whole."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from cases.models import Landmark, Municipality
from cases.setup import landmark_files, office_tables
from cases.setup.files import written
from cases.setup.imports import bring_in
from cases.setup.office_tables import Unusable
from workflows.demo import set_up

pytestmark = pytest.mark.django_db
HEAD = "name_th,name_en,kind,latitude,longitude\n"


def read(text: str | bytes, encoding: str = "utf-8") -> Any:
    content = text.encode(encoding) if isinstance(text, str) else text
    return landmark_files.read(SimpleUploadedFile("landmarks.csv", content))


def problem_of(text: str | bytes) -> str:
    with override("en"), pytest.raises(Unusable) as refused:
        read(text)
    return refused.value.problems[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_in_any_of_the_usual_spellings(encoding: str, separator: str) -> None:
    text = f'ชื่อ{separator}พิกัด{separator}ประเภท\r\nวัดโพธิ์{separator}"๑๗.๔๑๒๓, 102.7856"{separator}วัด\r\n\r\n'
    assert read(text, encoding) == [
        {
            **{"name_th": "วัดโพธิ์", "name_en": "", "sort": "temple"},
            **{"latitude": "17.412300", "longitude": "102.785600"},
        }
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "These columns are missing: name_th, latitude, longitude"),
        ("name_th,lat\nก,17", "These columns are missing: latitude, longitude"),
        ("name_th,name_th,lat,lng\nก,ข,17,102", "The column “name_th” is there twice."),
        (HEAD, "There is no row"),
        (HEAD + "ก,,temple,x,102", "Line 2: The point is no pair of degrees"),
        (HEAD + "ก,,temple,nan,inf", "Line 2: The point is no pair of degrees"),
        (HEAD + "ก,,temple,1e999,102", "Line 2: The point is no pair of degrees"),
        (HEAD + "ก,,temple,97,197", "Line 2: The point is no pair of degrees"),
        (HEAD + "ก,,temple,16.0,102.78", "Line 2: The point 16.00000, 102.78000 lies outside"),
        (HEAD + ",,temple,17.41,102.78", "Line 2: The column “name_th” is empty."),
        (HEAD + "ก,,castle,17.41,102.78", "Line 2: The kind “castle” is not known."),
        (HEAD + "ก,,,17.41,102.78\nก,,,17.42,102.78", "Line 3: A landmark of this name was there before."),
        (HEAD + "ก" * 201 + ",,,17.41,102.78", "Line 2: The column “name_th” is too long."),
        (HEAD + '"' + "ก" * 140_000, "This is no table"),
        (HEAD.encode() + b"\xdb\xfc,,,17,102", "neither UTF-8 nor Windows-874"),
        (b"\xff\xfe\x00", "neither UTF-8 nor Windows-874"),
        (b"x" * (office_tables.MOST_BYTES + 1), "larger than 1 MB"),
        (HEAD + "".join(f"ก{n},,,17.41,102.78\n" for n in range(2001)), "more than 2000 rows"),
    ],
)
def test_a_refusal_says_where_and_why(text: str | bytes, said: str) -> None:
    Municipality.objects.create(code="x", name_th="x", south=17.3, west=102.7, north=17.5, east=102.9)
    assert said in problem_of(text)


def test_only_so_many_mistakes_are_named() -> None:
    with override("en"), pytest.raises(Unusable) as refused:
        read(HEAD + ",,,x,y\nข,,,x,y\n" * 50)
    assert len(refused.value.problems) == office_tables.MOST_PROBLEMS


def test_a_table_takes_the_place_of_the_landmarks_before() -> None:
    landmark_files.replace(read(HEAD + "ก,A,temple,17.41,102.78\nข,B,school,17.42,102.78\nค,C,,17.43,102.78"))
    rows = read(HEAD + "ก,A,temple,17.41,102.78\nข,Bee,school,17.42,102.78\nง,D,,17.43,102.78")
    looked = landmark_files.rehearse(rows)
    assert Landmark.objects.filter(name_th="ค").exists()
    done = landmark_files.replace(rows)
    for found in (looked, done):
        names = [
            [one.name_th for one in some] for some in (found.added, found.changed, found.same, found.gone)
        ]
        assert names == [["ง"], ["ข"], ["ก"], ["ค"]]
    assert set(Landmark.objects.values_list("name_th", "name_en")) == {("ก", "A"), ("ข", "Bee"), ("ง", "D")}
    assert landmark_files.replace(rows).is_nothing


def test_the_demos_landmarks_are_a_table_that_the_page_takes(sample_municipality: None) -> None:
    rows = read(set_up.LANDMARKS.read_bytes())
    assert len(rows) == 30
    set_up.name_landmarks()
    assert landmark_files.replace(rows).is_nothing


def test_the_set_ups_file_carries_landmarks() -> None:
    landmark_files.replace(read(HEAD + "ก,A,temple,17.41,102.78"))
    text = written()
    assert bring_in(text, by=None) == []
    Landmark.objects.update(latitude="17.5", name_en="B")
    (line,) = bring_in(text, by=None)
    assert (line.table, set(line.fields)) == ("cases.landmark", {"latitude", "name_en"})
    assert (str(Landmark.objects.get().latitude), Landmark.objects.get().name_en) == ("17.410000", "A")
