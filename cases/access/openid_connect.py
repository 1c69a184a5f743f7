"""OpenID Connect (Core 1.0, Discovery 1.0): who the person in front of this browser is, by the word of an
issuer whom the set-up names.

The code flow with state, nonce and PKCE (S256). A browser may have begun several at once, in as many tabs;
each way back is good once. Nothing that the issuer says about the person is logged.
"""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import jwt
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language, override

from cases.access.openid_refusals import NotProved, Why
from cases.lib import http_client, inner_network
from cases.lib.process_cache import forget_one, remembered

KEY = "openid_connect"
# So long may a person stay at the issuer, and in so many tabs.
VALID, TABS = 10 * 60, 5
# An issuer that is away is asked again after this time, and not by everybody at once.
SECONDS, REMEMBERED = 5, 30
# Clocks differ.
LEEWAY = 120
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
WELL_KNOWN = "/.well-known/openid-configuration"
# Of a log-in that was asked for again.
FRESH = 5 * 60
Claims = dict[str, Any]


@dataclass(frozen=True)
class Issuer:
    """An issuer as the set-up names it, and the name of our page to which it sends people back."""

    address: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str
    page: str

    @property
    def redirect_uri(self) -> str:
        """The one address that the issuer knows us by, whatever the language of the page."""
        return own_address(self.page)


@dataclass(frozen=True)
class Metadata:
    """What the issuer announces of itself."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str = ""
    end_session: str = ""
    auth_methods: tuple[str, ...] = ("client_secret_basic",)

    @property
    def issuers(self) -> list[str]:
        """The issuer as its tokens may write it: some announce themselves without the slash at the end, and
        sign with it, or the other way round."""
        bare = self.issuer.rstrip("/")
        return [bare, f"{bare}/"]


@dataclass(frozen=True)
class Started:
    """What this browser was sent to the issuer with, and what for."""

    page: str
    purpose: str
    wanted: str
    language: str
    nonce: str
    verifier: str
    at: float


@dataclass(frozen=True)
class Proof:
    """Who the person is by the issuer's signed word, and the token that opens what it tells besides."""

    issuer: str
    claims: Claims = field(repr=False)
    access_token: str = field(default="", repr=False)

    @property
    def sub(self) -> str:
        """The issuer's own name for the person, which no other person gets."""
        return str(self.claims["sub"])


def own_address(page: str) -> str:
    """The whole address of a page of ours, as issuers know it."""
    with override(settings.LANGUAGE_CODE):
        return f"{settings.SITE_URL}{reverse(page)}"


def metadata(issuer: Issuer) -> Metadata:
    """What the issuer announces. Raises NotProved."""
    key = _name("metadata", issuer.address)
    found = remembered(key, lambda: _asked_metadata(issuer.address), seconds=REMEMBERED)
    if isinstance(found, Why):
        raise NotProved(found)
    return found


def begin(
    request: HttpRequest, issuer: Issuer, *, purpose: str = "", wanted: str = "", again: bool = False
) -> str:
    """The address at the issuer to go to; the session keeps what must come back. `again` asks the issuer to
    ask the person, even one who is logged in there. Raises NotProved where the issuer is away."""
    found, state = metadata(issuer), secrets.token_urlsafe(32)
    started = Started(
        page=issuer.page,
        purpose=purpose,
        wanted=wanted,
        language=get_language() or settings.LANGUAGE_CODE,
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        at=time.time(),
    )
    held = list(request.session.get(KEY, {}).items())[1 - TABS :]
    request.session[KEY] = {**dict(held), state: dict(vars(started))}
    challenge = hashlib.sha256(started.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": issuer.client_id,
        "redirect_uri": issuer.redirect_uri,
        "scope": issuer.scope,
        "state": state,
        "nonce": started.nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "ui_locales": started.language,
        **({"prompt": "login", "max_age": "0"} if again else {}),
    }
    joint = "&" if urlsplit(found.authorization).query else "?"
    return f"{found.authorization}{joint}{urlencode(asked)}"


