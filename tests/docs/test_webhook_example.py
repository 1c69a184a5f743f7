"""The example of the webhooks in docs/integration.md verifies what is sent."""

import re
from pathlib import Path
from typing import Any

import pytest

from notifications.channels import signatures
from notifications.channels.signatures import Keys
from notifications.letters.webhooks import EVENT_TYPES, TEST

PAGE = (Path(__file__).parents[2] / "docs" / "integration.md").read_text(encoding="utf-8")
BODY = '{"subject":"2569-00014","kind":"ถนน"}'.encode()
NOW = 1_796_040_000


def section(title: str) -> str:
    """What stands below a heading of the second level."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.fixture(scope="module")
def is_genuine() -> Any:
    """The function of the example."""
    found = re.search(r"```python\n(.*?)```", section("Webhooks"), re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)  # noqa: S102
    return names["is_genuine"]


def sent(*keys: Keys, timestamp: int = NOW) -> dict[str, str]:
    """The headers of a message of this second."""
    return signatures.headers(keys, message="an-id", timestamp=timestamp, body=BODY)


def test_the_example_verifies_by_the_secret_or_the_public_key(is_genuine: Any) -> None:
    old, new, stranger = (signatures.make_keys() for _ in range(3))
    headers = sent(new, old)
    for keys in (old, new):
        assert is_genuine(headers, BODY, secret=keys.secret, now=NOW)
        assert is_genuine(headers, BODY, public_key=keys.public, now=NOW)
    assert not is_genuine(headers, BODY, secret=stranger.secret, now=NOW)
    assert not is_genuine(headers, BODY, public_key=stranger.public, now=NOW)
    for wrong in ({"body": BODY + b" "}, {"now": NOW + 301}):
        typed = {"headers": headers, "body": BODY, "now": NOW, **wrong}
        assert not is_genuine(**typed, secret=new.secret, public_key=new.public)
    moved = {**headers, "webhook-id": "another-id"}
    assert not is_genuine(moved, BODY, secret=new.secret, public_key=new.public, now=NOW)


def test_the_page_names_every_event() -> None:
    assert set(re.findall(r"`((?:case|webhook)\.\w+)`", section("Webhooks"))) == {*EVENT_TYPES.values(), TEST}
