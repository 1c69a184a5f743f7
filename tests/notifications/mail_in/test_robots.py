"""Two robots that answer each other by SMTP: it ends by itself."""

import pytest
from pytest_django import Settings

from cases.models import Case, CaseEvent
from notifications.delivery import worker
from notifications.mail_in.post import take
from notifications.models import Notice
from tests.notifications.mail_in.letters import HOST, TOWN, letter
from tests.servers import MailServer

pytestmark = pytest.mark.django_db
MOST_LETTERS = 3


@pytest.mark.parametrize("honest", [True, False], ids=["says that it is a robot", "looks like a person"])
def test_a_robot_that_answers_every_letter_gets_no_more_than_three(
    case: Case, smtp_server: MailServer, settings: Settings, honest: bool
) -> None:
    settings.MAIL_IN_ADDRESS, settings.MAIL_IN_AUTHSERV = TOWN, HOST
    Notice.objects.exclude(audience="citizen").delete()
    answered = 0
    for turn in range(10):
        worker.deliver()
        sent = [one for one in smtp_server.messages if case.email in str(one["To"])]
        for ours in sent[answered:]:
            answered += 1
            take(
                letter(
                    "Thank you for your letter.",
                    sender=case.email,
                    to=str(ours["Reply-To"]),
                    subject=f"Re: {turn}",
                    message_id=f"<{answered}@robot.example>",
                    In_Reply_To=str(ours["Message-ID"]),
                    proved=True,
                    **({"Auto_Submitted": "auto-replied"} if honest else {}),
                )
            )
    assert 1 <= answered <= MOST_LETTERS
    said = CaseEvent.objects.filter(case=case, kind=CaseEvent.Kind.MESSAGE).count()
    assert said == (0 if honest else answered)


def test_our_letters_say_whom_to_answer_only_where_answers_are_read(
    case: Case, smtp_server: MailServer, settings: Settings
) -> None:
    settings.MAIL_IN_ADDRESS = TOWN
    worker.deliver()
    to_citizen = next(one for one in smtp_server.messages if case.email in str(one["To"]))
    others = [one for one in smtp_server.messages if case.email not in str(one["To"])]
    assert str(to_citizen["Reply-To"]).startswith("khamrong+r")
    assert to_citizen["X-Loop"] == TOWN
    assert others
    assert not any(one["Reply-To"] for one in others)
