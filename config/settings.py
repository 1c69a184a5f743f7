"""Settings of the whole project, read from the environment; importing them starts nothing."""

import hashlib
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cases.db.field_keys import malformed
from config import broker, files
from config.databases import databases
from config.tiles import origin

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
# An installation for showing the product, set by `make demo`. Here data may be invented.
DEMO = env.bool("DEMO", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var")

# An unsafe key is good enough to run checks and translations; `check --deploy` refuses it.
UNSAFE_KEY = "unsafe-key-for-development-only-0123456789abcdefghij"
SECRET_KEY = env.str("SECRET_KEY", default=UNSAFE_KEY)
# Fernet keys of the secrets at rest, the newest first (comma separated), kept outside the database.
# Without any there is this one; `check --deploy` refuses it, also where somebody has written it down.
DERIVED_FIELD_KEY = urlsafe_b64encode(hashlib.sha256(SECRET_KEY.encode()).digest()).decode()
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", default=[]) or [DERIVED_FIELD_KEY]
if sentence := malformed(FIELD_KEYS):
    # Whatever seals or opens a secret would fail, page by page.
    raise ImproperlyConfigured(sentence)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address that letters point to; no slash at the end.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
# Where the source code is; without it the site gives the files that it runs.
SOURCE_URL = env.str("SOURCE_URL", default="")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "cases",
    "workflows",
    "notifications",
    "config",
    "viewflow.workflow",
    "django_fsm",
    "phonenumber_field",
    "anymail",
    "csp",
    # Of allauth only the second factor: its table and ceremonies; the pages and the log-in are ours.
    "allauth.account",
    "allauth.mfa",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.request_id.RequestIdMiddleware",
    "config.metrics.MetricsMiddleware",
    "config.middleware.OneRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.sessions.OwnPagesSessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # allauth's ceremonies ask it for the request; none of its pages is served.
    "allauth.account.middleware.AccountMiddleware",
    "config.staff_gate.StaffGateMiddleware",
    "config.admin_input.AdminInputMiddleware",
    "config.middleware.ChangeLogMiddleware",
    "cases.lib.display.switch",
    "config.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.context.site",
            ],
            "builtins": ["cases.templatetags.thai"],
        },
    }
]
FORM_RENDERER = "config.forms.Renderer"

DATABASES = databases(env)
# What the whole city shares is read once by each process (cases.lib.setup_cache).
SHARED_SET_UP = env.bool("SHARED_SET_UP", default=True)
# The larger queries of a page are written as SQL once by each process (cases.db.compiled).
COMPILED_QUERIES = env.bool("COMPILED_QUERIES", default=True)
# The filters of the inbox are drawn once for all who see the same (workflows.views.inbox.filter_fields).
KEPT_FILTERS = env.bool("KEPT_FILTERS", default=True)
# How many seconds a change of the tables waits for those who are in the way, before it names them.
MIGRATE_LOCK_TIMEOUT = env.int("MIGRATE_LOCK_TIMEOUT", default=60)
# Figures may be read from the copy while it is no more than so many seconds behind.
DATABASE_ROUTERS = ["config.replica.Router"] if "replica" in DATABASES else []
REPLICA_LAG = env.float("REPLICA_LAG", default=30)

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {"default": broker.cache(REDIS_URL)}

