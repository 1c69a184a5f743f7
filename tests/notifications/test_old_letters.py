"""Of old letters the words are kept; HTML only while somebody may still want to see or send it."""

import datetime

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from notifications import delivery, old_letters, services
from notifications.models import Notice
from tests.factories import CaseFactory, HeadFactory

pytestmark = pytest.mark.django_db
LATER = old_letters.HTML_KEPT + datetime.timedelta(hours=1)


@pytest.fixture
def letter() -> Notice:
    """A letter to a head, sent."""
    case = CaseFactory()
    HeadFactory(department=case.department)
    CaseFactory(request_type=case.request_type)
    delivery.deliver()
    found: Notice = Notice.objects.filter(audience="head").latest("created")
    assert found.html
    return found


def test_an_old_letter_keeps_its_words_alone(letter: Notice) -> None:
    assert old_letters.let_go_of_html(now=timezone.now() + LATER) > 0
    kept = Notice.objects.get(pk=letter.pk)
    assert (kept.html, kept.text) == ("", letter.text)


def test_a_young_letter_keeps_all(letter: Notice) -> None:
    assert old_letters.let_go_of_html() == 0


def test_a_letter_that_has_not_gone_keeps_all(letter: Notice) -> None:
    Notice.objects.filter(pk=letter.pk).update(created=timezone.now() - LATER)
    waiting = services.resend(letter, by=letter.recipient) if letter.recipient else letter
    Notice.objects.filter(pk=waiting.pk).update(created=timezone.now() - LATER)
    old_letters.let_go_of_html()
    assert Notice.objects.get(pk=waiting.pk).html


def test_an_old_letter_is_sent_again_as_plain_text(letter: Notice) -> None:
    old_letters.let_go_of_html(now=timezone.now() + LATER)
    assert letter.recipient
    services.resend(Notice.objects.get(pk=letter.pk), by=letter.recipient)
    mail.outbox.clear()
    delivery.deliver()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    assert (sent.alternatives, sent.body) == ([], letter.text)