def take(request: HttpRequest, issuer: Issuer) -> Started:
    """What this browser was sent with, once. Raises NotProved where it was not, or too long ago."""
    held = request.session.get(KEY, {})
    found = held.get(request.GET.get("state", ""))
    if not found or found["page"] != issuer.page:
        raise NotProved(Why.STATE)
    del held[request.GET["state"]]
    request.session[KEY] = held
    # Now: what comes back twice at once is taken once.
    request.session.save()
    started = Started(**found)
    if time.time() - started.at > VALID:
        raise NotProved(Why.STATE)
    return started


def forget(request: HttpRequest, page: str) -> None:
    """Forget every way of this browser that was to lead back to this page."""
    held = request.session.pop(KEY, {})
    if rest := {state: one for state, one in held.items() if one["page"] != page}:
        request.session[KEY] = rest


def prove(request: HttpRequest, issuer: Issuer, started: Started) -> Proof:
    """Who came back with this code. Raises NotProved."""
    said = request.GET
    if said.get("error") == "access_denied":
        raise NotProved(Why.CANCELLED)
    if "error" in said or not said.get("code"):
        raise NotProved(Why.ANSWER)
    found = metadata(issuer)
    # RFC 9207: another issuer's answer is not for this one.
    if "iss" in said and said["iss"] not in found.issuers:
        raise NotProved(Why.ISSUER)
    tokens = _tokens(issuer, found, said["code"], started.verifier)
    id_token, access_token = tokens.get("id_token"), tokens.get("access_token")
    if not isinstance(id_token, str):
        raise NotProved(Why.ANSWER)
    claims = verified(issuer, id_token)
    if not constant_time_compare(str(claims.get("nonce", "")), started.nonce):
        raise NotProved(Why.NONCE)
    return Proof(found.issuer, claims, access_token if isinstance(access_token, str) else "")


def verified(issuer: Issuer, token: str, *, needed: tuple[str, ...] = ("exp", "sub")) -> Claims:
    """What a token of the issuer for us says. Raises NotProved where it is not one, or not any more."""
    found = metadata(issuer)
    try:
        claims: Claims = jwt.decode(
            token,
            _key(found, jwt.get_unverified_header(token)),
            algorithms=ALGORITHMS,
            audience=issuer.client_id,
            issuer=found.issuers,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "iat", *needed]},
        )
    except jwt.PyJWTError as error:
        raise NotProved(_reason(error)) from error
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != issuer.client_id:
        raise NotProved(Why.AUDIENCE)
    return claims


def more_about(issuer: Issuer, proof: Proof) -> Claims:
    """The person's claims, with those that the issuer tells on demand alone. Raises NotProved."""
    found = metadata(issuer)
    if not (found.userinfo and proof.access_token):
        return proof.claims
    headers = {"Authorization": f"Bearer {proof.access_token}"}
    said = _json(found.userinfo, method="GET", headers=headers)
    if said.get("sub") != proof.sub:
        raise NotProved(Why.ANSWER)
    return {**said, **proof.claims}


def is_fresh(proof: Proof) -> bool:
    """Whether the issuer says that the person has logged in there just now."""
    at = proof.claims.get("auth_time")
    return isinstance(at, int | float) and time.time() - at <= FRESH + LEEWAY


def _name(what: str, url: str) -> str:
    """Under which what an address has answered is remembered."""
    return f"openid-connect-{what}-{hashlib.sha256(url.encode()).hexdigest()}"


def _asked_metadata(address: str) -> Metadata | Why:
    """What the issuer announces now, or why not. It is believed about the host that was named alone."""
    try:
        said = _json(f"{address.rstrip('/')}{WELL_KNOWN}", method="GET")
        if str(said.get("issuer", "")).rstrip("/") != address.rstrip("/"):
            return Why.ISSUER
        methods = said.get("token_endpoint_auth_methods_supported")
        found = Metadata(
            issuer=said["issuer"],
            authorization=_endpoint(address, said["authorization_endpoint"]),
            token=_endpoint(address, said["token_endpoint"]),
            keys=_endpoint(address, said["jwks_uri"]),
            userinfo=_endpoint(address, said.get("userinfo_endpoint", "")),
            end_session=_endpoint(address, said.get("end_session_endpoint", "")),
            auth_methods=tuple(methods) if isinstance(methods, list) else Metadata.auth_methods,
        )
    except NotProved as refused:
        return refused.why
    except (KeyError, TypeError, ValueError):
        return Why.ANSWER
    return found