AUTH_USER_MODEL = "cases.User"
PASSWORD_HASHERS = [
    "cases.access.case_passwords.CaseArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "cases.access.password_rules.LocalWordsValidator"}]
# Whoever may change the set-up needs a second factor; the demo does without.
REQUIRE_MFA_FOR_ADMINS = env.bool("REQUIRE_MFA_FOR_ADMINS", default=not DEBUG)
# So do the roles that may know citizens, once the days of grace for who is new are over
# (cases.access.staff_roles).
REQUIRE_MFA_FOR: list[str] = [
    name.strip()
    for name in env.list(
        "REQUIRE_MFA_FOR",
        default=["administrator", "clerk", "head", "officer"] if REQUIRE_MFA_FOR_ADMINS else [],
    )
]
MFA_GRACE_DAYS = env.int("MFA_GRACE_DAYS", default=14)
# A log-in of the staff ends after so many hours, and without use after so many minutes for who may know
# citizens; the password is asked for again before rights and the like when it was typed so long ago.
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=60)
PROOF_MINUTES = env.int("PROOF_MINUTES", default=15)
# Single sign-on of the staff by OpenID Connect, see docs/integration.md: the issuer, and by which values of
# `amr` or `acr` it says that a second factor was shown; which claim says that the e-mail is verified.
STAFF_SSO_ISSUER = env.str("STAFF_SSO_ISSUER", default="")
STAFF_SSO_CLIENT_ID = env.str("STAFF_SSO_CLIENT_ID", default="")
STAFF_SSO_CLIENT_SECRET = env.str("STAFF_SSO_CLIENT_SECRET", default="")
STAFF_SSO_NAME = env.str("STAFF_SSO_NAME", default="")
STAFF_SSO_SCOPE = env.str("STAFF_SSO_SCOPE", default="openid email profile")
STAFF_SSO_VERIFIED_CLAIM = env.str("STAFF_SSO_VERIFIED_CLAIM", default="email_verified")
STAFF_SSO_SECOND_FACTOR: list[str] = env.list("STAFF_SSO_SECOND_FACTOR", default=[])
# Passwords open nothing any more but for this one account of an administrator.
STAFF_SSO_EMERGENCY_ACCOUNT = env.str("STAFF_SSO_EMERGENCY_ACCOUNT", default="")
STAFF_SSO_ONLY = env.bool("STAFF_SSO_ONLY", default=False)
# ThaID for citizens, see docs/integration.md: off until DOPA has given an ID and a secret.
THAID_ISSUER = env.str("THAID_ISSUER", default="https://imauth.bora.dopa.go.th")
THAID_CLIENT_ID = env.str("THAID_CLIENT_ID", default="")
THAID_CLIENT_SECRET = env.str("THAID_CLIENT_SECRET", default="")
THAID_SCOPE = env.str("THAID_SCOPE", default="openid pid title given_name family_name")
MFA_ADAPTER = "workflows.login.allauth_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# One step of 30 seconds to either side, as RFC 6238 advises: telephones' clocks are not exact.
MFA_TOTP_TOLERANCE = 1
LOGIN_URL = "staff:login"
LOGIN_REDIRECT_URL = "staff:inbox"
LOGOUT_REDIRECT_URL = "staff:login"

SESSION_ENGINE = "config.sessions"
# The longest of all: a citizen's right ends by itself (cases.access.citizen_session).
SESSION_COOKIE_AGE = max(STAFF_SESSION_HOURS, 8) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "config" / "locale", BASE_DIR / "config" / "locale_django"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
PLAIN_STATIC = DEBUG or env.bool("PLAIN_STATIC", default=False)
STORAGES = {
    "default": files.storage(env),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "config.static_files.PackedStorage"
    },
}
# Where packing was forgotten the files are served as they lie in the apps: a page without style helps nobody.
WHITENOISE_USE_FINDERS = DEBUG or not (PLAIN_STATIC or (STATIC_ROOT / "staticfiles.json").exists())
# A photo may have 10 MB and a form five of them; text alone stays small.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# ClamAV's daemon, tcp://host:3310 or unix:///run/clamav/clamd.ctl: nobody gets a file before it has said yes.
CLAMD_URL = env.str("CLAMD_URL", default="")
# So many files that were sent are judged at once on this machine, apart from the pages
# (cases.files.inspection).
UPLOADS_AT_ONCE = env.int("UPLOADS_AT_ONCE", default=1)

