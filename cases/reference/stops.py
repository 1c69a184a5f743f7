"""What a request type says before anything is typed, from `stops.yaml`, and which request types take
papers."""

from pathlib import Path
from typing import Any

import yaml

from cases.models import ExternalAgency

FILE = Path(__file__).with_name("stops.yaml")


def read() -> dict[str, dict[str, Any]]:
    """The whole file, by the code of the request type."""
    data: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


def columns(stop: dict[str, Any] | None, agencies: dict[str, ExternalAgency]) -> dict[str, Any]:
    """The columns of a request type for its entry in the file; none where it has no entry."""
    if not stop:
        return {}
    return {
        "stop_th": stop["th"],
        "stop_en": stop["en"],
        "call_first": agencies.get(stop.get("call", "")),
        "refers_only": stop.get("refers_only", False),
    }
