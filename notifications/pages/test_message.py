"""A test letter: through the real channel, at once, to whoever asks for it; nothing of it is stored."""

from dataclasses import asdict

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.lib.push_services import Browser
from cases.models import Municipality, PushSubscription
from notifications.channels import WAYS
from notifications.channels.base import Transport
from notifications.channels.failures import UNANSWERED, Verdict
from notifications.channels.smtp import AnswerLater
from notifications.delivery import channel_health
from notifications.models import DeliveryChannel, Notice


def send_test(channel: DeliveryChannel, *, address: str | Browser) -> Verdict | None:
    """Send it and return what went wrong, if anything did; how the channel does is noted either way."""
    way = way_of(channel)()
    notice = _letter(channel, address)
    try:
        way.send(notice)
    except AnswerLater as later:
        later.hang_up()
        verdict = Verdict(_(UNANSWERED), unanswered=True)
        channel_health.note_trouble(channel, verdict)
        return verdict
    except Exception as error:  # whatever is wrong is what the test is there to say
        verdict = way.judge(error, notice)
        channel_health.note_trouble(channel, verdict)
        return verdict
    finally:
        way.close()
    channel_health.note_success(channel)
    return None


def way_of(channel: DeliveryChannel) -> type[Transport]:
    """The way of a channel."""
    return next(way for way in WAYS if way.channel == channel)


def _letter(channel: DeliveryChannel, address: str | Browser) -> Notice:
    subject, language = _("Test letter"), (get_language() or settings.LANGUAGE_CODE)[:2]
    text = _("This is a test of the letters of %(office)s. It works.") % {"office": Municipality.current()}
    notice = Notice(channel=channel, language=language, subject=subject, text=text)
    if isinstance(address, Browser):
        notice.subscription = PushSubscription(**asdict(address))
    else:
        notice.address = address
    if channel == DeliveryChannel.EMAIL:
        context = {"office": Municipality.current(), "language": language, "subject": subject, "body": text}
        notice.text = render_to_string("notices/layout.txt", context).strip()
        notice.html = render_to_string("notices/layout.html", context)
    return notice
