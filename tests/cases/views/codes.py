"""Codes as a test uses them: the worker writes the letter, the person types what stands in it."""

from typing import Any

from django.test import Client

from cases.models import OneTimeCode
from notifications.letters import one_time_codes
from notifications.models import Notice


def code_of(address: str) -> str:
    """Let the worker look up the wishes; the code that goes to this address, empty where none does."""
    one_time_codes.look_up()
    letter = Notice.objects.filter(kind="recovery_code", address=address).order_by("created").last()
    return str(letter.secret) if letter else ""


def wrong(code: str) -> str:
    """Six digits that are not this code."""
    return f"{(int(code or 0) + 1) % 10**6:06d}"


def type_code(client: Client, path: str, code: str) -> Any:
    """Type a code on the page."""
    return client.post(path, {"code": code})


def one_time_code() -> OneTimeCode:
    """The wish stored last."""
    return OneTimeCode.objects.latest("created")
