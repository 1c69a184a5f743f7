"""The letters to people who hear of an area: at most one each morning, while something was reported there."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cases.intake import area_alerts
from cases.models import AreaAlert
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content import standalone_content
from notifications.letters.content.rendering import render
from notifications.letters.outbox import stop_area_link
from notifications.models import Letter, Notice
from notifications.models.letter_texts import office_and_changed


def write(*, now: datetime.datetime | None = None) -> int:
    """Write the letter of each area of which something is new and that had none today; return how many. Safe
    to run twice."""
    now = now or timezone.now()
    keys = AreaAlert.objects.order_by("pk").values_list("pk", flat=True)
    return sum(_write_for(key, now) for key in keys)


@transaction.atomic
def _write_for(key: int, now: datetime.datetime) -> bool:
    alert = AreaAlert.objects.select_for_update(no_key=True).filter(pk=key).first()
    today = timezone.localdate(now)
    if alert is None or Notice.objects.filter(alert=alert, digest_on=today).exists():
        return False
    found = area_alerts.news(alert, until=now)
    alert.told_until = now
    alert.save(update_fields=["told_until"])
    if not found:
        return False
    spec, (office, changed) = CATALOGUE[Letter.NEW_IN_AREA], office_and_changed([Letter.NEW_IN_AREA])
    with override(alert.language):
        context = standalone_content.new_in_area(found, stop_area_link(alert.pk, alert.language))
        words = render(Letter.NEW_IN_AREA, alert.language, context, office, changed)
    Notice.objects.create(
        alert=alert,
        digest_on=today,
        kind=spec.letter,
        priority=spec.priority,
        audience=spec.audience,
        address=alert.email,
        language=alert.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
    )
    return True
