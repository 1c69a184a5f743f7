"""A letter in few words, for LINE and SMS: what happened, what to do next, where. No password ever."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.letters.content import page
from notifications.letters.rendering import MARK, Rendered
from notifications.models import Letter

# What the citizen does next, with the values of the letter's context. Without one: the link alone.
NEXT: dict[Letter, Any] = {
    Letter.RECEIVED: _("Result expected by %(due)s."),
    Letter.WITH_DEPARTMENT: _("Result expected by %(due)s."),
    Letter.QUESTION: _("Please answer, the work waits for it."),
    Letter.RESULT: _("Not fixed? Tell us until %(until)s."),
    Letter.REJECTED: _("Please read the reason."),
    Letter.REOPENED: _("New result expected by %(due)s."),
    Letter.TAKEN_UP_AGAIN: _("New result expected by %(due)s."),
    Letter.SEPARATED: _("Result expected by %(due)s."),
    Letter.DEADLINE_EXTENDED: _("New result expected by %(due)s."),
    Letter.DELAY_EXPLAINED: _("Please read the reason."),
    Letter.CLOSED: _("You need not do anything."),
    Letter.NEW_PASSWORD: _("If it was not you, please call us."),
    Letter.EMAIL_CHANGED: _("If it was not you, please call us."),
    Letter.CONTACT_CHANGED: _("If it was not you, please call us."),
}
# Two parts of an SMS: of 67 characters each in UCS-2 (Thai), of 153 each in the alphabet of GSM 03.38.
UNICODE, PLAIN = 134, 306
GSM_LACKS = frozenset("`")
GSM_TWICE = frozenset("[]{}^~|\\")


def shortened(letter: Letter, words: Rendered, context: dict[str, Any]) -> Rendered:
    """The letter in few words, from its own subject, frozen as it is; call it in the reader's language."""
    step = str(NEXT[letter]) % context if letter in NEXT else ""
    text = fitted(words.subject.replace(MARK, ""), step, page("cases:track"))
    return Rendered(words.subject, text, "")


def code_text(code: str, minutes: int) -> str:
    """What an SMS with a code says; `code` may be the mark that stands for it."""
    return gettext("%(code)s is your code, valid for %(minutes)d minutes. Give it to nobody.") % {
        "code": code,
        "minutes": minutes,
    }


def fitted(subject: str, step: str, link: str) -> str:
    """Subject, next step and link in two parts of an SMS: the link is never cut, the step goes first, then
    the subject is cut. A link that fills both parts stands alone."""
    for whole in (f"{subject}\n{step}\n{link}" if step else "", f"{subject}\n{link}"):
        if whole and fits(whole):
            return whole
    for length in range(len(subject) - 1, 0, -1):
        if fits(cut := f"{subject[:length].rstrip()}…\n{link}"):
            return cut
    return link


def fits(text: str) -> bool:
    """Whether an SMS of two parts holds it."""
    if text.isascii() and not GSM_LACKS & set(text):
        return len(text) + sum(one in GSM_TWICE for one in text) <= PLAIN
    return len(text.encode("utf-16-le")) // 2 <= UNICODE
