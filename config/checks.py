"""What `manage.py check --deploy` refuses: a production set-up that would lose letters or leak secrets."""

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import Error as DatabaseError
from django.db import connections

from cases import key_seals
from cases.access.emergency_account import emergency_account
from cases.access.staff_roles import KNOWING, StaffRole
from cases.lib import inner_network, push_services
from cases.models import KeySeal
from config.databases import FOR_THE_ROLE
from config.files import NEEDED as NEEDED_FOR_S3
from config.source import Unlisted, files
from notifications.channels.reply_address import LONGEST_LOCAL
from notifications.channels.sms import gateway
from notifications.mail_in.mailbox import WAYS

NEEDED = {
    "DATABASE_URL": "The embedded PostgreSQL is for development. Name a server of version 15 or later.",
    "REDIS_URL": "Letters would wait for the next sweep, and no worker would be woken. Name a Redis server.",
    "SECRET_KEY": "Sessions and look-up keys would be signed with a key that everybody knows.",
    "FIELD_KEYS": "Secrets at rest would depend on SECRET_KEY. Give Fernet keys of their own.",
    "SITE_URL": "Letters would point to this machine. Name the address that citizens use.",
    "DEFAULT_FROM_EMAIL": "Letters need a sender that mail servers accept.",
}


@register(Tags.security, deploy=True)
def production(**kwargs: Any) -> list[Error]:
    """One error for each setting that a city cannot do without."""
    found = [
        Error(f"{name} is not set.", hint=hint, id=f"raprueang.E{number:03d}")
        for number, (name, hint) in enumerate(NEEDED.items(), start=1)
        if not os.environ.get(name)
    ]
    found += [*_trial(), *_proxies(), *_field_keys(), *_mail(), *_address(), *_factor(), *_source()]
    return found + _ways() + _files() + _scanner() + _sentinels()


def _trial() -> list[Error]:
    if not (settings.DEMO or settings.DEBUG):
        return []
    hint = "Commands that invent people and cases would run, and keys be made up. Leave DEMO and DEBUG out."
    return [Error("This installation says that it is for trying things out.", hint=hint, id="raprueang.E019")]


def _proxies() -> list[Error]:
    """Behind a proxy everybody has its address, unless the program knows how many proxies there are."""
    if not hasattr(settings, "SECURE_PROXY_SSL_HEADER") or not settings.SECURE_PROXY_SSL_HEADER:
        return []
    if settings.TRUSTED_PROXIES > 0:
        return []
    hint = "All networks would count as one, and one stranger's tries as everybody's. Set TRUSTED_PROXIES=1."
    return [Error("BEHIND_PROXY is set without TRUSTED_PROXIES.", hint=hint, id="raprueang.E030")]


def _field_keys() -> list[Error]:
    """The key that is written with is one of its own, also where somebody wrote the derived one down."""
    if not os.environ.get("FIELD_KEYS") or settings.FIELD_KEYS[0] != settings.DERIVED_FIELD_KEY:
        return []
    hint = "Whoever learns SECRET_KEY could read every secret. docs/operations.md says how to make one."
    return [Error("FIELD_KEYS come from SECRET_KEY.", hint=hint, id="raprueang.E031")]


def _mail() -> list[Error]:
    service = os.environ.get("EMAIL_URL") or os.environ.get("EMAIL_BACKEND", "")
    if service and not settings.EMAIL_BACKEND.startswith(("config.demo.", "django.core.mail.backends.con")):
        return []
    hint = "Set EMAIL_URL (smtp+tls://…) or EMAIL_BACKEND and ANYMAIL for a service."
    return [Error("No mail service is set.", hint=hint, id="raprueang.E010")]


def _address() -> list[Error]:
    if urlsplit(settings.SITE_URL).scheme == "https":
        return []
    return [Error("SITE_URL is not https.", hint="Passwords travel over it.", id="raprueang.E011")]


def _factor() -> list[Error]:
    if settings.REQUIRE_MFA_FOR_ADMINS:
        return []
    hint = "A stolen password would open the set-up. Leave REQUIRE_MFA_FOR_ADMINS out."
    return [Error("Administrators need no second factor.", hint=hint, id="raprueang.E012")]


def _source() -> list[Error]:
    """The licence asks to offer the source code (AGPL-3.0, section 13)."""
    try:
        offered = settings.SOURCE_URL or files(settings.BASE_DIR)
    except Unlisted:
        offered = ""
    if offered:
        return []
    hint = (
        "Set SOURCE_URL, keep the clone of git, or run manage.py list_source in one and copy what it writes."
    )
    return [Error("The source code cannot be offered.", hint=hint, id="raprueang.E029")]


def _scanner() -> list[Error]:
    """The virus scanner is named wholly, or not at all."""
    address = urlsplit(settings.CLAMD_URL)
    named = address.hostname if address.scheme == "tcp" else address.path if address.scheme == "unix" else ""
    if named or not settings.CLAMD_URL:
        return []
    hint = "Name it as tcp://host:3310 or unix:///run/clamav/clamd.ctl. Until then every file waits."
    return [Error("CLAMD_URL names no scanner.", hint=hint, id="raprueang.E024")]


