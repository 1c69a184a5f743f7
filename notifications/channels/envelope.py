"""A notice as an e-mail: the frozen words, the secret in its place, and an automatic letter's headers."""

from email.header import Header
from email.message import Message
from email.mime.image import MIMEImage
from email.utils import formataddr, getaddresses, parseaddr
from urllib.parse import urlsplit

from anymail.message import AnymailMessage
from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.db.encryption import readable
from cases.lib.qr import qr_png
from cases.models import MonthlyReport, Municipality
from notifications.channels.reply_address import is_on, reply_address
from notifications.letters.content.rendering import MARK, QR
from notifications.letters.links import page
from notifications.letters.outbox import stop_area_link, stop_link
from notifications.models import Letter, Notice

# An encoded word has 75 characters at most (RFC 2047, 2), and a line one more for the space before it.
LONGEST_LINE = 75
NEVER_IN_NAMES = str.maketrans("", "", '"\\\\<>')
WITH_ADDRESSES = ("From", "To", "Cc", "Reply-To")


class Email(AnymailMessage):
    """An e-mail whose headers are written as RFC 2047 has it: Django's encoded words are one too long."""

    def message(self) -> Message:
        """The letter as it goes to a mail server."""
        written: Message = super().message()
        for name, text in (("Subject", self.subject), ("From", self.from_email)):
            if not text.isascii():
                del written[name]
                # Past Django's own encoding.
                Message.__setitem__(written, name, encoded(name, text))
        return written


def encoded(name: str, text: str) -> str:
    """The value of a header in ASCII, folded: its words, or the names of its addresses, as encoded words."""
    if name not in WITH_ADDRESSES:
        return _encoded_words(name, text)
    people = getaddresses([text])
    return ",\n ".join(
        f"{_encoded_words(name, person)}\n <{address}>"
        if not person.isascii()
        else formataddr((person, address))
        for person, address in people
    )


def _encoded_words(name: str, text: str) -> str:
    return Header(text, "utf-8", maxlinelen=LONGEST_LINE, header_name=name).encode()


def message(notice: Notice) -> AnymailMessage:
    """The e-mail of a notice, in the municipality's name. The same notice always has the same Message-ID, so
    that a copy that a crash made can be told from a second letter. Raises InvalidToken where the key of the
    secret is lost."""
    secret = _secret(notice)
    email = Email(
        subject=notice.subject,
        body=notice.text.replace(MARK, secret),
        from_email=sender(notice.language),
        to=[notice.address],
        headers={
            "Message-ID": f"<{notice.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            **({"X-Loop": settings.MAIL_IN_ADDRESS} if is_on() else {}),
            **_unsubscribe(notice),
        },
        reply_to=[address] if (address := reply_address(notice)) else None,
        metadata={"notice": str(notice.pk)},
    )
    if notice.html:
        email.attach_alternative(notice.html.replace(MARK, escape(secret)), "text/html")
    if f"cid:{QR}" in notice.html:
        email.attach(_qr_code(notice.language))
    if report := _report(notice):
        email.attach(report.file_name, bytes(report.page), "application/pdf")
    return email


def sender(language: str) -> str:
    """The municipality's name in the reader's language, with the address of the settings."""
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    with override(language):
        name = " ".join(str(Municipality.current()).split())
    return f'"{name.translate(NEVER_IN_NAMES)}" <{address}>'


def _qr_code(language: str) -> MIMEImage:
    """The tracking page's address as a picture that the letter brings along: nothing is fetched."""
    with override(language):
        picture = MIMEImage(qr_png(page("cases:track")), "png")
    picture.add_header("Content-ID", f"<{QR}>")
    picture.add_header("Content-Disposition", "inline", filename="tracking-page.png")
    return picture


def _report(notice: Notice) -> MonthlyReport | None:
    """The page that the letter to the council brings; None for other letters, and where there is no PDF."""
    if notice.kind != Letter.MONTHLY or notice.digest_on is None:
        return None
    return MonthlyReport.objects.filter(month=notice.digest_on).exclude(page=b"").first()


def _unsubscribe(notice: Notice) -> dict[str, str]:
    """The mail program of a follower, or of who hears of an area, can stop the letters with one click
    (RFC 8058)."""
    if notice.follower_id is not None:
        link = stop_link(notice.follower_id, notice.language)
    elif notice.alert_id is not None:
        link = stop_area_link(notice.alert_id, notice.language)
    else:
        return {}
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _secret(notice: Notice) -> str:
    """What stands in the secret's place: once it is wiped, how to get a new one."""
    if MARK not in notice.text:
        return ""
    if notice.secret:
        return readable(notice.secret)
    with override(notice.language):
        return _("no longer stored; get a new one at %(link)s") % {"link": page("cases:forgot")}
