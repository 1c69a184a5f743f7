"""How the citizen is told: what this installation can do, what the citizen chose, and choosing."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Actor, Kind
from cases.models import Case, Contact, ContactChannel
from cases.text import telephones

GONE = gettext_noop(
    "Name and contact of this request were removed, since their time is over. It takes no new ones."
)


def line_is_set_up() -> bool:
    """Whether letters can go by LINE, and citizens can link it: both are needed."""
    return bool(settings.LINE_CHANNEL_TOKEN and settings.LINE_LOGIN_ID and settings.LINE_LOGIN_SECRET)


def sms_is_set_up() -> bool:
    """Whether letters can go by SMS."""
    return bool(settings.SMS_GATEWAY)


def is_mobile(case: Case) -> bool:
    """Whether an SMS can reach the case's telephone."""
    return telephones.takes_sms(case.phone)


def contact_of(case: Case) -> Contact | None:
    """What the citizen has chosen or linked: as it was read with the case, or else as it is stored now."""
    if "contact" in case._state.fields_cache:
        read: Contact | None = case._state.fields_cache["contact"]
        return read
    return Contact.objects.filter(case=case.pk).first()


def offered(case: Case, contact: Contact | None) -> list[ContactChannel]:
    """The ways by which this citizen can be told now; LINE only once it is linked."""
    can = {
        ContactChannel.EMAIL: bool(case.email),
        ContactChannel.LINE: bool(line_is_set_up() and contact and contact.line_id),
        ContactChannel.SMS: sms_is_set_up() and is_mobile(case),
    }
    return [way for way, possible in can.items() if possible]


def default_way(case: Case) -> ContactChannel | None:
    """The way of who has chosen nothing; None where there is none. Asks the database nothing."""
    if case.email:
        return ContactChannel.EMAIL
    return ContactChannel.SMS if sms_is_set_up() and is_mobile(case) else None


def way_of(case: Case, contact: Contact | None) -> ContactChannel | None:
    """The way that was chosen, as long as it is possible; else the default."""
    if contact is not None and contact.way in offered(case, contact):
        return ContactChannel(contact.way)
    return default_way(case)


def refuse_gone(case: Case) -> None:
    """Raise Refused where the contact data were removed: new ones would stay for good."""
    if case.contact_is_gone:
        raise Refused(gettext(GONE))


@transaction.atomic
def choose(case: Case, way: ContactChannel, *, now: datetime.datetime | None = None) -> Contact:
    """Tell the citizen by this way from now on. The way of before is told, by the event that is recorded
    while it still stands. Raises Refused for a way that is not offered."""
    case, step = lock_for_step(case, now)
    contact = contact_of(case) or Contact(case=case)
    if way not in offered(case, contact):
        raise Refused(gettext("We cannot tell you in this way."))
    if way != way_of(case, contact):
        step.record(Kind.CONTACT_CHANGED, actor=Actor.CITIZEN)
    contact.way = way
    contact.save()
    return contact


@transaction.atomic
def link_line(case: Case, *, line_id: str, now: datetime.datetime | None = None) -> Contact:
    """Keep the user ID that LINE has confirmed, and tell the citizen by LINE from now on."""
    case, step = lock_for_step(case, now)
    refuse_gone(case)
    contact = contact_of(case) or Contact(case=case)
    step.record(Kind.CONTACT_CHANGED, actor=Actor.CITIZEN)
    contact.line_id, contact.way = line_id, ContactChannel.LINE
    contact.save()
    return contact


@transaction.atomic
def unlink_line(case: Case, *, now: datetime.datetime | None = None) -> None:
    """Forget the LINE account; who was told by LINE is told by the default way, and hears it there."""
    case, step = lock_for_step(case, now)
    contact = contact_of(case)
    if contact is None or not contact.line_id:
        return
    was_line = contact.way == ContactChannel.LINE
    contact.line_id = ""
    if was_line:
        contact.way = default_way(case) or ContactChannel.EMAIL
    contact.save()
    if was_line:
        step.record(Kind.CONTACT_CHANGED, actor=Actor.CITIZEN)
