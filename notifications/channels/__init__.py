"""The ways that letters go, each behind the same small interface (`base.Way`)."""

from notifications.channels.base import Way
from notifications.channels.line import Line
from notifications.channels.mail import Mail
from notifications.channels.sms import Sms

WAYS: tuple[type[Way], ...] = (Mail, Line, Sms)


def configured() -> list[Way]:
    """The ways that this installation uses, opened for one run."""
    return [way() for way in WAYS if way.is_configured()]
