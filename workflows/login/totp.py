"""Codes as the second factor: those of an authenticator app (TOTP, RFC 6238), and the spare ones on paper."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from cases.access.two_factor import Type
from cases.audit import security_log
from cases.audit.security_log import Kind
from cases.db.encryption import decrypt
from cases.models import User
from cases.text.normalization import ascii_digits


def new_secret() -> str:
    """A secret for an authenticator app, in base 32."""
    return str(totp.generate_totp_secret())


def address(user: User, secret: str) -> str:
    """What the app reads from the QR code (otpauth://)."""
    return str(get_adapter().build_totp_url(user, secret))


def step_of(secret: str, typed: str) -> int | None:
    """The 30 seconds that the code is of, if it is one of now or of the neighbours; else None."""
    for step in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(
            actual=typed, expected=totp.format_hotp_value(totp.hotp_value(secret, step))
        ):
            return int(step)
    return None


@transaction.atomic
def add_app(user: User, secret: str, step: int) -> None:
    """Keep the app's secret in place of an older one; the code that proved it opens nothing any more."""
    Authenticator.objects.filter(user=user, type=Type.TOTP).delete()
    app = totp.TOTP.activate(user, secret).instance
    app.data["step"] = step
    app.save(update_fields=["data"])
    security_log.record(Kind.FACTOR_ADDED, by=user, subject=Type.TOTP)


@transaction.atomic
def accepts(user: User, typed: str) -> bool:
    """Whether this is the app's code, which opens once, or a spare one, which is used up by it. What was
    used is in the database: allauth keeps it in the cache, for a shorter time than a code lives. Raises
    InvalidToken where the app's secret or the spare codes cannot be read."""
    typed = "".join(ascii_digits(typed).split())
    rows = {row.type: row for row in Authenticator.objects.select_for_update(no_key=True).filter(user=user)}
    app, spare = rows.get(Type.TOTP), rows.get(Type.RECOVERY_CODES)
    if app is not None and _opens(app, typed):
        kind, word = Kind.FACTOR_USED, Type.TOTP
    elif spare is not None and RecoveryCodes(spare).validate_code(typed):
        kind, word = Kind.CODE_USED, Type.RECOVERY_CODES
    else:
        kind, word = Kind.FACTOR_FAILED, Type.TOTP
    opened = kind != Kind.FACTOR_FAILED
    security_log.record(kind, by=user if opened else None, about=None if opened else user, subject=word)
    return opened


def _opens(app: Authenticator, typed: str) -> bool:
    step = step_of(decrypt(app.data["secret"]), typed)
    if step is None or step <= app.data.get("step", 0):
        return False
    app.data["step"] = step
    app.save(update_fields=["data"])
    app.record_usage()
    return True


@transaction.atomic
def new_spares(user: User) -> None:
    """Ten new codes for emergencies; the old ones are worth nothing."""
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    security_log.record(Kind.CODES_MADE, by=user)


def spares(user: User) -> list[str]:
    """The codes for emergencies that are not used up. Raises InvalidToken where they cannot be read."""
    row = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).first()
    return RecoveryCodes(row).get_unused_codes() if row else []


def forget_spares(user: User) -> None:
    """Without a factor there is nothing that a spare code stands in for."""
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
