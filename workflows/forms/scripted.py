"""JSON that a script of ours put into a form; whatever else comes is nothing."""

import json
from typing import Any

LONGEST = 20_000


def loaded(typed: str) -> Any:
    """The value; None for what is no JSON, or is too long or too deep to be ours."""
    try:
        return json.loads(typed) if len(typed) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
