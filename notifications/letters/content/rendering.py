"""A letter: the words of `templates/notices/<kind>.txt`, or the administrator's, in a frame of text and HTML.

The first line of the template is the subject, the rest the body. What the reader has to know at a glance
stands below it as facts, then what somebody wrote, then the one link. Who is no member of the staff is
greeted before the body and finds a courtesy after the link.
"""

import logging
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import override

from cases.models import Municipality
from cases.placeholders import PRIVATE, filled
from cases.text import telephones
from notifications.models import Letter
from notifications.models.letter_texts import UNCHANGED, Changed, Words

logger = logging.getLogger(__name__)
# Stands in the frozen text where the secret goes: a private-use character, which nobody types.
MARK = "\ue000"
# Stands in a letter to followers where each one's own link to stop goes, before the letter is stored.
STOP = "\ue001"
# Stands where each reader is addressed by name, before the letter is stored.
NAME = "\ue002"
# Stands there in a letter that is only shown: who looks at it may be one from whom the name is kept.
UNNAMED = "……"
# The name of the picture of a QR code, which the envelope brings along.
QR = "tracking-page"


@dataclass(frozen=True)
class Rendered:
    """What one reader gets to read, as it is true now."""

    subject: str
    text: str
    html: str


class Named(dict[str, object]):
    """A context in which every name stands for itself, as a placeholder."""

    def __contains__(self, name: object) -> bool:
        return name not in ("True", "False", "None")

    def __getitem__(self, name: str) -> object:
        return f"{{{name}}}"


def render(
    letter: Letter, language: str, context: dict[str, Any], office: Municipality, changed: Changed = UNCHANGED
) -> Rendered:
    """The letter in the language; `context` as `notifications.letters.content` makes it, in the same
    language. Words that were changed stand in place of the template's; where they cannot be used, the
    template's do."""
    with override(language):
        context = {
            **context,
            "office": office,
            "phone": telephones.grouped(office.phone),
            "language": language,
        }
        words = _changed_words(letter, language, context, changed) or _words(letter, context)
        context = {**context, "subject": " ".join(words.subject.split()), "body": words.body.strip()}
        return Rendered(
            context["subject"],
            render_to_string("notices/layout.txt", context).strip() + "\n",
            render_to_string("notices/layout.html", context),
        )


def addressed(words: Rendered, name: str) -> Rendered:
    """The letter with its reader's name in the greeting; one that greets nobody by name stays as it is."""
    text, html = words.text.replace(NAME, name), words.html.replace(NAME, escape(name))
    return replace(words, text=text, html=html)


def default_words(letter: Letter, language: str) -> Words:
    """The words of the template with its placeholders, as an administrator would have written them."""
    with override(language):
        return _words(letter, Named())


def _words(letter: Letter, context: dict[str, Any]) -> Words:
    subject, _, body = render_to_string(f"notices/{letter}.txt", context).strip().partition("\n")
    return Words(subject.strip(), body.strip())


def _changed_words(letter: Letter, language: str, context: dict[str, Any], changed: Changed) -> Words | None:
    """The administrator's words, filled in once: nothing in them or in what is filled in is a template."""
    words = changed.get((letter, language))
    if words is None:
        return None
    values = {name: value for name, value in context.items() if isinstance(value, str | int)}
    values["office"] = str(context["office"])
    try:
        return Words(*(filled(PRIVATE.sub("", part), values) for part in words))
    except KeyError as error:
        logger.error("The changed words of the letter %s (%s) cannot be used: %s", letter, language, error)
        return None
