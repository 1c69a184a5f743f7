"""Sending a notice again, as a member of staff wishes."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.contact_preference import contact_of
from cases.errors import Refused
from cases.models import Case, Municipality, User
from notifications.letters.catalogue import priority_of
from notifications.letters.holds import quiet_hours
from notifications.letters.holds.suppression import find_suppression
from notifications.models import Audience, DeliveryChannel, Notice
from notifications.wake import wake_for

# Who follows is nobody's business; a link is not stored, and new ones are sent from the step.
NEVER_AGAIN = (Audience.FOLLOWER, Audience.OUTSIDE)


def may_resend(user: User, case: Case) -> bool:
    """Whether this person answers for the case's letters: who works in its department, is in charge of it,
    or sits at the counter. Those who only read do not write."""
    works_there = case.department_id in user.departments
    return works_there or case.officer_id == user.pk or user.has_perm("cases.route_case")


def is_forgotten(notice: Notice, case: Case) -> bool:
    """Whether its words were removed with its case's contact data (`notifications.letters.forgetting`)."""
    return case.contact_removed_at is not None and notice.created <= case.contact_removed_at


@transaction.atomic
def resend(notice: Notice, *, by: User, to: str = "") -> Notice:
    """Put a copy of a settled notice in the outbox, to the address that its reader has now, or to another.
    The words are those of the event; a password is not stored any longer, so its place says how to get a new
    one. Raises Refused while the notice, or a copy, is still on its way, for a letter of no case, to a
    follower or to an outside party, for one whose words were removed, and where nothing is sent to the
    address."""
    notice = Notice.objects.select_for_update(no_key=True).get(pk=notice.copy_of_id or notice.pk)
    case = notice.case
    if case is None or notice.audience in NEVER_AGAIN or is_forgotten(notice, case):
        raise Refused(_("This letter cannot be sent again. A new one has to be asked for."))
    if not notice.is_settled or notice.copies.unsettled().exists():
        raise Refused(_("This letter is on its way already."))
    address = to or _address(notice, case)
    if address is None:
        raise Refused(_("There is no address to send this letter to."))
    if find_suppression(notice.channel, address):
        raise Refused(_("Letters to this address come back. Use another one, or let letters go to it again."))
    copy = _copied(notice, address=address, by=by)
    transaction.on_commit(lambda: wake_for([copy]), robust=True)
    return copy


def _address(notice: Notice, case: Case) -> str | None:
    """Where the reader is reached by the letter's way now: LINE's own ID stands with the case."""
    if notice.staff_browser is not None:
        return ""
    if notice.recipient is not None and notice.channel == DeliveryChannel.EMAIL:
        return (notice.recipient.is_active and notice.recipient.email) or None
    if notice.channel == DeliveryChannel.LINE:
        contact = contact_of(case)
        return "" if contact and contact.line_id else None
    if notice.subscription is not None:
        return "" if notice.subscription.ended_at is None else None
    if notice.endpoint is not None:
        return "" if notice.endpoint.active else None
    if notice.channel == DeliveryChannel.TRAFFY:
        return "" if Municipality.current().traffy else None
    if notice.channel == DeliveryChannel.SMS:
        return str(case.phone.as_e164) if case.phone else None
    return (case.email or None) if notice.channel == DeliveryChannel.EMAIL else None


def _copied(notice: Notice, *, address: str, by: User) -> Notice:
    return Notice.objects.create(
        copy_of=notice,
        resent_by=by,
        event=notice.event,
        case=notice.case,
        kind=notice.kind,
        priority=notice.priority,
        audience=notice.audience,
        channel=notice.channel,
        recipient=notice.recipient,
        subscription=notice.subscription,
        staff_browser=notice.staff_browser,
        endpoint=notice.endpoint,
        address=address,
        language=notice.language,
        subject=notice.subject,
        text=notice.text,
        html=notice.html,
        **quiet_hours.first_attempt(notice.channel, priority_of(notice.kind)),
    )
