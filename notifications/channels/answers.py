"""What an HTTP service's answer means for a letter: one table for LINE and SMS."""

from django.core.exceptions import ImproperlyConfigured

from cases.lib.http_client import Answer, Unanswered
from notifications.channels.failures import Verdict, judge, stripped

UNAUTHORISED, TOO_MANY = 401, 429
# The service wants to be asked again: it was slow, or early.
AGAIN = (408, 425)
# It may ask for a pause, but not for one in which the letters grow old.
LONGEST_PAUSE = 3600.0


class NotAccepted(Exception):
    """The service did not take the letter. `later`: it says that it will, though its status does not."""

    def __init__(self, answer: Answer, *, words: str = "", later: bool = False) -> None:
        super().__init__(answer.status)
        self.answer, self.words, self.later = answer, words, later


class NoReader(Exception):
    """There is nobody any more to send it to; the text says why."""


def judge_answer(error: Exception, *, address: str) -> Verdict:
    """What follows: 401 stops the way, since the set-up is wrong; 429 too, for as long as the service asks;
    what is the service's own trouble (5xx, silence) stops it until the next sweep; other answers of 4xx, and
    a no in the answer's text, are for good."""
    if isinstance(error, NotAccepted):
        return _judged(error, address)
    if isinstance(error, ImproperlyConfigured | Unanswered):
        return Verdict(stripped(f"{type(error).__name__}: {error}", address), stop=True)
    if isinstance(error, NoReader):
        return Verdict(str(error), for_good=True)
    return judge(error, address=address)


def _judged(error: NotAccepted, address: str) -> Verdict:
    status, wait = error.answer.status, min(error.answer.retry_after, LONGEST_PAUSE)
    words = stripped(f"{status} {error.words}".strip(), address)
    if error.later or status in (UNAUTHORISED, TOO_MANY, *AGAIN) or not status < 500:
        return Verdict(words, stop=True, after=wait)
    return Verdict(words, for_good=True)
