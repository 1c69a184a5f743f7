"""The map's pictures are the only foreign ones that a page may load."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from config.tiles import origin

VENDOR = Path(settings.BASE_DIR) / "config/static/vendor"
SUMS = re.findall(r"^([0-9a-f]{64})  (\S+)$", (VENDOR / "README.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("", []),
        ("/tiles/{z}/{x}/{y}.png", []),
        ("https://tiles.example/{z}/{x}/{y}.png?key=1", ["https://tiles.example"]),
        ("https://tiles.example:8443/{z}/{x}/{y}.png", ["https://tiles.example:8443"]),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", ["https://*.tiles.example"]),
    ],
)
def test_only_the_host_of_the_tiles_is_allowed(url: str, sources: list[str]) -> None:
    assert origin(url) == sources


@pytest.mark.parametrize(("checksum", "name"), SUMS, ids=[name for _, name in SUMS])
def test_a_vendored_file_is_the_one_that_was_published(checksum: str, name: str) -> None:
    assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == checksum


def test_every_vendored_file_has_its_checksum() -> None:
    files = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    assert files - {"README.md"} == {name for _, name in SUMS}
