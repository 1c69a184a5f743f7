"""A notice as an e-mail: the frozen words, the secret in its place, and an automatic letter's headers."""

from urllib.parse import urlsplit

from anymail.message import AnymailMessage
from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from notifications.content import page
from notifications.letters import MARK
from notifications.models import Notice


def message(notice: Notice) -> AnymailMessage:
    """The e-mail of a notice. The same notice always has the same Message-ID, so that a copy that a crash
    made can be told from a second letter. Raises InvalidToken where the key of the secret is lost."""
    secret = _secret(notice)
    email = AnymailMessage(
        subject=notice.subject,
        body=notice.text.replace(MARK, secret),
        to=[notice.address],
        headers={
            "Message-ID": f"<{notice.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        metadata={"notice": str(notice.pk)},
    )
    email.attach_alternative(notice.html.replace(MARK, escape(secret)), "text/html")
    return email


def _secret(notice: Notice) -> str:
    """What stands in the secret's place: once it is wiped, how to get a new one."""
    if MARK not in notice.text or notice.secret:
        return str(notice.secret)
    with override(notice.language):
        return _("no longer stored; get a new one at %(link)s") % {"link": page("cases:forgot")}
