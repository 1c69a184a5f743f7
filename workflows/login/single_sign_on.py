"""Single sign-on of the staff: whom an issuer's word lets in, what it counts for, and whose password still
opens anything.

It lets in people who are here already and active; it makes nobody and gives no right. An account is known by
`sub`; before that, once, by an e-mail that the issuer has verified.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access.emergency_account import is_single_sign_on_set_up, password_is_closed
from cases.access.openid_connect import Claims, Issuer, Proof, more_about
from cases.audit import security_log
from cases.audit.security_log import Kind
from cases.models import StaffIdentity, User

# In the session: this log-in came from the issuer.
MARK = "single_sign_on"
PAGE = "staff:sso_back"
SUBJECT = "single-sign-on"
YES = (True, "true", 1, "1")


class WhyNot(StrEnum):
    """Why somebody whom the issuer knows is not let in."""

    NO_EMAIL = "no_email"
    UNVERIFIED = "unverified"
    UNKNOWN = "unknown"
    SEVERAL = "several"
    LEFT = "left"
    OTHER_ACCOUNT = "other_account"
    OTHER_PERSON = "other_person"
    NOT_FRESH = "not_fresh"


WORDS: dict[WhyNot, Promise] = {
    WhyNot.NO_EMAIL: _(
        "%(issuer)s tells no e-mail address for your account. Log in by password once and link the account "
        "under “My log-in”, or tell an administrator."
    ),
    WhyNot.UNVERIFIED: _(
        "%(issuer)s has not verified the e-mail address of your account. Log in by password once and link "
        "the account under “My log-in”, or tell an administrator."
    ),
    WhyNot.UNKNOWN: _(
        "Nobody here has the e-mail address of your account. An administrator enters you, or your address, "
        "under “People”."
    ),
    WhyNot.SEVERAL: _(
        "Several people here have the e-mail address of your account. An administrator gives each their own."
    ),
    WhyNot.LEFT: _("Your account here is switched off. Ask an administrator if you work here again."),
    WhyNot.OTHER_ACCOUNT: _(
        "Another account of %(issuer)s is linked with you. An administrator takes it away on your page "
        "under “People”."
    ),
    WhyNot.OTHER_PERSON: _("This account of %(issuer)s belongs to somebody else here."),
    WhyNot.NOT_FRESH: _(
        "%(issuer)s did not ask you again. Please use your password or a passkey, or log out and in again."
    ),
}


class NotLetIn(Exception):
    """Somebody whom the issuer knows, and who is not let in; `person` where we know who it is."""

    def __init__(self, why: WhyNot, person: User | None = None) -> None:
        super().__init__(why.value)
        self.why, self.person = why, person

    def words(self, issuer: str) -> str:
        """What the person is told about the issuer of this name."""
        return str(WORDS[self.why]) % {"issuer": issuer}


@dataclass(frozen=True)
class Named:
    """The issuer, and how it is called on our pages."""

    issuer: Issuer
    name: str


def configured() -> Named | None:
    """The issuer that the settings name; None where there is none."""
    if not is_single_sign_on_set_up():
        return None
    issuer = Issuer(
        address=settings.STAFF_SSO_ISSUER,
        client_id=settings.STAFF_SSO_CLIENT_ID,
        client_secret=settings.STAFF_SSO_CLIENT_SECRET,
        scope=settings.STAFF_SSO_SCOPE,
        page=PAGE,
    )
    return Named(issuer, settings.STAFF_SSO_NAME or urlsplit(issuer.address).hostname or issuer.address)


def person_of(issuer: Issuer, proof: Proof) -> User:
    """The person whose account this is, linked now where it was not yet. Raises NotLetIn and NotProved."""
    found = _linked(proof)
    if found is None:
        person = _by_email(more_about(issuer, proof))
        link(person, proof)
        return person
    if not found.user.is_active:
        raise NotLetIn(WhyNot.LEFT, found.user)
    StaffIdentity.objects.filter(pk=found.pk).update(last_used_at=timezone.now())
    return found.user


def link(person: User, proof: Proof) -> None:
    """Know this account as the person's from now on. Raises NotLetIn where it is somebody else's, or the
    person has another one: an address of somebody who left can be given to somebody new."""
    if known := _linked(proof):
        if known.user_id != person.pk:
            raise NotLetIn(WhyNot.OTHER_PERSON, person)
        return
    now = timezone.now()
    made = StaffIdentity(user=person, issuer=proof.issuer, sub=proof.sub, linked_at=now, last_used_at=now)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise NotLetIn(WhyNot.OTHER_ACCOUNT, person) from error
    security_log.record(Kind.IDENTITY_LINKED, by=person)


@transaction.atomic
def unlink(person: User, *, by: User) -> bool:
    """Take the person's accounts away; False where there were none."""
    found, _rows = StaffIdentity.objects.filter(user=person).delete()
    if found:
        security_log.record(Kind.IDENTITY_REMOVED, by=by, about=person)
    return bool(found)


def belongs_to(person: User, proof: Proof) -> bool:
    """Whether this account is the person's."""
    found = _linked(proof)
    return found is not None and found.user_id == person.pk


def shows_second_factor(proof: Proof) -> bool:
    """Whether the issuer has asked for a second factor, in the words that the settings believe."""
    said = proof.claims.get("amr")
    values = {str(one) for one in said} if isinstance(said, list) else set()
    return bool((values | {str(proof.claims.get("acr", ""))}) & set(settings.STAFF_SSO_SECOND_FACTOR))


def came_by(request: HttpRequest) -> bool:
    """Whether this log-in came from the issuer."""
    return MARK in request.session


def asks_no_password(request: HttpRequest, person: User) -> bool:
    """Whether this person has no password to show: the issuer is asked again instead."""
    return came_by(request) and (not person.has_usable_password() or password_is_closed(person))


def _linked(proof: Proof) -> StaffIdentity | None:
    return StaffIdentity.objects.select_related("user").filter(issuer=proof.issuer, sub=proof.sub).first()


def _by_email(claims: Claims) -> User:
    """Who has the e-mail address that the issuer has verified. Raises NotLetIn."""
    email: Any = claims.get("email")
    if not isinstance(email, str) or not email.strip():
        raise NotLetIn(WhyNot.NO_EMAIL)
    if claims.get(settings.STAFF_SSO_VERIFIED_CLAIM) not in YES:
        raise NotLetIn(WhyNot.UNVERIFIED)
    wanted = email.strip().lower()
    # PostgreSQL and Python do not fold all letters alike: no other letter stands for an address's.
    found = [
        one
        for one in (User.objects.filter(email__iexact=wanted) if "\0" not in wanted else ())
        if one.email.lower() == wanted
    ]
    active = [one for one in found if one.is_active]
    if len(active) == 1:
        return active[0]
    if active:
        raise NotLetIn(WhyNot.SEVERAL)
    if found:
        raise NotLetIn(WhyNot.LEFT, found[0])
    raise NotLetIn(WhyNot.UNKNOWN)
