"""POST requests: a report becomes a case by the same function as on the pages.

The same report of the same partner, sent again within the hour, is the first one once more: a client that got
no answer repeats. What makes it the same is everything that was sent, so that two people who say the same are
told apart by `email`, `account_id` or `device_id`.
"""

import datetime
import hashlib
import json
import uuid
from collections.abc import Sequence
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from cases.errors import FiledBefore
from cases.forms.questions import cleaned_answers
from cases.intake.filing import Filing, submit
from cases.limits.rate_limits import Limit
from cases.models import Attachment, Case, NoPhoto, Open311Partner, Open311Report, RequestType
from cases.open311 import media, partners, reading
from cases.open311.report_form import judged

HOUR = 60 * 60
AGAIN = datetime.timedelta(hours=1)
# So many reports of one partner, and then as many an hour.
PARTNER_AN_HOUR = 300


def filed(
    request: HttpRequest,
    request_type: RequestType,
    partner: Open311Partner,
    *,
    now: datetime.datetime | None = None,
) -> list[dict[str, Any]]:
    """File what was sent, and return its number, or a token while it cannot be read yet. Raises Refusal with
    all that is wrong, and TooManyTries. Call it outside a transaction."""
    now = now or timezone.now()
    form = judged(request.POST, request_type)
    tokens = _tokens(request, partner, now)
    case = _before(tokens, now)
    if case is None:
        photos = media.kept(request, request_type, tokens[0])
        filing = _filing(form, request_type, partner, tokens[0], photos)
        case = _stored(filing, partner, photos, now)
    return [_answer(case, request_type)]


def tried(request: HttpRequest, request_type: RequestType, partner: Open311Partner) -> list[dict[str, Any]]:
    """The same for the address of trials: everything is judged and nothing is stored."""
    judged(request.POST, request_type)
    token = _tokens(request, partner, timezone.now())[0]
    media.forget(media.kept(request, request_type, token))
    return [{"token": str(token), "service_notice": request_type.stop or None, "account_id": None}]


def _stored(
    filing: Filing, partner: Open311Partner, photos: Sequence[Attachment], now: datetime.datetime
) -> Case:
    def note(case: Case, password: str) -> None:
        Open311Report.objects.create(case=case, partner=partner)

    try:
        return submit(filing, then=note, now=now)[0]
    except FiledBefore:
        # The same, at the same moment.
        media.forget(photos)
        first: Case = Case.objects.get(form_token=filing.form_token)
        return first
    except BaseException:
        media.forget(photos)
        raise


def _answer(case: Case, request_type: RequestType) -> dict[str, Any]:
    named: dict[str, Any] = {"token": str(case.form_token)}
    if reading.is_readable(case):
        named = {"service_request_id": case.number}
    return named | {"service_notice": request_type.stop or None, "account_id": None}


def _filing(
    form: Any,
    request_type: RequestType,
    partner: Open311Partner,
    token: uuid.UUID,
    photos: Sequence[Attachment],
) -> Filing:
    needs_photo = request_type.needs_photo and not photos
    return Filing(
        form_token=token,
        request_type=request_type,
        subdistrict=None,
        fields={
            **form.columns,
            "urgency": request_type.urgency,
            "no_photo": NoPhoto.UNABLE if needs_photo else "",
            "channel_reference": partner.name[:60],
        },
        channel=partners.CHANNEL,
        language=(get_language() or "th")[:2],
        photos=photos,
        question_set=form.asked,
        answers=cleaned_answers(form),
        limits=[
            Limit("filed-open311", str(partner.pk), PARTNER_AN_HOUR, HOUR, leaks=True),
            Limit("filed", "all", settings.FILED_IN_ALL, HOUR, leaks=True),
        ],
    )


def _before(tokens: Sequence[uuid.UUID], now: datetime.datetime) -> Case | None:
    found = Case.objects.filter(form_token__in=tokens, received_at__gt=now - AGAIN)
    return cast(Case | None, found.order_by("-pk").first())


def _tokens(request: HttpRequest, partner: Open311Partner, now: datetime.datetime) -> list[uuid.UUID]:
    """What this report is known by in this hour, and what it would have been in the hour before. Nobody can
    work it out who knows the report."""
    words = [(name, values) for name, values in sorted(request.POST.lists()) if name != "api_key"]
    files = [
        hashlib.file_digest(cast(Any, upload), "sha256").hexdigest() for upload in media.uploads(request)
    ]
    hour = int(now.timestamp()) // HOUR
    return [_token(json.dumps([partner.pk, one, words, files])) for one in (hour, hour - 1)]


def _token(text: str) -> uuid.UUID:
    digest = salted_hmac("cases.open311.filing", text, algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=4)