def _ways() -> list[Error]:
    """LINE and SMS are off, or set up wholly."""
    found = []
    line = [settings.LINE_CHANNEL_TOKEN, settings.LINE_LOGIN_ID, settings.LINE_LOGIN_SECRET]
    if any(line) and not all(line):
        hint = "Set LINE_CHANNEL_TOKEN, LINE_LOGIN_ID and LINE_LOGIN_SECRET, or none of them."
        found.append(Error("LINE is set up in part.", hint=hint, id="raprueang.E013"))
    try:
        encrypted = not settings.SMS_GATEWAY or urlsplit(gateway().url).scheme == "https"
    except ImproperlyConfigured as error:
        return [*found, Error(str(error), id="raprueang.E014")]
    if not encrypted:
        hint = "Telephone numbers and the gateway's key travel over it."
        found.append(Error("The SMS gateway is not asked by https.", hint=hint, id="raprueang.E014"))
    return found


def _files() -> list[Error]:
    """The storage is set up wholly, and several machines share it."""
    found = []
    if os.environ.get("S3_BUCKET") and not all(os.environ.get(name) for name in NEEDED_FOR_S3):
        hint = f"Set all of {', '.join(NEEDED_FOR_S3)}."
        found.append(Error("The storage of files is set up in part.", hint=hint, id="raprueang.E016"))
    if settings.WEB_MACHINES > 1 and not (os.environ.get("S3_BUCKET") or settings.SHARED_FILES):
        hint = "A photo would be seen by one machine only. Set S3_BUCKET, or mount one VAR_DIR/media and "
        hint += "set SHARED_FILES=1."
        found.append(Error("Several web machines keep files of their own.", hint=hint, id="raprueang.E017"))
    return found


def _sentinels() -> list[Error]:
    """Sentinels are asked for a master by its name."""
    if settings.REDIS_URL.startswith("sentinel://") == bool(os.environ.get("REDIS_MASTER")):
        return []
    hint = "REDIS_URL=sentinel://one:26379;sentinel://two:26379 needs REDIS_MASTER, and only that does."
    return [Error("Redis Sentinel is set up in part.", hint=hint, id="raprueang.E018")]


@register(Tags.security)
def named_roles(**kwargs: Any) -> list[Error]:
    """A role that is written wrongly would need no second factor, and nobody would notice."""
    unknown = sorted(set(settings.REQUIRE_MFA_FOR) - set(StaffRole))
    if not unknown:
        return []
    hint = f"Roles are {', '.join(StaffRole)}."
    text = f"REQUIRE_MFA_FOR names what is no role: {', '.join(unknown)}."
    return [Error(text, hint=hint, id="raprueang.E032")]


@register(Tags.security)
def webhook_networks(**kwargs: Any) -> list[Error]:
    """A network that is written wrongly would fail every message to another system."""
    wrong = [name for name in settings.WEBHOOK_NETWORKS if not inner_network.is_network(name)]
    if not wrong:
        return []
    hint = "Write networks as in 10.1.2.0/24 or fd00:1::/64, or one address as in 10.1.2.3."
    return [
        Error(
            f"WEBHOOK_NETWORKS names what is no network: {', '.join(wrong)}.", hint=hint, id="raprueang.E034"
        )
    ]


@register(Tags.security)
def mail_comes_in(**kwargs: Any) -> list[Error]:
    """The address of e-mail that comes in leaves room for a signature, and the mailbox is one by IMAP."""
    local, _, domain = settings.MAIL_IN_ADDRESS.rpartition("@")
    found = []
    if settings.MAIL_IN_ADDRESS and not (domain and 0 < len(local) <= LONGEST_LOCAL and "+" not in local):
        hint = f"Give an address without “+”, with {LONGEST_LOCAL} characters at most before the “@”."
        found.append(Error("MAIL_IN_ADDRESS cannot be answered to.", hint=hint, id="raprueang.E040"))
    mailbox = urlsplit(settings.MAIL_IN_IMAP)
    if settings.MAIL_IN_IMAP and not (mailbox.scheme in WAYS and mailbox.hostname and mailbox.username):
        hint = "Write it as imaps://user:password@host/INBOX; signs in user and password as %40."
        found.append(Error("MAIL_IN_IMAP names no mailbox.", hint=hint, id="raprueang.E041"))
    if settings.MAIL_IN_IMAP and not settings.MAIL_IN_ADDRESS:
        hint = "Without its address our own letters are not known when they come home. Set MAIL_IN_ADDRESS."
        found.append(Error("MAIL_IN_IMAP is set without an address.", hint=hint, id="raprueang.E042"))
    return found


