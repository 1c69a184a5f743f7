"""A program with a token, as the tests of the API use one."""

import datetime
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.access import access_tokens
from cases.models import AccessToken, Partner, User

ROOT = "/api/v1"


class Program:
    """Shows a token and speaks JSON."""

    def __init__(self, shown: str, token: AccessToken | None = None) -> None:
        self.shown, self.token, self.client = shown, token, Client()

    def get(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.client.get(f"{ROOT}{path}", data, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, *, key: str | None = "", **headers: str) -> Any:
        sent = headers | ({} if key is None else {"Idempotency-Key": key or str(uuid.uuid4())})
        raw = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(
            f"{ROOT}{path}", raw, content_type="application/json", headers=self._headers(sent)
        )

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.shown}", "Accept-Language": "en"} | more


def token_for(owner: User | Partner, *scopes: str, **fields: Any) -> tuple[str, AccessToken]:
    """A token with these scopes, all that its owner may have by default."""
    of_person = isinstance(owner, User)
    by = owner if isinstance(owner, User) else User.objects.order_by("pk").first()
    token = AccessToken(
        name=str(uuid.uuid4()),
        scopes=list(scopes or (["read", "file", "act"] if of_person else ["read", "file"])),
        made_by=by,
        **{"expires_at": timezone.now() + datetime.timedelta(days=1)} | fields,
        **{"person" if of_person else "partner": owner},
    )
    return access_tokens.issue(token), token


@pytest.fixture
def program() -> Callable[..., Program]:
    return lambda owner, *scopes, **fields: Program(*token_for(owner, *scopes, **fields))
