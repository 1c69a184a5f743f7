"""Letters by SMS, through whichever gateway the setting SMS_GATEWAY describes."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cases.actions.contact_preference import sms_is_set_up
from cases.db.encryption import readable
from cases.lib import http_client
from cases.lib.http_client import Answer
from notifications.channels.answers import NotAccepted, judge_answer
from notifications.channels.failures import Verdict
from notifications.letters.content.rendering import MARK
from notifications.models import DeliveryChannel, Notice

PLACE = re.compile(r"\{[a-z]+\}")
METHODS = ("POST", "PUT")


@dataclass(frozen=True)
class Gateway:
    """How a gateway is asked and understood. In `form`, `json` and `headers` stand {phone} (+66812345678),
    {digits} (66812345678), {national} (0812345678), {text} and {id}, the letter's own. `success` names what
    must stand where in its JSON, `id` where its own ID stands, `later` what says to try again (no credit),
    `error` where its words stand."""

    url: str
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    form: Mapping[str, str] | None = None
    json: Any = None
    success: Mapping[str, Any] = field(default_factory=dict)
    later: Mapping[str, list[Any]] = field(default_factory=dict)
    id: str = ""
    error: str = ""

    def took(self, answer: Answer) -> bool:
        """Whether the answer is a yes: its status, what `success` names, and an ID where one is named."""
        named = all(str(answer.at(path)) == str(value) for path, value in self.success.items())
        return answer.ok and named and (not self.id or answer.at(self.id) is not None)

    def wants_it_later(self, answer: Answer) -> bool:
        """Whether the answer is one of those that `later` names."""
        return any(
            str(answer.at(path)) in [str(one) for one in values] for path, values in self.later.items()
        )


def gateway() -> Gateway:
    """The gateway of the setting; raises ImproperlyConfigured where it is not described well."""
    try:
        found = Gateway(**settings.SMS_GATEWAY)
    except TypeError as error:
        raise ImproperlyConfigured("SMS_GATEWAY names something unknown, or no url.") from error
    if found.method not in METHODS or (found.form is None) == (found.json is None):
        raise ImproperlyConfigured("SMS_GATEWAY needs a form or a json, and a method of POST or PUT.")
    if found.auth is not None and len(found.auth) != 2:
        raise ImproperlyConfigured("SMS_GATEWAY: auth is a pair of name and password.")
    return found


class Sms:
    """One request for each letter. A gateway knows no retry key in general: after a silence an SMS may come
    twice."""

    channel = DeliveryChannel.SMS

    @classmethod
    def is_configured(cls) -> bool:
        """Where a gateway is described."""
        return sms_is_set_up()

    def send(self, notice: Notice) -> str:
        """Hand it over; the gateway's own ID where it is said where that stands."""
        way = gateway()
        values = _values(notice)
        answer = http_client.call(
            way.url,
            method=way.method,
            seconds=settings.EMAIL_TIMEOUT,
            headers={**_authorization(way), **_filled(way.headers, values)},
            form=_filled(way.form, values),
            content=_filled(way.json, values),
        )
        if not way.took(answer):
            words = str(answer.at(way.error) or "") if way.error else ""
            raise NotAccepted(answer, words=words, later=way.wants_it_later(answer))
        return str(answer.at(way.id)) if way.id else ""

    def judge(self, error: Exception, notice: Notice) -> Verdict:
        """What the gateway's answer means."""
        return judge_answer(error, address=notice.address)

    def close(self) -> None:
        """Nothing stays open."""


def _values(notice: Notice) -> dict[str, str]:
    digits = notice.address.lstrip("+")
    national = f"0{digits[2:]}" if digits.startswith("66") else notice.address
    text = notice.text.replace(MARK, readable(notice.secret)) if MARK in notice.text else notice.text
    return {
        "{phone}": notice.address,
        "{digits}": digits,
        "{national}": national,
        "{text}": text,
        "{id}": str(notice.pk),
    }


def _filled(template: Any, values: Mapping[str, str]) -> Any:
    """The template with its values; what stands in a value is not filled in again."""
    if isinstance(template, Mapping):
        return {name: _filled(inner, values) for name, inner in template.items()}
    if isinstance(template, list):
        return [_filled(inner, values) for inner in template]
    if not isinstance(template, str):
        return template
    return PLACE.sub(lambda found: values.get(found.group(), found.group()), template)


def _authorization(way: Gateway) -> dict[str, str]:
    if way.auth is None:
        return {}
    pair = base64.b64encode(":".join(way.auth).encode()).decode()
    return {"Authorization": f"Basic {pair}"}
