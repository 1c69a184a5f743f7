"""What the install test types on an empty machine files a case here too."""

import pytest

from cases.models import Case
from tests.install.road import CITIZEN, NUMBER, file
from tests.journeys.conftest import Town
from tests.journeys.conftest import mail_of_the_module as mail_of_the_module
from tests.journeys.conftest import people as people
from tests.journeys.conftest import smtp_server as smtp_server
from tests.journeys.conftest import town as town


@pytest.mark.django_db(transaction=True)
def test_a_citizen_who_chooses_by_words_files_a_case(town: Town) -> None:
    page = file(town.visitor())
    case = Case.objects.get(number=NUMBER.findall(page.text)[0])
    assert (case.email, case.attachments.count(), case.subdistrict_name) == (CITIZEN, 1, "หมากแข้ง")
