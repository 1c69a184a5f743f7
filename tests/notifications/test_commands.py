"""The command that sends without a broker."""

from io import StringIO

from django.core.management import call_command

from cases.models import Case
from notifications.models import Notice
from tests.servers import MailServer


def test_one_sweep_sends_what_is_due(case: Case, smtp_server: MailServer) -> None:
    said = StringIO()
    call_command("sweep_notices", stdout=said)
    assert "2 notices sent" in said.getvalue()
    assert not Notice.objects.unsettled().exists()
