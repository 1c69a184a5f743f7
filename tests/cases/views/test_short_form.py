"""The short form: as much of the person as the kind needs, a photo or why there is none, and more."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.intake.filing import submit
from cases.models import Case, Draft, PersonFields, RequestType
from cases.text.email_domains import KNOWN, suggestion
from tests.cases.views.pages import (
    DETAILS,
    WHAT,
    WHERE,
    YOU,
    address,
    at,
    errors_of,
    go_on,
    last_page,
    log_in,
    page_of,
    part,
    send,
    typed,
    write,
)
from tests.factories import FilingFactory, TitleFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db
NOBODY = {"title": "", "first_name": "", "last_name": "", "house_no": "", "subdistrict": ""}
MISSPELT = "somchai@gmial.com"


def changed(request_type: RequestType, **fields: Any) -> RequestType:
    RequestType.objects.filter(pk=request_type.pk).update(**fields)
    return RequestType.objects.get(pk=request_type.pk)


def test_a_dead_lamp_of_the_sample_needs_seven_answers(client: Client, sample_municipality: None) -> None:
    lamp = RequestType.objects.get(code="street_light")
    page = client.get(address(lamp, WHAT))
    fault = next(one for one in page.context["form"].questions if one.key == "fault")
    answers: dict[str, Any] = {
        "no_photo": "dark",
        "details": "ไฟดับหน้าบ้าน มืดมาก",
        fault.field_name: fault.choices[0]["th"],
        "place": "หน้าวัดโพธิ์",
        "first_name": "สมชาย",
        "last_name": "ใจดี",
        "phone": "081 234 5678",
    }
    assert len(answers) <= 7
    for name in (WHAT, WHERE, YOU):
        shown = client.get(address(lamp, name)).context["form"]
        filled = {field.name: field.value() for field in shown if isinstance(field.value(), str)}
        go_on(client, lamp, name, filled | part(answers, name))
    assert client.post(address(lamp, "check"), last_page(client, lamp)).status_code == 302
    case = Case.objects.get()
    assert (case.first_name, case.title, case.subdistrict, case.no_photo) == ("สมชาย", None, None, "dark")


def test_a_kind_asks_for_no_more_of_the_person_than_it_needs(
    client: Client, request_type: RequestType
) -> None:
    changed(request_type, person_fields=PersonFields.NAME)
    assert set(errors_of(send(client, request_type, **NOBODY, phone="", email=""))) == {
        "first_name",
        "last_name",
        "phone",
    }
    changed(request_type, person_fields=PersonFields.CONTACT)
    assert set(errors_of(send(client, request_type, **NOBODY, phone="", email=""))) == {"phone"}
    send(client, request_type, **NOBODY)
    case = Case.objects.get()
    assert (case.applicant_name, case.subdistrict, case.unnamed) == ("", None, False)


def test_what_need_not_be_filled_in_is_kept_all_the_same(client: Client, request_type: RequestType) -> None:
    changed(request_type, person_fields=PersonFields.CONTACT)
    page = at(client, request_type, YOU)
    assert '<details class="card" data-named>' in page.text
    send(client, request_type, soi="ซอย 3", line_id="somchai", postal_code="41000")
    kept = Case.objects.values_list("first_name", "soi", "line_id", "postal_code").get()
    assert kept == ("สมชาย", "ซอย 3", "somchai", "41000")


def test_a_part_of_an_address_asks_for_the_rest_or_for_none(
    client: Client, request_type: RequestType
) -> None:
    changed(request_type, person_fields=PersonFields.NAME)
    page = send(client, request_type, house_no="", subdistrict="", soi="ซอย 3")
    assert set(errors_of(page)) == {"house_no", "subdistrict"}
    assert "leave the whole address empty" in errors_of(page)["house_no"]
    assert '<details class="card" data-named open>' in page.text
    assert send(client, request_type, subdistrict="", no_address="on").status_code == 302


def test_a_kind_that_needs_the_national_id_needs_all_fields(request_type: RequestType) -> None:
    for fields in (
        {"person_fields": PersonFields.NAME, "needs_national_id": True},
        {"person_fields": PersonFields.CONTACT, "needs_address": True},
        {"allows_unnamed": True, "needs_national_id": True},
        {"allows_unnamed": True, "licence": True},
        {"person_fields": "all"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            changed(request_type, **fields)


def test_a_report_without_a_name_keeps_nothing_of_the_person(
    client: Client, request_type: RequestType
) -> None:
    changed(request_type, allows_unnamed=True)
    assert "follow the case with them" in at(client, request_type, YOU).text
    check = at(client, request_type, "check", unnamed="on", line_id="somchai", soi="ซอย 3").text
    assert ("Without a name" in check, "สมชาย" in check, "ซอย 3" in check) == (True, False, False)
    send(client, request_type, unnamed="on", phone="", email="", **NOBODY)
    case, password = Case.objects.get(), client.get("/en/requests/done/").context["password"]
    assert (case.unnamed, case.title, case.last_name, case.soi, case.house_no) == (True, None, "", "", "")
    log_in(client, case.number, password)
    assert "Without a name" in client.get(page_of(case)).text


def test_a_way_to_answer_stays_with_a_report_without_a_name_and_is_judged(
    client: Client, request_type: RequestType
) -> None:
    changed(request_type, allows_unnamed=True)
    assert set(errors_of(send(client, request_type, unnamed="on", phone="12"))) == {"phone"}
    send(client, request_type, unnamed="on", email="")
    assert (Case.objects.get().telephone, Case.objects.get().first_name) == ("081 234 5678", "")


def test_no_report_is_without_a_name_where_the_kind_takes_none(
    client: Client, request_type: RequestType
) -> None:
    assert "unnamed" not in at(client, request_type, YOU).context["form"].fields
    assert set(errors_of(send(client, request_type, unnamed="on", first_name=""))) == {"first_name"}


def test_the_database_keeps_no_name_of_a_report_without_one_and_no_case_without_an_answer(db: None) -> None:
    for fields in ({"unnamed": True}, {"phone": "", "email": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            submit(FilingFactory(**fields))


def test_why_there_is_no_photo_is_asked_where_the_kind_needs_one(
    client: Client, request_type: RequestType
) -> None:
    assert "no_photo" not in client.get(address(request_type, WHAT)).context["form"].fields
    changed(request_type, needs_photo=True)
    assert "or say why" in errors_of(send(client, request_type))["photos"]
    assert "no_photo" in errors_of(send(client, request_type, no_photo="lazy"))
    assert "too dark" in at(client, request_type, "check", no_photo="dark").text
    send(client, request_type, no_photo="dark")
    send(client, request_type, no_photo="dark", photos=[picture()])
    assert [case.no_photo for case in Case.objects.order_by("pk")] == ["dark", ""]


def test_a_photo_from_a_page_of_the_earlier_order_is_kept(client: Client, request_type: RequestType) -> None:
    changed(request_type, needs_photo=True)
    client.get(address(request_type))
    client.post(address(request_type, WHAT), part(typed(no_photo="dark"), WHAT))
    where = part(typed(), WHERE) | {"photos": [picture()]}
    assert client.post(address(request_type, WHERE), where).status_code == 302
    send(client, request_type, kept="1")
    assert (Case.objects.get().attachments.count(), Case.objects.get().no_photo) == (1, "")


def test_a_draft_from_before_opens_where_something_is_missing(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    changed(request_type, needs_photo=True)
    page = client.get(address(request_type, "check"), follow=True)
    assert page.redirect_chain[-1][0] == address(request_type, WHAT)
    assert DETAILS in page.text
    assert "หน้าวัดโพธิ์" in str(Draft.objects.get().typed(WHERE))


def test_an_address_that_looks_misspelt_is_asked_about_and_each_answer_goes_on(
    client: Client, request_type: RequestType
) -> None:
    page = send(client, request_type, email=MISSPELT)
    assert errors_of(page)["email"] == "Did you mean somchai@gmail.com?"
    assert 'name="email" value="somchai@gmail.com"' in page.text
    assert f'name="email_is_right" value="{MISSPELT}"' in page.text
    assert not Case.objects.exists()
    send(client, request_type, email=[MISSPELT, "somchai@gmail.com"])
    send(client, request_type, email=MISSPELT, email_is_right=MISSPELT)
    assert "Did you mean" in send(client, request_type, email="a@hotmial.com", email_is_right=MISSPELT).text
    assert [case.email for case in Case.objects.order_by("pk")] == ["somchai@gmail.com", MISSPELT]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmail.co", "a@gmail.com"),
        ("a@gnail.con", "a@gmail.com"),
        ("A.B@hotmal.com", "A.B@hotmail.com"),
        ("a@yahoo.co.ht", "a@yahoo.co.th"),
        ("a@Outlok.com", "a@outlook.com"),
        *((f"a@{domain}", "") for domain in (*KNOWN, "mail.com", "ymail.com", "udoncity.go.th", "kku.ac.th")),
        ("a@mail.example", ""),
        ("gmial.com", ""),
    ],
)
def test_only_what_is_a_letter_away_from_a_well_known_domain_is_asked_about(typed: str, meant: str) -> None:
    assert suggestion(typed) == meant


def test_the_field_for_another_title_follows_the_option_that_wants_it(
    client: Client, request_type: RequestType
) -> None:
    other = TitleFactory(code="other", name_th="อื่น ๆ", name_en="Other").pk
    assert f'<option value="{other}" data-other>' in at(client, request_type, YOU).text
    send(client, request_type, title_other="ครู")
    assert Case.objects.get().title_other == ""


def test_the_details_have_every_field_of_the_manual_as_a_row_of_its_own(
    client: Client, request_type: RequestType
) -> None:
    changed(request_type, person_fields=PersonFields.CONTACT)
    send(client, request_type, **NOBODY, email="")
    case, password = Case.objects.get(), client.get("/en/requests/done/").context["password"]
    log_in(client, case.number, password)
    page = client.get(page_of(case)).text
    said = page[page.index("What you told us") :]
    rows = [row.split("</dt>")[0].split(">")[-1] for row in said.split("<dt")[1:]]
    person = (
        "Title",
        "First name",
        "Last name",
        "National ID or passport number",
        "Address",
        "Subdistrict",
        "District",
        "Province",
    )
    reach = ("Postal code", "Telephone", "E-mail", "LINE ID")
    result = ("Responsible department", "Result", "Details of the result", "Date of the result")
    assert rows == [
        *("Receipt number", "Date received", "Channel", "Urgency", *person, *reach, "Kind of request"),
        *("Details", "Place", "Latitude", "Longitude", "Status", *result),
    ]
    assert said.count("<dd>–</dd>") >= 12
