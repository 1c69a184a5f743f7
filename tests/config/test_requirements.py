"""What is installed where: the product in a city, the demo too to try it out, the tools too to develop it."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

LOCKS = ("requirements.txt", "requirements-demo.txt", "requirements-dev.txt")


def pinned(lock: str) -> set[str]:
    """Each library of a lock file with its version, as in `django==5.2.19`."""
    lines = Path(settings.BASE_DIR, lock).read_text().splitlines()
    return {line.split()[0] for line in lines if not line.startswith(" ")}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_has_a_version_and_a_hash_and_no_address(lock: str) -> None:
    text = Path(settings.BASE_DIR, lock).read_text()
    entry = r"[a-z0-9.-]+==\S+( ; [^\\\n]+)? \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+"
    assert re.fullmatch(f"({entry})+", text)


def test_the_demo_has_all_of_the_product_and_the_developer_all_of_the_demo() -> None:
    product, demo, developer = map(pinned, LOCKS)
    assert product < demo < developer


def test_an_installation_has_no_library_of_the_demo() -> None:
    project = tomllib.loads(Path(settings.BASE_DIR, "pyproject.toml").read_text())["project"]
    demo = {re.split(r"[^a-z0-9-]", line)[0] for line in project["optional-dependencies"]["demo"]}
    assert demo.isdisjoint(line.split("==")[0] for line in pinned("requirements.txt"))
