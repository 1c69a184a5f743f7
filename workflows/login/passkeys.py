"""Passkeys as the second factor (WebAuthn): what the browser is asked, and whether its answer is right.

The ceremonies are allauth's, on Yubico's fido2; an answer that makes no sense is a wrong one, never an error.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError

from cases.access.two_factor import Type, factors
from cases.audit import security_log
from cases.audit.security_log import Kind
from cases.models import User

WRONG = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature)


def asked_to_make(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey; its challenge waits in the session."""
    return dict(auth.begin_registration(user, passwordless=False))


def add(user: User, name: str, answer: Any) -> bool:
    """Keep the passkey that the browser made; False for an answer that does not fit."""
    try:
        auth.parse_registration_response(answer)
        auth.complete_registration(answer)
    except WRONG:
        return False
    auth.WebAuthn.add(user, name, answer)
    security_log.record(Kind.FACTOR_ADDED, by=user, subject=Type.WEBAUTHN)
    return True


def asked_to_show(user: User) -> dict[str, Any] | None:
    """What the browser needs to use one of this person's passkeys; None where there is none."""
    if not factors(user).filter(type=Type.WEBAUTHN).exists():
        return None
    return dict(auth.begin_authentication(user))


def accepts(user: User, answer: Any) -> bool:
    """Whether the browser holds one of this person's passkeys; each challenge is good for one try."""
    try:
        auth.parse_authentication_response(answer)
        used: Authenticator = auth.complete_authentication(user, answer)
    except WRONG:
        auth.clear_state()
        security_log.record(Kind.FACTOR_FAILED, about=user, subject=Type.WEBAUTHN)
        return False
    used.record_usage()
    security_log.record(Kind.FACTOR_USED, by=user, subject=Type.WEBAUTHN)
    return True
