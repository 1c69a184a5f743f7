"""Of old letters the words are kept; HTML only while somebody may still want to see or send it."""

import datetime

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from notifications.delivery import retention, worker
from notifications.models import Notice
from notifications.pages import resend
from tests.factories import CaseFactory, HeadFactory

pytestmark = pytest.mark.django_db
LATER = retention.HTML_KEPT + datetime.timedelta(hours=1)


@pytest.fixture
def letter() -> Notice:
    """A letter to a head, sent."""
    case = CaseFactory()
    HeadFactory(department=case.department)
    CaseFactory(request_type=case.request_type)
    worker.deliver()
    found: Notice = Notice.objects.filter(audience="head").latest("created")
    assert found.html
    return found


def test_an_old_letter_keeps_its_words_alone(letter: Notice) -> None:
    assert retention.let_go_of_html(now=timezone.now() + LATER) > 0
    kept = Notice.objects.get(pk=letter.pk)
    assert (kept.html, kept.text) == ("", letter.text)


def test_a_young_letter_keeps_all(letter: Notice) -> None:
    assert retention.let_go_of_html() == 0


def test_a_letter_that_has_not_gone_keeps_all(letter: Notice) -> None:
    Notice.objects.filter(pk=letter.pk).update(created=timezone.now() - LATER)
    waiting = resend.resend(letter, by=letter.recipient) if letter.recipient else letter
    Notice.objects.filter(pk=waiting.pk).update(created=timezone.now() - LATER)
    retention.let_go_of_html()
    assert Notice.objects.get(pk=waiting.pk).html


def test_an_old_letter_is_sent_again_as_plain_text(letter: Notice) -> None:
    retention.let_go_of_html(now=timezone.now() + LATER)
    assert letter.recipient
    resend.resend(Notice.objects.get(pk=letter.pk), by=letter.recipient)
    mail.outbox.clear()
    worker.deliver()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert (sent.alternatives, sent.body) == ([], letter.text)
