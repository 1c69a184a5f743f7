"""The drawing in docs/architecture.md and the import contracts in pyproject.toml say the same."""

import re
import tomllib
from itertools import pairwise, product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRAWING = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
CONTRACTS = [one for one in TOOLS["importlinter"]["contracts"] if one["type"] == "layers"]
ROOMS = {contract["containers"][0]: contract["layers"] for contract in CONTRACTS if "containers" in contract}
(PACKAGES,) = (contract["layers"] for contract in CONTRACTS if "containers" not in contract)
BOX = re.compile(r'(\w+)\["([^"]+)"\]')
# Each arrow is found, in a chain such as a --> b --> c too.
ARROW = re.compile(r"([\w.]+)(?:\[[^\]]*\])? --> (?=([\w.]+))")


def inside(package: str) -> str:
    """The lines of a package's part of the drawing."""
    return DRAWING.split(f"subgraph {package}\n")[1].split("\n  end")[0]


def test_every_contract_is_drawn() -> None:
    assert set(re.findall(r"subgraph (\S+)", DRAWING)) == set(ROOMS)


@pytest.mark.parametrize("package", ROOMS)
def test_the_boxes_of_a_package_are_its_layers(package: str) -> None:
    assert list(dict(BOX.findall(inside(package))).values()) == ROOMS[package]


@pytest.mark.parametrize("package", ROOMS)
def test_arrows_lead_from_each_layer_to_the_next(package: str) -> None:
    boxes = list(dict(BOX.findall(inside(package))))
    assert ARROW.findall(inside(package)) == list(pairwise(boxes))


def test_the_arrows_between_packages_follow_their_layers() -> None:
    layers = [layer.split(" | ") for layer in PACKAGES]
    allowed = [pair for above, below in pairwise(layers) for pair in product(above, below)]
    outside = DRAWING.rsplit("\n  end", 1)[1]
    assert sorted(ARROW.findall(outside)) == sorted(allowed)
