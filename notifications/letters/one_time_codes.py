"""Looking up requests that a code must confirm, away from the page: neither answer nor time tells
anything."""

import datetime
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import override

from cases.access.one_time_codes import DIGITS, VALID, code_hash
from cases.actions.contact_preference import default_way
from cases.models import Case, ContactChannel, OneTimeCode
from cases.text.case_number import user_id
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content import standalone_content
from notifications.letters.content.rendering import MARK, render
from notifications.letters.content.short_messages import code_text
from notifications.models import DeliveryChannel, Letter, Notice
from notifications.models.letter_texts import office_and_changed

KEPT = datetime.timedelta(days=1)
Purpose = OneTimeCode.Purpose
TO_THIS_ADDRESS = (Purpose.EMAIL, Purpose.FOLLOW, Purpose.CASES, Purpose.AREA)


def look_up(*, now: datetime.datetime | None = None) -> int:
    """Write the letter with the code for each request whose address is known; return how many requests were
    looked up. What was typed is wiped. Safe to run at once: each request is locked."""
    done = 0
    while _looked_up_one(now or timezone.now()):
        done += 1
    return done


def purge(*, now: datetime.datetime | None = None) -> int:
    """Forget requests older than a day, with their letters; return how many requests."""
    old = OneTimeCode.objects.filter(created__lt=(now or timezone.now()) - KEPT)
    return old.delete()[1].get("cases.OneTimeCode", 0)


@transaction.atomic
def _looked_up_one(now: datetime.datetime) -> bool:
    waiting = OneTimeCode.objects.filter(looked_up_at=None).order_by("created")
    one_time_code = waiting.select_for_update(skip_locked=True, no_key=True).first()
    if one_time_code is None:
        return False
    named = _named(one_time_code)
    address, case = _address(one_time_code), _by_sms(one_time_code, named)
    if one_time_code.known:
        one_time_code.case = one_time_code.case or named
    if address and _may_send(
        one_time_code, OneTimeCode.objects.alias(to=Lower("email")).filter(to=address.lower()), now
    ):
        _send_code(one_time_code, now, address=address)
    elif case and _may_send(one_time_code, OneTimeCode.objects.filter(case=case, email=""), now):
        _send_code(one_time_code, now, case=case)
    one_time_code.wanted, one_time_code.looked_up_at = "", now
    one_time_code.save(update_fields=["wanted", "looked_up_at", "email", "case", "code", "expires_at"])
    return True


def _address(one_time_code: OneTimeCode) -> str:
    """Where the code goes: to the address that it confirms, or for a lost password to the one on file of the
    newest case of this address, or of the case of this number. Empty where there is none."""
    if one_time_code.purpose in TO_THIS_ADDRESS:
        return one_time_code.wanted.strip()
    cases = Case.objects.exclude(email="").order_by("-pk").values_list("email", flat=True)
    if "@" in one_time_code.wanted:
        cases = cases.alias(address=Lower("email")).filter(address=one_time_code.wanted.strip().lower())
    else:
        cases = cases.filter(number=user_id(one_time_code.wanted))
    return cases.first() or ""


def _named(one_time_code: OneTimeCode) -> Case | None:
    """The case whose number was typed for a lost password."""
    if one_time_code.purpose != OneTimeCode.Purpose.PASSWORD or "@" in one_time_code.wanted:
        return None
    found: Case | None = Case.objects.filter(number=user_id(one_time_code.wanted)).first()
    return found


def _by_sms(one_time_code: OneTimeCode, named: Case | None) -> Case | None:
    """The case whose telephone gets the code for a lost password: it was named, and has no e-mail address."""
    return named if named and default_way(named) == ContactChannel.SMS else None


def _may_send(one_time_code: OneTimeCode, asked: QuerySet[OneTimeCode], now: datetime.datetime) -> bool:
    """At most 6 codes an hour and 20 a day go to one address, by whichever of its cases it was asked for, or
    to the telephone of one case, from whichever network. The page cannot count these: it knows neither.
    Whoever has been here before is counted apart, by the case that was named, so that strangers use up
    nothing of theirs; three times as many go to the address in all."""
    sent = asked.exclude(code="")
    own = sent.filter(known=one_time_code.known)
    if one_time_code.known:
        own = own.filter(case=one_time_code.case)
    return _fits(own, now) and _fits(sent, now, times=3)


def _fits(sent: QuerySet[OneTimeCode], now: datetime.datetime, *, times: int = 1) -> bool:
    spans = ((6 * times, datetime.timedelta(hours=1)), (20 * times, KEPT))
    return all(sent.filter(looked_up_at__gt=now - span).count() < limit for limit, span in spans)


def _send_code(
    one_time_code: OneTimeCode, now: datetime.datetime, *, address: str = "", case: Case | None = None
) -> None:
    """By e-mail to the address, or in few words to the telephone of the case."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    one_time_code.email, one_time_code.case = address, case or one_time_code.case
    one_time_code.code, one_time_code.expires_at = code_hash(one_time_code.pk, code), now + VALID
    spec, (office, changed) = CATALOGUE[Letter.RECOVERY_CODE], office_and_changed([Letter.RECOVERY_CODE])
    with override(one_time_code.language):
        context = standalone_content.recovery_code(one_time_code.purpose)
        words = render(Letter.RECOVERY_CODE, one_time_code.language, context, office, changed)
        short = code_text(MARK, VALID.seconds // 60)
    Notice.objects.create(
        recovery=one_time_code,
        kind=spec.letter,
        priority=spec.priority,
        audience=spec.audience,
        channel=DeliveryChannel.SMS if case else DeliveryChannel.EMAIL,
        address=case.phone.as_e164 if case else address,
        language=one_time_code.language,
        subject=words.subject,
        text=short if case else words.text,
        html="" if case else words.html,
        secret=code,
    )
