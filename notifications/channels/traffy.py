"""Messages to Traffy Fondue: the state of a report with its note and photos, and reports of ours."""

import datetime
import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.lib.http_client import Unanswered
from cases.models import Attachment, Municipality, PublicPhoto
from notifications.channels.answers import NoReader, judge_answer
from notifications.channels.failures import Verdict
from notifications.letters.traffy import NEW, STATES
from notifications.models import DeliveryChannel, Notice, TraffyBridge, TraffyKind, TraffyReport
from notifications.models.traffy import this_month
from notifications.traffy import client
from notifications.traffy.client import NoCredit, NotDone

SALT = "notifications.traffy.photo"
MOST_PHOTOS = 10
LATER = (401, 408, 425, 429)


class Perhaps(Exception):
    """A new report was handed over and not answered: it may be there."""


class Traffy:
    """One call for each message."""

    channel = DeliveryChannel.TRAFFY

    @classmethod
    def is_configured(cls) -> bool:
        """Whether the municipality uses the bridge."""
        return Municipality.current().traffy and TraffyBridge.objects.exists()

    def send(self, notice: Notice) -> str:
        """Hand it over, and keep what they know the report by."""
        case, said = notice.case, json.loads(notice.text)
        report = TraffyReport.objects.filter(case=case).first()
        if case is None or report is None or not Municipality.current().traffy:
            raise NoReader(_("The bridge is switched off."))
        if case.request_type.restricted:
            raise NoReader(_("The kind of request has become restricted."))
        if said["state"] == NEW:
            return _sent(notice, report, said)
        if report.ticket is None:
            raise Unanswered("The report is not there yet.")
        photos = [{"url": url, "note": ""} for url in _of_event(notice)]
        state = STATES[said["state"]]
        told = {"ticket_id": report.ticket, "state_name": state, "note": said["note"], "photos": photos}
        client.ask("PATCH", "/update-issue/v1", content=told | {"noti_reporter": True})
        TraffyReport.objects.filter(pk=report.pk).update(status=state)
        return report.ticket

    def judge(self, error: Exception, notice: Notice) -> Verdict:
        """What follows: without calls the next try is in the next month; a no is for good; the rest comes
        later."""
        if isinstance(error, NoCredit):
            return Verdict(str(error), stop=True, after=_until_next_month())
        if isinstance(error, Perhaps):
            return Verdict(_("No answer: it may be there. Look before you send it again."), for_good=True)
        if isinstance(error, NotDone):
            for_good = 400 <= error.status < 500 and error.status not in LATER
            return Verdict(str(error), for_good=for_good, stop=not for_good)
        return judge_answer(error, address="")

    def close(self) -> None:
        """Nothing stays open."""


def _until_next_month() -> float:
    """Seconds until the calls are counted anew."""
    first = (this_month() + datetime.timedelta(days=32)).replace(day=1)
    return (
        timezone.make_aware(datetime.datetime.combine(first, datetime.time())) - timezone.now()
    ).total_seconds()


def _sent(notice: Notice, report: TraffyReport, said: dict[str, Any]) -> str:
    """File a report of ours there. Its number in the text is known again when it comes back to us."""
    case = notice.case
    assert case is not None
    if report.ticket is not None:
        return report.ticket
    known = TraffyKind.objects.filter(request_type=case.request_type_id).first()
    told = {
        "latitude": float(case.latitude or 0),
        "longitude": float(case.longitude or 0),
        "description": f"{said['note']}\n({case.number})",
        "client_ticket_id": case.number,
        "photo": list(_cleared(notice)),
        **({"category_name_th": known.name} if known else {}),
        **({"org_id": said["organisation"]} if said.get("organisation") else {}),
    }
    if not client.may_call(TraffyBridge.objects.get(), looks=False):
        raise NoCredit(_("The calls of this month are nearly used up."))
    # Whoever cannot log in has sent nothing.
    client.log_in()
    try:
        results = client.ask("POST", "/new-issue/v1", content=told)
    except Unanswered as error:
        raise Perhaps from error
    ticket = results.get("ticket_id") if isinstance(results, dict) else None
    if not isinstance(ticket, str) or not ticket:
        raise Perhaps
    TraffyReport.objects.filter(pk=report.pk, ticket=None).update(
        ticket=ticket[:40], status=STATES["waiting"]
    )
    return ticket


def _of_event(notice: Notice) -> Iterator[str]:
    """The photos of a step, where they can be fetched for some days."""
    clean = {"kind": Attachment.Kind.PHOTO, "scan": Attachment.Scan.CLEAN}
    found = Attachment.objects.filter(event=notice.event_id, event__by__isnull=False, **clean)
    for key in found.order_by("created", "pk").values_list("pk", flat=True)[:MOST_PHOTOS]:
        yield _address("step", key)


def _cleared(notice: Notice) -> Iterator[str]:
    """Of the citizen's photos those that everybody may see."""
    found = PublicPhoto.objects.filter(case=notice.case_id)
    for key in found.order_by("pk").values_list("pk", flat=True)[:MOST_PHOTOS]:
        yield _address("public", key)


def _address(of: str, key: Any) -> str:
    token = signing.dumps([of, str(key)], salt=SALT)
    return f"{settings.SITE_URL}{reverse('traffy_photo', args=[token])}"