@register(Tags.security)
def single_sign_on(**kwargs: Any) -> list[CheckMessage]:
    """Single sign-on and ThaID are off, or set up wholly and over https."""
    names = ("STAFF_SSO_ISSUER", "STAFF_SSO_CLIENT_ID", "STAFF_SSO_CLIENT_SECRET")
    given = [name for name in names if getattr(settings, name)]
    found: list[CheckMessage] = []
    if given and len(given) < len(names):
        hint = f"Set all of {', '.join(names)}, or none of them."
        found.append(Error("Single sign-on is set up in part.", hint=hint, id="raprueang.E043"))
    scheme = urlsplit(settings.STAFF_SSO_ISSUER).scheme
    if settings.STAFF_SSO_ISSUER and scheme != "https" and not (settings.DEBUG or settings.DEMO):
        hint = "Whoever is on the way could log in as anybody. Write the issuer as https://…"
        found.append(Error("STAFF_SSO_ISSUER is not https.", hint=hint, id="raprueang.E044"))
    thaid = [settings.THAID_CLIENT_ID, settings.THAID_CLIENT_SECRET]
    if any(thaid) and not all(thaid):
        hint = "Set THAID_CLIENT_ID and THAID_CLIENT_SECRET, or none of them."
        found.append(Error("ThaID is set up in part.", hint=hint, id="raprueang.E047"))
    if settings.STAFF_SSO_ONLY and not settings.STAFF_SSO_EMERGENCY_ACCOUNT:
        hint = "While the issuer is away nobody would get in. Name an administrator's user name."
        text = "STAFF_SSO_ONLY is set without STAFF_SSO_EMERGENCY_ACCOUNT."
        found.append(Error(text, hint=hint, id="raprueang.E045"))
    return found


@register(Tags.database)
def last_password(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Where passwords are closed, the last one opens something: that of the account that is named."""
    if "default" not in (databases or ()) or not settings.STAFF_SSO_ONLY:
        return []
    if emergency_account() or not settings.STAFF_SSO_EMERGENCY_ACCOUNT:
        return []
    hint = (
        "Name the user name of an administrator who is active and has a password. Until then all passwords "
        "stay open."
    )
    text = "STAFF_SSO_EMERGENCY_ACCOUNT names nobody whose password would open the set-up."
    return [Error(text, hint=hint, id="raprueang.E046")]


@register(Tags.security)
def named_push_services(**kwargs: Any) -> list[Error]:
    """A push service that is written wrongly would be refused, browser by browser."""
    wrong = [name for name in settings.WEB_PUSH_SERVICES if not push_services.is_entry(name)]
    if not wrong:
        return []
    hint = (
        "Write hosts as in push.example.org, *.push.example.org or push.example.org:8443, without https://."
    )
    text = f"WEB_PUSH_SERVICES names what is no host: {', '.join(wrong)}."
    return [Error(text, hint=hint, id="raprueang.E033")]


@register(Tags.security, deploy=True)
def public_push_services(**kwargs: Any) -> list[CheckMessage]:
    """An address in numbers may lie in the house: then citizens have the worker ask there."""
    inside = [name for name in settings.WEB_PUSH_SERVICES if push_services.is_in_numbers(name)]
    if not inside:
        return []
    hint = "A name that leads into a private network is refused, an address is not. Name public services."
    text = f"WEB_PUSH_SERVICES names addresses: {', '.join(inside)}."
    return [Warning(text, hint=hint, id="raprueang.W003")]


@register(Tags.security, deploy=True)
def knowing_roles(**kwargs: Any) -> list[CheckMessage]:
    """Whoever may learn who a citizen is has a second factor, unless the city has decided otherwise."""
    without = sorted(role for role in KNOWING if role not in settings.REQUIRE_MFA_FOR)
    if not without:
        return []
    hint = "A stolen password would show citizens' names and contacts. Name them in REQUIRE_MFA_FOR."
    return [
        Warning(f"These roles need no second factor: {', '.join(without)}.", hint=hint, id="raprueang.W002")
    ]


@register(Tags.security, deploy=True)
def sealed_values(**kwargs: Any) -> list[CheckMessage]:
    """FIELD_KEYS open what the database holds; one that has no tables yet holds nothing."""
    try:
        if KeySeal._meta.db_table not in connections["default"].introspection.table_names():
            return []
        problem = key_seals.problem()
    except (DatabaseError, ImproperlyConfigured) as error:
        text = f"FIELD_KEYS could not be compared with the database: {type(error).__name__}."
        return [Warning(text, id="raprueang.W001")]
    return [Error(problem, id="raprueang.E020")] if problem else []


@register(Tags.database)
def patience(databases: Sequence[str] | None = None, **kwargs: Any) -> list[Error]:
    """Behind PgBouncer the role has to say how long a step waits for another one; `migrate` asks too."""
    if "default" not in (databases or ()) or not connections["default"].settings_dict.get(
        "DISABLE_SERVER_SIDE_CURSORS"
    ):
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        if cursor.fetchone() != ("0",):
            return []
    text = "Behind PgBouncer a step would wait for another one without end."
    return [Error(text, hint=f"As the database's owner: {FOR_THE_ROLE}", id="raprueang.E015")]
