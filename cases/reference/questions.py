"""Questions of the sample municipality, for request types that have none yet."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from cases.models import Question, RequestType
from cases.questionnaires.versions import publish

FILE = Path(__file__).with_name("questions.yaml")


def load(only: Collection[str] | None = None) -> int:
    """Publish the first version for each request type of the file, of `only` these, that never had one; how
    many did."""
    wanted: dict[str, list[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    codes = wanted.keys() if only is None else wanted.keys() & set(only)
    request_types = list(RequestType.objects.filter(code__in=codes, question_sets=None))
    for request_type in request_types:
        publish(request_type, [_question(row) for row in wanted[request_type.code]])
    return len(request_types)


def _question(row: dict[str, Any]) -> Question:
    condition, stop = row.get("show_if", {}), row.get("stop", {})
    return Question(
        key=row["key"],
        kind=row["kind"],
        text_th=row["th"],
        text_en=row["en"],
        help_th=row.get("help_th", ""),
        help_en=row.get("help_en", ""),
        required=row.get("required", False),
        choices=row.get("choices", []),
        minimum=row.get("min"),
        maximum=row.get("max"),
        max_length=row.get("max_length"),
        show_if_key=condition.get("key", ""),
        show_if_value=condition.get("value", ""),
        stop_value=stop.get("value", ""),
        stop_th=stop.get("th", ""),
        stop_en=stop.get("en", ""),
        stop_phone=stop.get("phone", ""),
    )
