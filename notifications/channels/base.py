"""What every way for letters can do; delivery knows nothing else of it."""

from typing import Protocol

from notifications.channels.failures import Verdict
from notifications.models import DeliveryChannel, Notice


class Transport(Protocol):
    """One way for letters, opened for one run of delivery and closed after it."""

    channel: DeliveryChannel

    @classmethod
    def is_configured(cls) -> bool:
        """Whether this installation uses it; the letters of one that does not wait and then fail."""

    def send(self, notice: Notice) -> str:
        """Hand the letter over and return the ID by which the service knows it, or nothing. Raises what
        `judge` understands, and `smtp.AnswerLater`; no transaction is open."""

    def judge(self, error: Exception, notice: Notice) -> Verdict:
        """What follows from an error of `send`, in words without personal data."""

    def close(self) -> None:
        """Hang up; never raises."""
