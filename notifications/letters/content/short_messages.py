"""A letter in few words, for LINE and SMS: what happened, what to do next, where; for web push less than
that. No password ever."""

from typing import Any

from django.utils.translation import gettext

from cases.models import Case
from notifications.letters.content.rendering import MARK, Rendered
from notifications.letters.links import page
from notifications.letters.spec import LetterSpec
from notifications.models import Letter

# Two segments of an SMS: of 67 characters each in UCS-2 (Thai), of 153 each in the alphabet of GSM 03.38.
UNICODE, PLAIN = 134, 306
# Stands for the token of a personal link, which has so many characters (`cases.access.outside_links`).
TOKEN = "0" * 22
GSM_LACKS = frozenset("`")
GSM_TWICE = frozenset("[]{}^~|\\")


def shortened(spec: LetterSpec, words: Rendered, context: dict[str, Any]) -> Rendered:
    """The letter in few words, from its own subject, frozen as it is; call it in the reader's language."""
    step = str(spec.next_step) % context
    link = page("cases:track")
    if spec.personal_link:
        # Counted as long as it will be.
        link = context["link"].replace(MARK, TOKEN)
    text = fitted(words.subject.replace(MARK, ""), step, link).replace(TOKEN, MARK)
    return Rendered(words.subject, text, "")


def news(number: str) -> Rendered:
    """What a browser shows, whatever the letter says: that there is news, and of which case."""
    words = gettext("Request %(number)s: there is news.") % {"number": number}
    return Rendered(words, words, "")


def news_for_staff(case: Case, letter: Letter) -> Rendered:
    """What a browser of the staff shows: number and letter, no name and no word of anybody; of a restricted
    request type nothing but that there is news."""
    words = gettext("There is news for you.")
    if not case.request_type.restricted:
        words = gettext("%(number)s: %(letter)s") % {"number": case.number, "letter": letter.label}
    return Rendered(words, words, "")


def code_text(code: str, minutes: int) -> str:
    """What an SMS with a code says; `code` may be the mark that stands for it."""
    return gettext("%(code)s is your code, valid for %(minutes)d minutes. Give it to nobody.") % {
        "code": code,
        "minutes": minutes,
    }


def fitted(subject: str, step: str, link: str) -> str:
    """Subject, next step and link in two segments of an SMS: the link is never cut, the step goes first, then
    the subject is cut. A link that fills both segments stands alone."""
    for whole in (f"{subject}\n{step}\n{link}" if step else "", f"{subject}\n{link}"):
        if whole and fits(whole):
            return whole
    for length in range(len(subject) - 1, 0, -1):
        if fits(cut := f"{subject[:length].rstrip()}…\n{link}"):
            return cut
    return link


def fits(text: str) -> bool:
    """Whether an SMS of two segments holds it."""
    if text.isascii() and not GSM_LACKS & set(text):
        return len(text) + sum(one in GSM_TWICE for one in text) <= PLAIN
    return len(text.encode("utf-16-le")) // 2 <= UNICODE