def _endpoint(issuer: str, url: Any) -> str:
    """An address that the issuer announces: encrypted as its own is, and not in the inner network where the
    issuer itself is not. Raises ValueError."""
    if not isinstance(url, str):
        raise ValueError("An address of the issuer is none.")
    if url and urlsplit(url).scheme not in ("https", urlsplit(issuer).scheme):
        raise ValueError("An address of the issuer is not encrypted.")
    if url and _is_inside(url) and not _is_inside(issuer):
        raise ValueError("An address of the issuer leads into the inner network.")
    return url


def _is_inside(url: str) -> bool:
    """Whether an address leads into the inner network; a name that is not found leads nowhere."""
    try:
        inner_network.judged_addresses(url)
    except inner_network.Inside:
        return True
    except http_client.Unanswered:
        return False
    return False


def _tokens(issuer: Issuer, found: Metadata, code: str, verifier: str) -> dict[str, Any]:
    """What the issuer gives for a code. Raises NotProved."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": issuer.redirect_uri,
        "code_verifier": verifier,
    }
    headers = {}
    if "client_secret_post" in found.auth_methods:
        form |= {"client_id": issuer.client_id, "client_secret": issuer.client_secret}
    else:
        # RFC 6749, 2.3.1: each part is encoded first, or a colon in it would part them.
        pair = ":".join(quote(part, safe="") for part in (issuer.client_id, issuer.client_secret))
        headers = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return _json(found.token, form=form, headers=headers)


def _key(found: Metadata, header: dict[str, Any]) -> jwt.PyJWK:
    """The issuer's key that a token names; a new one is looked for once. Raises NotProved."""
    name = _name("keys", found.keys)
    if key := _chosen(_keys(name, found.keys), header):
        return key
    # It was changed since, or this is a stranger's: the issuer is not asked more often than twice a minute.
    remembered(f"{name}-again", lambda: forget_one(name), seconds=REMEMBERED)
    if key := _chosen(_keys(name, found.keys), header):
        return key
    raise NotProved(Why.SIGNATURE)


def _keys(name: str, url: str) -> list[Any]:
    found = remembered(name, lambda: _asked_keys(url), seconds=10 * REMEMBERED)
    if isinstance(found, Why):
        forget_one(name)
        raise NotProved(found)
    return found


def _asked_keys(url: str) -> list[Any] | Why:
    try:
        found = _json(url, method="GET").get("keys")
    except NotProved as refused:
        return refused.why
    return found if isinstance(found, list) else Why.ANSWER


def _chosen(keys: list[Any], header: dict[str, Any]) -> jwt.PyJWK | None:
    """The key of this name; the only one where the token names none."""
    usable = [key for key in keys if isinstance(key, dict) and key.get("use", "sig") == "sig"]
    named = [key for key in usable if key.get("kid") == header.get("kid")]
    if "kid" not in header and len(usable) == 1:
        named = usable
    if len(named) != 1 or header.get("alg") not in ALGORITHMS:
        return None
    try:
        return jwt.PyJWK(named[0], algorithm=header["alg"])
    except jwt.PyJWTError:
        return None


def _json(url: str, *, method: str = "POST", **question: Any) -> dict[str, Any]:
    """What is answered. Raises NotProved."""
    try:
        answer = http_client.call(url, seconds=SECONDS, method=method, **question)
    except (OSError, ValueError) as error:
        raise NotProved(Why.AWAY) from error
    if answer.status >= 500:
        raise NotProved(Why.AWAY)
    if not answer.ok or not isinstance(answer.body, dict):
        raise NotProved(Why.CLIENT if answer.at("error") == "invalid_client" else Why.ANSWER)
    return answer.body


def _reason(error: jwt.PyJWTError) -> Why:
    """Why a token is none."""
    reasons: list[tuple[type[jwt.PyJWTError], Why]] = [
        (jwt.InvalidIssuerError, Why.ISSUER),
        (jwt.InvalidAudienceError, Why.AUDIENCE),
        (jwt.ExpiredSignatureError, Why.EXPIRED),
        (jwt.ImmatureSignatureError, Why.CLOCK),
        (jwt.MissingRequiredClaimError, Why.ANSWER),
    ]
    return next((why for kind, why in reasons if isinstance(error, kind)), Why.SIGNATURE)
