"""No public answer of the whole sample tells who anybody is. All tests of this module work on the sample."""

import pytest
from django.test import Client

from cases.models import Case, Municipality, RequestType
from cases.text import telephones


@pytest.mark.django_db
@pytest.mark.usefixtures("copy_of_the_sample")
def test_no_name_number_or_address_of_the_sample_is_told(client: Client) -> None:
    Municipality.objects.update(open311=True)
    public = {"needs_map": True, "needs_national_id": False, "needs_address": False, "licence": False}
    RequestType.objects.filter(restricted=False).update(**public, on_public_map=True)
    told = "\n".join(
        client.get(f"/open311/v2/{path}").text
        for path in (
            "discovery.json",
            "services.json",
            "requests.json?extensions=true",
            "requests.xml?extensions=true&status=closed",
            "servicerequestupdates.json",
        )
    )
    assert told.count("service_request_id") > 100
    said = Case.objects.exclude(first_name="").values_list(
        "first_name", "last_name", "phone", "email", "details"
    )
    for first, last, phone, email, details in said:
        assert f"{first} {last}" not in told
        assert not phone or (str(phone) not in told and telephones.shown(phone) not in told)
        assert not email or email not in told
        assert details not in told
