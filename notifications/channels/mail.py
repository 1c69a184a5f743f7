"""Letters by e-mail: SMTP, or whichever mail service Django's e-mail backend speaks to."""

from contextlib import suppress

from django.conf import settings
from django.core.mail import get_connection

from notifications.channels.envelope import message
from notifications.channels.failures import Verdict, judge
from notifications.channels.smtp import AnswerLater, Backend
from notifications.models import DeliveryChannel, Notice

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Mail:
    """One connection to the mail server for the run; opened by the first letter, and after trouble."""

    channel = DeliveryChannel.EMAIL

    def __init__(self) -> None:
        # Django's own SMTP gives up too soon after the letter.
        ours = "notifications.channels.smtp.Backend" if settings.EMAIL_BACKEND == SMTP else None
        self.office = get_connection(ours)

    @classmethod
    def is_configured(cls) -> bool:
        """Always: Django's e-mail settings have a default."""
        return True

    def send(self, notice: Notice) -> str:
        """Send it; the service's ID, where it gives one. Raises AnswerLater where the letter is handed over
        and only the answer is not there yet."""
        letter = message(notice)
        self.office.open()
        try:
            self.office.send_messages([letter])
        except AnswerLater:
            if isinstance(self.office, Backend):
                self.office.let_go()
            raise
        return str(getattr(letter.anymail_status, "message_id", None) or "")

    def judge(self, error: Exception, notice: Notice) -> Verdict:
        """What an answer of the server means; the next letter gets a fresh connection."""
        self.close()
        return judge(error, address=notice.address)

    def close(self) -> None:
        """Say goodbye, if the server still listens."""
        with suppress(Exception):
            self.office.close()
