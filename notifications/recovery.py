"""Looking up wishes that a code must confirm, away from the page: neither answer nor time tells anything."""

import datetime
import secrets
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.models import Case, Recovery
from cases.recovery import DIGITS, VALID, code_hash
from cases.user_id import user_id
from notifications.letters import MARK, render
from notifications.models import Audience, Letter, Notice, Priority
from notifications.wordings import office_and_changed

KEPT = datetime.timedelta(days=1)
TO_THIS_ADDRESS = (Recovery.Purpose.EMAIL, Recovery.Purpose.FOLLOW, Recovery.Purpose.CASES)


WISHES = {
    Recovery.Purpose.EMAIL: gettext_lazy(
        "Somebody, probably you, wants the letters about a case at the municipality to come to this e-mail "
        "address."
    ),
    Recovery.Purpose.FOLLOW: gettext_lazy(
        "Somebody, probably you, wants to hear at this e-mail address how a case at the municipality goes on."
    ),
    Recovery.Purpose.CASES: gettext_lazy(
        "Somebody, probably you, wants to see all cases at the municipality that were filed with this e-mail "
        "address."
    ),
    Recovery.Purpose.PASSWORD: gettext_lazy(
        "Somebody, probably you, asked for a new password for a case at the municipality. Until you have the "
        "new one, the old one still works."
    ),
}


def look_up(*, now: datetime.datetime | None = None) -> int:
    """Write the letter with the code for each wish whose address is known; return how many wishes were
    looked up. What was typed is wiped. Safe to run at once: each wish is locked."""
    done = 0
    while _looked_up_one(now or timezone.now()):
        done += 1
    return done


def about(purpose: str) -> dict[str, Any]:
    """The context of the letter with the code; call it with the reader's language active."""
    wish = str(WISHES[Recovery.Purpose(purpose)])
    return {"facts": [(_("Code"), MARK)], "minutes": VALID.seconds // 60, "wish": wish}


def purge(*, now: datetime.datetime | None = None) -> int:
    """Forget wishes older than a day, with their letters; return how many wishes."""
    old = Recovery.objects.filter(created__lt=(now or timezone.now()) - KEPT)
    return old.delete()[1].get("cases.Recovery", 0)


@transaction.atomic
def _looked_up_one(now: datetime.datetime) -> bool:
    waiting = Recovery.objects.filter(looked_up_at=None).order_by("created")
    wish = waiting.select_for_update(skip_locked=True).first()
    if wish is None:
        return False
    address = _address(wish)
    if address and _may_send(address, now):
        _send_code(wish, address, now)
    wish.wanted, wish.looked_up_at = "", now
    wish.save(update_fields=["wanted", "looked_up_at", "email", "code", "expires_at"])
    return True


def _address(wish: Recovery) -> str:
    """Where the code goes: to the address that it confirms, or for a lost password to the one on file of the
    newest case of this address, or of the case of this number. Empty where there is none."""
    if wish.purpose in TO_THIS_ADDRESS:
        return wish.wanted.strip()
    cases = Case.objects.exclude(email="").order_by("-pk").values_list("email", flat=True)
    if "@" in wish.wanted:
        cases = cases.alias(address=Lower("email")).filter(address=wish.wanted.strip().lower())
    else:
        cases = cases.filter(number=user_id(wish.wanted))
    return cases.first() or ""


def _may_send(address: str, now: datetime.datetime) -> bool:
    """At most 6 codes an hour and 20 a day go to one address, by whichever of its cases it was asked for, and
    from whichever network. The page cannot count these: it does not know the address."""
    sent = Recovery.objects.alias(address=Lower("email")).filter(address=address.lower()).exclude(code="")
    spans = ((6, datetime.timedelta(hours=1)), (20, KEPT))
    return all(sent.filter(looked_up_at__gt=now - span).count() < limit for limit, span in spans)


def _send_code(wish: Recovery, address: str, now: datetime.datetime) -> None:
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    wish.email, wish.code, wish.expires_at = address, code_hash(wish.pk, code), now + VALID
    office, changed = office_and_changed([Letter.RECOVERY_CODE])
    with override(wish.language):
        words = render(Letter.RECOVERY_CODE, wish.language, about(wish.purpose), office, changed)
    Notice.objects.create(
        recovery=wish,
        kind=Letter.RECOVERY_CODE,
        priority=Priority.URGENT,
        audience=Audience.CITIZEN,
        address=address,
        language=wish.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
        secret=code,
    )
