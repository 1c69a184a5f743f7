"""A letter: the words of `templates/notices/<kind>.txt` between one frame of text and one of HTML.

The first line of the template is the subject, the rest the body. What the reader has to know at a glance
stands below it as facts, then what somebody wrote, then the one link.
"""

from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from cases.models import Municipality
from notifications.models import Letter

# Stands in the frozen text where the secret goes: a private-use character, which nobody types.
MARK = "\ue000"
# Stands in a letter to followers where each one's own link to stop goes, before the letter is stored.
STOP = "\ue001"


# Letters with a password also show the tracking page as a QR code, which the envelope brings along.
WITH_QR = (Letter.RECEIVED, Letter.NEW_PASSWORD)
QR = "tracking-page"


@dataclass(frozen=True)
class Rendered:
    """What one reader gets to read, as it is true now."""

    subject: str
    text: str
    html: str


def render(letter: Letter, language: str, context: dict[str, Any], office: Municipality) -> Rendered:
    """The letter in the language; `context` as `notifications.content` makes it, in the same language."""
    with override(language):
        context = {**context, "office": office, "language": language}
        context["qr"] = QR if letter in WITH_QR else ""
        words = render_to_string(f"notices/{letter}.txt", context).strip()
        subject, _, body = words.partition("\n")
        context = {**context, "subject": " ".join(subject.split()), "body": body.strip()}
        return Rendered(
            context["subject"],
            render_to_string("notices/layout.txt", context).strip() + "\n",
            render_to_string("notices/layout.html", context),
        )
