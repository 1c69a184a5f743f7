"""What staff do about a letter: send it to another address, cancel it, telephone instead."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import actions
from cases.errors import AlreadyDone, Refused
from cases.models import Case, User
from notifications.letters.holds.suppression import find_suppression
from notifications.models import UNBEGUN, Audience, DeliveryChannel, Letter, Notice, Unreached
from notifications.pages.resend import resend


@transaction.atomic
def send_elsewhere(notice: Notice, *, to: str, by: User) -> Notice:
    """Send a settled letter of the citizen's to another address, once: the case keeps its own. Its history
    says who wished it; the address stands in the letter alone, since more people read the history than may
    know the citizen. Raises Refused as `resend` does."""
    if notice.case is None or notice.audience != Audience.CITIZEN or notice.channel != DeliveryChannel.EMAIL:
        raise Refused(_("Only e-mails to the citizen can go to another address."))
    copy = resend(notice, by=by, to=to)
    text = _("The letter “%(letter)s” goes to another address.")
    actions.note(notice.case, by=by, text=text % {"letter": notice.get_kind_display()})
    return copy


@transaction.atomic
def cancel(notice: Notice, *, by: User) -> Notice:
    """Let a letter that still waits never go out; its password, if it had one, is wiped. Raises Refused for
    one that is being sent or is settled."""
    notice = Notice.objects.select_for_update(of=("self",), no_key=True).get(pk=notice.pk)
    if notice.state not in UNBEGUN:
        raise Refused(_("This letter does not wait any more."))
    notice.cancel()
    notice.cancelled_by, notice.secret = by, ""
    notice.save(update_fields=["state", "cancelled_by", "secret"])
    return notice


@transaction.atomic
def reached(row: Unreached, *, by: User, said: str = "", now: datetime.datetime | None = None) -> Unreached:
    """Somebody has told the citizen by telephone what letters could not; the case's history says so, for the
    staff alone. Raises AlreadyDone the second time."""
    row = (
        Unreached.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case", "notice")
        .get(pk=row.pk)
    )
    if row.reached_at is not None:
        raise AlreadyDone
    row.reached_by, row.reached_at = by, now or timezone.now()
    row.save(update_fields=["reached_by", "reached_at"])
    if row.notice:
        text = _("Reached by telephone, since a letter did not arrive: %(letter)s.")
    else:
        text = _("Told by telephone, since no letter could be written: %(letter)s.")
    lines = [text % {"letter": subject_of(row)}, said.strip()]
    actions.note(row.case, by=by, text="\n".join(filter(None, lines)), now=row.reached_at)
    return row


@transaction.atomic
def change_address(case: Case, *, to: str, checked: str, by: User) -> Case:
    """Let the case's letters, passwords among them, go to another address that the citizen has told; its
    history says who did it, how the person was checked, and only the beginning of the address. Raises Refused
    where letters to the address come back, and as `actions.change_email`."""
    if find_suppression(DeliveryChannel.EMAIL, to):
        raise Refused(_("Letters to this address come back. Use another one."))
    words = {"address": masked(to), "checked": checked.strip()}
    said = _("%(address)s. Checked: %(checked)s") % words if checked.strip() else ""
    return actions.change_email(case, to=to, by=by, checked=said)


def subject_of(row: Unreached) -> str:
    """What the citizen is to be told of, in words."""
    return row.notice.get_kind_display() if row.notice else str(Letter(row.kind).label)


def masked(address: str) -> str:
    """Enough of an address to recognise it: s…@example.com."""
    local, _at, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"
