"""An answer that ends the form: told with the number to call, refused where it is half, kept by the file."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from cases.models import Case, RequestType, User
from cases.questionnaires import definitions, rows
from cases.questionnaires.versions import current
from tests.cases.questionnaires.test_admin import add, errors_of, row
from tests.cases.questions import ask, question
from tests.cases.views.pages import errors_of as wrong
from tests.cases.views.pages import send
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db
STOP = {"stop_value": "yes", "stop_th": "โทรทันที", "stop_en": "Call at once", "stop_phone": "1129"}


@pytest.fixture
def request_type(department: object, head: User, officer: User) -> RequestType:
    """A kind whose second question ends the form."""
    kind = RequestTypeFactory(code="street_light", department=department)
    wires = question("wires", "yes_no", show_if_key="fault", show_if_value="เสาเอียง", required=True, **STOP)
    ask(kind, question("fault", "one", required=True), wires)
    return kind


def test_the_form_ends_with_words_and_the_number_to_call(client: Client, request_type: RequestType) -> None:
    page = send(client, request_type, q_fault="เสาเอียง", q_wires="yes")
    assert wrong(page) == {"q_wires": "Call at once"}
    assert '<a class="button" href="tel:1129">' in page.text
    assert not Case.objects.exists()
    assert send(client, request_type, q_fault="เสาเอียง", q_wires="no").status_code == 302


def test_an_answer_that_does_not_apply_ends_nothing(client: Client, request_type: RequestType) -> None:
    assert send(client, request_type, q_fault="ดับ", q_wires="yes").status_code == 302


@pytest.mark.parametrize(
    "fields",
    [
        STOP | {"stop_phone": ""},
        STOP | {"stop_value": "perhaps"},
        STOP | {"stop_value": 7},
        STOP | {"kind": "short"},
        {"stop_th": "โทรทันที"},
    ],
)
def test_half_of_it_is_refused(fields: dict[str, object]) -> None:
    asked = {"key": "wires", "kind": "yes_no", "text_th": "ก", "text_en": "A", **fields}
    with pytest.raises(ValidationError):
        definitions.judged([asked])


def test_what_the_staff_find_ends_no_form() -> None:
    asked = {"key": "wires", "kind": "yes_no", "text_th": "ก", "text_en": "A", **STOP}
    assert definitions.judged([asked])[0].stop_phone == "1129"
    with pytest.raises(ValidationError):
        definitions.judged([asked], for_staff=True)


def test_the_database_refuses_half_of_it(request_type: RequestType) -> None:
    asked = current(request_type)
    assert asked
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.questions.filter(key="wires").update(stop_phone="")


def test_the_file_brings_it_back_as_it_was(request_type: RequestType) -> None:
    asked = rows.rows()[0]["questions"]
    again = definitions.judged(asked)
    assert [one.stop_phone for one in again] == ["", "1129"]
    assert rows.plain(again) == asked


def test_the_administrator_names_the_answer_in_words(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    kind = RequestTypeFactory(code="tree")
    for wanting, said in (({"stop_value": "x"}, "not one of this question"), ({"stop_phone": ""}, "to call")):
        assert said in errors_of(add(client, kind, [row("near", "yes_no", **STOP | wanting)]))
    assert add(client, kind, [row("near", "yes_no", **STOP | {"stop_value": "ใช่"})]).status_code == 302
    asked = current(kind)
    assert asked
    assert asked.questions.get().stop_value == "yes"