# E-mail: any anymail service (EMAIL_BACKEND plus its ANYMAIL settings) or SMTP by EMAIL_URL.
SMTP = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default=SMTP["EMAIL_BACKEND"])
EMAIL_HOST, EMAIL_PORT = SMTP["EMAIL_HOST"], SMTP["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SMTP["EMAIL_HOST_USER"] or "", SMTP["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = SMTP.get("EMAIL_USE_TLS", False), SMTP.get("EMAIL_USE_SSL", False)
ANYMAIL: dict[str, Any] = env.json("ANYMAIL", default={})
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
# A server that has got a letter may take its time to say that it accepts it (RFC 5321, 4.5.3.2.6).
EMAIL_ANSWER_TIMEOUT = env.int("EMAIL_ANSWER_TIMEOUT", default=600)
EMAIL_FILE_PATH = VAR_DIR / "mail"
# How many letters a channel may take, for services that close the door on too many: {"email": "600/h"}.
NOTICE_RATES: dict[str, str] = env.json("NOTICE_RATES", default={})
# LINE: the Messaging API's channel access token, and the LINE Login channel by which citizens link it.
LINE_CHANNEL_TOKEN = env.str("LINE_CHANNEL_TOKEN", default="")
LINE_LOGIN_ID = env.str("LINE_LOGIN_ID", default="")
LINE_LOGIN_SECRET = env.str("LINE_LOGIN_SECRET", default="")
LINE_API_URL = env.str("LINE_API_URL", default="https://api.line.me").rstrip("/")
LINE_ACCESS_URL = env.str("LINE_ACCESS_URL", default="https://access.line.me").rstrip("/")
# How the SMS gateway is asked and what its yes looks like, see docs/operations.md; empty: no SMS.
SMS_GATEWAY: dict[str, Any] = env.json("SMS_GATEWAY", default={})
# Other systems that are told of events (webhooks) are asked by https outside of the inner network; these
# networks of it may be asked too, such as 10.1.2.0/24. Each answer is waited for so many seconds altogether.
WEBHOOK_NETWORKS: list[str] = env.list("WEBHOOK_NETWORKS", default=[])
WEBHOOK_TIMEOUT = env.int("WEBHOOK_TIMEOUT", default=15)
# The push services that browsers may name for notifications: hosts, *.example.org for all below. An address
# in numbers is one in the house, and needs a certificate all the same.
WEB_PUSH_SERVICES: list[str] = env.list(
    "WEB_PUSH_SERVICES",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "*.notify.windows.com",
    ],
)
# Hosts of the inner network (name:port) from which photos of Open311 reports are fetched all the same.
# The Exchange API of Traffy Fondue (`notifications.traffy`); hosts of the inner network that may give photos.
TRAFFY_URL = env.str("TRAFFY_URL", default="https://publicapi.traffy.in.th/exchange-api").rstrip("/")
TRAFFY_MEDIA_HOSTS: list[str] = env.list("TRAFFY_MEDIA_HOSTS", default=[])
OPEN311_MEDIA_HOSTS: list[str] = env.list("OPEN311_MEDIA_HOSTS", default=[])
# The address alone: the name of the sender is the municipality's, in the reader's language.
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="no-reply@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# E-mail that comes in, see docs/integration.md: the town's address, under which local+anything arrives too;
# the mailbox, imaps://user:password@host/INBOX, and the folder for what was taken; the mail server whose
# Authentication-Results are believed.
MAIL_IN_ADDRESS = env.str("MAIL_IN_ADDRESS", default="")
MAIL_IN_IMAP = env.str("MAIL_IN_IMAP", default="")
MAIL_IN_DONE = env.str("MAIL_IN_DONE", default="Taken")
MAIL_IN_AUTHSERV = env.str("MAIL_IN_AUTHSERV", default="")

PHONENUMBER_DEFAULT_REGION = "TH"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# The pictures of the map, for example https://tiles.example.org/{z}/{x}/{y}.png; none by default: the map
# then shows the municipality's box and a grid. Who made them has to be named (HTML is allowed).
TILE_URL = env.str("TILE_URL", default="")
TILE_ATTRIBUTION = env.str("TILE_ATTRIBUTION", default="")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *origin(TILE_URL)],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("HTTPS", default=SITE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# Under HTTPS a browser takes such a cookie from this host alone (RFC 6265bis, 4.1.3.2). Every cookie of ours
# has the prefix: a new one takes its name from here.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
# Says with which accounts a browser has succeeded before; it opens nothing (cases.access.known_devices).
DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}device"
# Large text, high contrast (cases.lib.display).
DISPLAY_COOKIE_NAME = f"{COOKIE_PREFIX}display"
MESSAGE_STORAGE = "config.flash.Storage"
SECURE_SSL_REDIRECT = HTTPS and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# How many machines serve pages: `check --deploy` then asks whether they share the files.
WEB_MACHINES = env.int("WEB_MACHINES", default=1)
SHARED_FILES = env.bool("SHARED_FILES", default=False)

DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

# How many requests come in within an hour, from one network (a village can share one) and in all.
FILED_PER_NETWORK = env.int("FILED_PER_NETWORK", default=60)
FILED_IN_ALL = env.int("FILED_IN_ALL", default=1000)
# Letters a day to an address that nobody has confirmed; the others wait.
LETTERS_TO_UNCONFIRMED = env.int("LETTERS_TO_UNCONFIRMED", default=5)
# So many seconds a step that has an inverse can be undone; its letters wait as long. 0: never.
UNDO_SECONDS = env.int("UNDO_SECONDS", default=30)

# What Prometheus shows at /metrics; without it there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

# LOG_FORMAT=json writes one object a line, for whatever collects logs.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "config.request_id.RequestIdFilter"},
        "refusals": {"()": "config.logs.PlainRefusals"},
    },
    "formatters": {
        "line": {"format": "{levelname} {name} {request_id} {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime} {levelname} {name} {request_id} {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", default="line"),
            "filters": ["request_id", "refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"celery": {"level": "WARNING"}},
}
