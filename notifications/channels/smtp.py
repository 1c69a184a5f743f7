"""SMTP with patience for its last answer: a server may work on a letter for ten minutes before it says that
it has taken it (RFC 5321, 4.5.3.2.6). Whoever gives up before sends the letter twice.

Every other answer is waited for as long as EMAIL_TIMEOUT says. The last one is waited for a moment; then the
conversation is handed to whoever waits for it aside (`AnswerLater`), and the next letter gets one of its own.
"""

import select
import smtplib
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

# Seconds for which the next letter waits as well.
PROMPT = 5.0


class NoAnswer(Exception):
    """The letter was handed over whole, and the server never said whether it has taken it."""


class AnswerLater(Exception):
    """The letter was handed over whole, and the answer takes its time."""

    def __init__(self, conversation: "Conversation") -> None:
        super().__init__()
        self.conversation = conversation

    def wait(self) -> None:
        """Wait for the answer, and hang up. Raises NoAnswer, and what smtplib raises where it is a no."""
        try:
            code, words = self.conversation.last_answer()
            if code != 250:
                raise smtplib.SMTPDataError(code, words)
        finally:
            self.hang_up()

    def hang_up(self) -> None:
        """End the conversation, whatever is still to be said."""
        with suppress(OSError, smtplib.SMTPException):
            self.conversation.close()


class Conversation(smtplib.SMTP):
    """One with a mail server; the second answer after DATA is the one to be patient for."""

    patience = 0.0
    _answers: int | None = None

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Hand the letter over, as smtplib does. Raises AnswerLater and NoAnswer besides."""
        self._answers = 0
        try:
            return super().data(msg)
        finally:
            self._answers = None

    def getreply(self) -> tuple[int, bytes]:
        """The next answer."""
        if self._answers is None:
            return super().getreply()
        self._answers += 1
        if self._answers == 1:
            return super().getreply()
        assert self.sock is not None
        moment = min(PROMPT, self.patience)
        decrypted = getattr(self.sock, "pending", int)()
        if decrypted or select.select([self.sock], [], [], moment)[0]:
            return self.last_answer()
        if self.patience > moment:
            raise AnswerLater(self)
        raise NoAnswer

    def last_answer(self) -> tuple[int, bytes]:
        """The answer to the whole letter, within the patience that is due to it. Raises NoAnswer."""
        self._answers = None
        try:
            assert self.sock is not None
            usual = self.sock.gettimeout()
            self.sock.settimeout(self.patience)
            answer = super().getreply()
            self.sock.settimeout(usual)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            raise NoAnswer from error
        return answer


class SecureConversation(Conversation, smtplib.SMTP_SSL):
    """The same where all of it is encrypted from the first word."""


class Backend(EmailBackend):
    """Django's SMTP, with such conversations."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """The class of conversation that the settings want."""
        base = SecureConversation if self.use_ssl else Conversation
        return type(base.__name__, (base,), {"patience": float(settings.EMAIL_ANSWER_TIMEOUT)})

    def let_go(self) -> None:
        """Forget the conversation, which is somebody else's now; the next letter opens another."""
        self.connection = None
