"""Letters by LINE: the Messaging API's push message, over two lines of HTTP.

See developers.line.biz: "Send push message", "Retry failed API requests".
"""

from django.conf import settings
from django.utils.translation import gettext as _

from cases.actions.contact_preference import line_is_set_up
from cases.db.encryption import readable
from cases.lib import http_client
from cases.models import Contact
from notifications.channels.answers import NoReader, NotAccepted, judge_answer
from notifications.channels.failures import Verdict
from notifications.models import DeliveryChannel, Notice

# This retry key was accepted before, so the letter was too: our record of it was lost, nothing else.
ACCEPTED_BEFORE = 409
LONGEST = 5000


class Line:
    """One push for each letter; the citizen's LINE user ID is looked up at sending, so that unlinking ends
    even what waits."""

    channel = DeliveryChannel.LINE

    @classmethod
    def is_configured(cls) -> bool:
        """With the token for pushing and the log-in for linking."""
        return line_is_set_up()

    def send(self, notice: Notice) -> str:
        """Push it under the notice's own retry key: LINE takes a key once in 24 hours."""
        answer = http_client.call(
            f"{settings.LINE_API_URL}/v2/bot/message/push",
            seconds=settings.EMAIL_TIMEOUT,
            headers={
                "Authorization": f"Bearer {settings.LINE_CHANNEL_TOKEN}",
                "X-Line-Retry-Key": str(notice.pk),
            },
            content={"to": _reader(notice), "messages": [{"type": "text", "text": notice.text[:LONGEST]}]},
        )
        if not answer.ok and answer.status != ACCEPTED_BEFORE:
            raise NotAccepted(answer, words=str(answer.at("message") or ""))
        return str(answer.at("sentMessages.0.id") or "")

    def judge(self, error: Exception, notice: Notice) -> Verdict:
        """What LINE's answer means."""
        return judge_answer(error, address=notice.address)

    def close(self) -> None:
        """Nothing stays open."""


def _reader(notice: Notice) -> str:
    """The LINE user ID: a test brings its own, a citizen's stands with the case, encrypted."""
    if notice.address:
        return notice.address
    contact = Contact.objects.filter(case=notice.case_id).first() if notice.case_id else None
    if contact is None or not contact.line_id:
        raise NoReader(_("LINE is no longer linked."))
    return readable(contact.line_id)
