"""What bad input gets: a message beside the field, nothing lost, nothing stored."""

from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone, translation

from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Draft, Municipality, RequestType, Title
from cases.text.dates import long_date
from tests.cases.views.pages import DETAILS, WHAT, YOU, address, at, errors_of, part, send, typed
from tests.factories import DistrictFactory, RequestTypeFactory, SubdistrictFactory, TitleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(db: None) -> Municipality:
    """A municipality that knows where it ends."""
    edges = {"south": 17.34, "west": 102.72, "north": 17.48, "east": 102.87}
    return Municipality.objects.create(code="city", name_th="เทศบาลนคร", name_en="City", **edges)


def changed(request_type: RequestType, **fields: Any) -> RequestType:
    RequestType.objects.filter(pk=request_type.pk).update(**fields)
    return RequestType.objects.get(pk=request_type.pk)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("details", "   "),
        ("details", "\u200b\x00"),
        ("details", "too short"),
        ("details", "ก" * 4001),
        ("first_name", ""),
        ("last_name", "\u200b"),
        ("first_name", "ก" * 101),
        ("title", "999999"),
        ("title", "\x00"),
        ("phone", "12345"),
        ("phone", "081-ABC-DEFG"),
        ("email", "somchai"),
        ("email", "a@exаmple.com"),
        ("house_no", ""),
        ("place", "ก" * 301),
        ("latitude", "91"),
        ("longitude", "nan"),
        ("urgency", "most_urgent"),
        ("urgency", "yesterday"),
        ("subdistrict", ""),
        ("subdistrict", "999999"),
        ("subdistrict", "\x00"),
        ("province", "\x00"),
        ("postal_code", "99999"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_nothing_is_stored(
    client: Client, request_type: RequestType, field: str, value: str
) -> None:
    area = SubdistrictFactory()
    area.postal_codes = ["41000", "41330"]
    area.save()
    page = send(
        client, request_type, **{"postal_code": "41000", "latitude": "17", "longitude": "102", field: value}
    )
    assert page.status_code == 200
    assert field in errors_of(page)
    assert not Case.objects.exists()


def test_nothing_typed_is_lost_on_an_error(client: Client, request_type: RequestType) -> None:
    page = send(client, request_type, phone="12", soi="ซอย 3", hide_identity="on")
    assert 'value="ซอย 3"' in page.text
    assert "checked" in page.text


def test_the_urgency_stays_chosen_on_an_error(client: Client, request_type: RequestType) -> None:
    page = send(client, request_type, details="", urgency="urgent")
    assert '<option value="urgent" selected>' in page.text


def test_the_error_is_in_a_summary_that_leads_to_the_field(client: Client, request_type: RequestType) -> None:
    page = send(client, request_type, phone="", email="")
    said = "Telephone: Enter your telephone number or your e-mail address."
    assert f'<a href="#id_phone">{said}</a>' in page.text


def test_the_expected_date_is_there_from_the_start(client: Client, request_type: RequestType) -> None:
    due = WorkCalendar.load().due(timezone.now(), request_type.target_working_days)
    with translation.override("th"):
        expected = long_date(due)
    assert expected in client.get(f"/requests/{request_type.code}/what/").text


def test_required_fields_have_an_asterisk_and_the_word(client: Client, request_type: RequestType) -> None:
    page = at(client, request_type, YOU)
    label = page.text.split('<label for="id_first_name">')[1].split("</label>")[0]
    assert 'class="required"' in label
    assert "(required)" in label


def test_a_national_id_is_asked_for_only_where_the_kind_needs_it(
    client: Client, request_type: RequestType
) -> None:
    assert "national_id" not in at(client, request_type, YOU).context["form"].fields
    changed(request_type, needs_national_id=True)
    assert errors_of(send(client, request_type))["national_id"]
    assert send(client, request_type, national_id="1-1017-00230-70-8").status_code == 302
    assert Case.objects.get().national_id == "1101700230708"


def test_a_foreigner_with_one_name_files_with_a_passport(client: Client, request_type: RequestType) -> None:
    changed(request_type, needs_national_id=True)
    send(client, request_type, national_id="mb 0123456", first_name="Thiri", last_name="-")
    case = Case.objects.get()
    assert (case.national_id, case.masked_national_id) == ("MB0123456", "••••••456")
    assert case.applicant_name.endswith("Thiri")


def test_a_kind_about_a_place_takes_words_or_degrees(client: Client, request_type: RequestType) -> None:
    changed(request_type, needs_map=True)
    assert "place" in errors_of(send(client, request_type, place=""))
    assert send(client, request_type, place="", latitude="17.4", longitude="102.7").status_code == 302
    assert send(client, request_type, place="หน้าวัด").status_code == 302


def test_latitude_and_longitude_go_together(client: Client, request_type: RequestType) -> None:
    assert "longitude" in errors_of(send(client, request_type, latitude="17.4"))


def test_the_kinds_own_urgency_is_chosen_already(client: Client, request_type: RequestType) -> None:
    changed(request_type, urgency="most_urgent")
    assert '<option value="most_urgent" selected>' in client.get(address(request_type, WHAT)).text


def test_another_title_is_written_out(client: Client, request_type: RequestType) -> None:
    other = TitleFactory(code=Title.OTHER).pk
    assert "title_other" in errors_of(send(client, request_type, title=other))
    send(client, request_type, title=other, title_other="ครู")
    assert Case.objects.get().title_other == "ครู"


def test_a_place_outside_the_municipality_is_named_before_it_is_sent(
    client: Client, request_type: RequestType, box: Municipality
) -> None:
    page = at(client, request_type, "check", latitude="17.41", longitude="102.97")
    assert "The place 17.41000, 102.97000 is about 11 km outside City." in page.text


def test_the_word_for_a_lane_is_not_said_twice(client: Client, request_type: RequestType) -> None:
    page = at(client, request_type, "check", soi="ซอย 3", road="Mittraphap").text
    assert "99/1, ซอย 3, Mittraphap Road" in page


def test_a_place_inside_the_municipality_needs_no_warning(
    client: Client, request_type: RequestType, box: Municipality
) -> None:
    assert "outside" not in at(client, request_type, "check", latitude="17.41", longitude="102.79").text


def test_a_subdistrict_outside_the_district_is_refused(client: Client, request_type: RequestType) -> None:
    DistrictFactory(code="4102", name_th="กุดจับ")
    page = send(client, request_type, district="4102")
    assert "not in the chosen district" in errors_of(page)["subdistrict"]


def test_the_only_postal_code_needs_no_choice(client: Client, request_type: RequestType) -> None:
    send(client, request_type, postal_code="")
    assert Case.objects.get().postal_code == "41000"


def test_what_was_typed_is_stored_clean(client: Client, request_type: RequestType) -> None:
    send(
        client,
        request_type,
        first_name=" สม\u200bชาย ",
        phone="๐๘๑๒๓๔๕๖๗๘",
        email="Som@Example.COM",
        latitude="๑๗",
        longitude="102",
    )
    case = Case.objects.get()
    assert (case.first_name, case.phone.as_e164, case.email) == ("สมชาย", "+66812345678", "Som@example.com")
    assert (case.channel.code, case.language, str(case.latitude)) == ("web", "en", "17.000000")


def test_a_closed_kind_says_so_and_gives_back_what_was_typed(
    client: Client, request_type: RequestType
) -> None:
    at(client, request_type, YOU)
    changed(request_type, active=False)
    page = client.post(address(request_type, YOU), part(typed(soi="ซอย 3"), YOU))
    assert page.status_code == 410
    assert all(words in page.text for words in (DETAILS, "หน้าวัดโพธิ์", "ซอย 3"))
    assert not Case.objects.exists()


def test_a_closed_kind_has_no_form(client: Client) -> None:
    request_type = RequestTypeFactory(active=False)
    page = client.get(address(request_type))
    assert page.status_code == 410
    assert "<textarea" not in page.text


def test_an_unknown_kind_is_not_found(client: Client) -> None:
    assert client.get("/en/requests/elephants/").status_code == 404


def test_an_expired_page_comes_back_with_all_that_was_typed_and_stores_nothing(
    request_type: RequestType,
) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    browser.get(address(request_type))
    page = browser.post(address(request_type, WHAT), part(typed(), WHAT))
    assert page.status_code == 403
    assert DETAILS in page.text
    assert "press Continue again" in page.text
    assert not Draft.objects.exists()


def test_the_page_that_came_back_can_be_sent(request_type: RequestType) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    browser.get(address(request_type))
    page = browser.post(address(request_type, WHAT), part(typed(), WHAT))
    fresh = page.text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = browser.post(address(request_type, WHAT), part(typed(), WHAT) | {"csrfmiddlewaretoken": fresh})
    assert sent.headers["Location"] == address(request_type, "where")


def test_an_expired_check_page_sends_nothing_and_asks_to_send_again(
    client: Client, request_type: RequestType
) -> None:
    at(client, request_type, "check")
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    browser.cookies = client.cookies
    page = browser.post(
        address(request_type, "check"), {"form_token": client.session["forms"][request_type.code]}
    )
    assert page.status_code == 403
    assert "press Save again" in page.text
    assert DETAILS in page.text
    assert not Case.objects.exists()


def test_500_characters_of_address_are_too_many_and_stay(client: Client, request_type: RequestType) -> None:
    long = "บ้านเลขที่ " * 50
    page = send(client, request_type, house_no=long)
    assert "200" in errors_of(page)["house_no"]
    assert long.strip() in client.get(address(request_type, YOU)).text


def test_a_telephone_number_or_an_e_mail_address_is_enough(client: Client, request_type: RequestType) -> None:
    send(client, request_type, phone="")
    send(client, request_type, email="")
    assert [(str(case.phone), bool(case.email)) for case in Case.objects.order_by("pk")] == [
        ("", True),
        ("081 234 5678", False),
    ]


@pytest.mark.parametrize(
    ("typed", "shown", "stored"),
    [
        ("042 211 234 ext. 17", "042 211 234 ext. 17", "+6642211234;ext=17"),
        ("042-211-234 ต่อ 12", "042 211 234 ext. 12", "+6642211234;ext=12"),
        ("+44 20 7946 0958", "+44 20 7946 0958", "+442079460958"),
        ("+856 20 5555 1234", "+856 20 55 551 234", "+8562055551234"),
    ],
)
def test_the_telephone_that_is_checked_is_the_one_that_is_stored(
    client: Client, request_type: RequestType, typed: str, shown: str, stored: str
) -> None:
    assert shown in at(client, request_type, "check", phone=typed).text
    send(client, request_type, phone=typed)
    case = Case.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM cases_case WHERE id = %s", [case.pk])
        assert cursor.fetchone() == (stored,)
    with translation.override("en"):
        for page in ("cases/partials/filed.html", "documents/file.html"):
            assert shown in render_to_string(
                page, {"case": case, "person": True, "printed_at": timezone.now()}
            )


def test_who_has_no_address_in_thailand_files_without_one(client: Client, request_type: RequestType) -> None:
    nowhere = {"house_no": "Centara Hotel 812", "province": "", "district": "", "subdistrict": ""}
    assert "No address in Thailand" in at(client, request_type, "check", **nowhere, no_address="on").text
    send(client, request_type, **nowhere, no_address="on")
    case = Case.objects.get()
    assert (case.subdistrict, case.province_name, case.house_no) == (None, "", "Centara Hotel 812")
    with translation.override("en"):
        said = render_to_string("cases/partials/filed.html", {"case": case})
    assert "Centara Hotel 812<br>No address in Thailand" in said


def test_an_area_that_was_chosen_before_does_not_count_then(
    client: Client, request_type: RequestType
) -> None:
    send(client, request_type, no_address="on", postal_code="41000")
    assert (Case.objects.get().subdistrict, Case.objects.get().postal_code) == (None, "")


def test_a_kind_that_needs_an_address_asks_for_one(client: Client, request_type: RequestType) -> None:
    RequestType.objects.filter(pk=request_type.pk).update(needs_address=True)
    assert "no_address" not in at(client, request_type, YOU).text
    page = send(client, request_type, no_address="on", subdistrict="")
    assert "subdistrict" in errors_of(page)
