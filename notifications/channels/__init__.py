"""The ways that letters go, each behind the same small interface (`base.Transport`)."""

from notifications.channels.base import Transport
from notifications.channels.line import Line
from notifications.channels.mail import Mail
from notifications.channels.sms import Sms
from notifications.channels.traffy import Traffy
from notifications.channels.web_push import WebPush
from notifications.channels.webhook import Webhook

WAYS: tuple[type[Transport], ...] = (Mail, Line, Sms, WebPush, Webhook, Traffy)


def configured() -> list[Transport]:
    """The ways that this installation uses, opened for one run."""
    return [way() for way in WAYS if way.is_configured()]
