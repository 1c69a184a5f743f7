"""A lost password without an e-mail address: the code goes by SMS, the password stays on the page."""

import re

import pytest
from django.conf import LazySettings
from django.test import Client

from cases.models import Case, OneTimeCode
from notifications.delivery import worker
from notifications.letters import one_time_codes
from notifications.models import DeliveryChannel, Letter, Notice
from tests.factories import CaseFactory
from tests.peers import Peer

pytestmark = pytest.mark.django_db


@pytest.fixture
def phoned(case: Case) -> Case:
    """A case whose citizen gave no e-mail address."""
    found: Case = CaseFactory(email="", request_type=case.request_type)
    Notice.objects.all().delete()
    return found


def wished(client: Client, typed: str) -> None:
    client.post("/en/track/forgot/", {"wanted": typed})
    one_time_codes.look_up()


def code_of(gateway: Peer) -> str:
    """The code of the SMS that has arrived."""
    worker.deliver()
    found = re.match(r"(\d{6}) is your code", gateway.asked[-1].form["message"])
    assert found
    return found.group(1)


def test_the_code_goes_to_the_telephone_on_file(client: Client, phoned: Case, gateway: Peer) -> None:
    wished(client, phoned.number)
    notice = Notice.objects.get(kind=Letter.RECOVERY_CODE)
    assert (notice.channel, notice.address) == (DeliveryChannel.SMS, "+66812345678")
    assert code_of(gateway)
    assert Notice.objects.get().secret == ""


def test_with_the_code_the_citizen_gets_a_new_password_on_the_page_alone(
    client: Client, phoned: Case, gateway: Peer
) -> None:
    wished(client, phoned.number)
    client.post("/en/track/forgot/code/", {"code": code_of(gateway)})
    page = client.post("/en/track/forgot/cases/", {"number": phoned.number}, follow=True).content.decode()
    (password,) = re.findall(r"\d{4} \d{4} \d{4}(?=<)", page)
    worker.deliver()
    assert password not in gateway.asked[-1].form["message"]
    assert client.post("/track/", {"user_id": phoned.number, "password": password}).status_code == 302


def test_the_code_opens_that_case_and_no_other(client: Client, phoned: Case, gateway: Peer) -> None:
    other = CaseFactory(email="", request_type=phoned.request_type)
    wished(client, phoned.number)
    client.post("/track/forgot/code/", {"code": code_of(gateway)})
    assert client.get(f"/track/cases/{phoned.number}/").status_code == 200
    assert client.get(f"/track/cases/{other.number}/").status_code == 404


def test_with_an_email_address_the_code_goes_there(client: Client, case: Case, gateway: Peer) -> None:
    wished(client, case.number)
    assert Notice.objects.get(kind=Letter.RECOVERY_CODE).channel == DeliveryChannel.EMAIL


def test_without_sms_there_is_no_code(client: Client, phoned: Case, settings: LazySettings) -> None:
    wished(client, phoned.number)
    assert not Notice.objects.exists()


def test_the_page_says_the_same_whatever_is_known(client: Client, phoned: Case, gateway: Peer) -> None:
    pages = []
    for typed in (phoned.number, "2569-99999"):
        client.post("/en/track/forgot/", {"wanted": typed})
        pages.append(client.get("/en/track/forgot/code/").content.decode())
    strip = re.compile(r'value="[^"]+"|nonce="[^"]+"')
    assert strip.sub("", pages[0]) == strip.sub("", pages[1])


def test_one_telephone_gets_six_codes_an_hour(phoned: Case, gateway: Peer) -> None:
    for _ in range(8):
        OneTimeCode.objects.create(wanted=phoned.number)
    one_time_codes.look_up()
    assert Notice.objects.filter(kind=Letter.RECOVERY_CODE).count() == 6
