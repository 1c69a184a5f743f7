"""The rules for Prometheus and the board for Grafana, made from the table of checks."""

import json
from typing import Any

import yaml
from django.utils.translation import override

from config.watching.checks import CHECKS, Check, Unit

FILES = {"rules": "deploy/monitoring/rules.yml", "board": "deploy/monitoring/board.json"}
HEAD = "# Made from config/watching/checks.py by `manage.py write_monitoring`: change that, not this.\n"
UNITS = {
    Unit.NUMBER: "none",
    Unit.SECONDS: "s",
    Unit.BYTES: "bytes",
    Unit.PERCENT: "percent",
    Unit.FLAG: "bool",
}
# What the board shows besides the checks.
GRAPHS = (
    ("Requests a second, by status", "sum by (status) (rate(raprueang_requests_total[5m]))", "reqps"),
    (
        "Time to answer: nine of ten",
        "histogram_quantile(0.9, sum by (le) (rate(raprueang_request_seconds_bucket[5m])))",
        "s",
    ),
    ("Letters on their way", "max by (state, channel) (raprueang_notices_unsettled)", "none"),
    (
        "Letters settled in an hour",
        "sum by (state, channel) (increase(raprueang_notices_settled_total[1h]))",
        "none",
    ),
    ("Refused in a rush, a minute", "sum by (reason) (rate(raprueang_shed_requests_total[5m])) * 60", "none"),
    ("Size of the database", "max(raprueang_database_bytes)", "bytes"),
)


def series(check: Check) -> str:
    """Return what asks Prometheus for the figure of a check: of several machines the worst one."""
    worst = "min" if check.least else "max"
    return f'{worst}(raprueang_check{{check="{check.name}"}})'


def expression(check: Check) -> str:
    """Return when it is wrong. A site that says nothing any more has no database, as far as anybody knows."""
    found = series(check)
    if check.name == "database":
        found = f"({found} or vector(0))"
    return f"{found} {'<' if check.least else '>'} {check.limit:.0f}"


def rules() -> str:
    """Return the rules, as YAML."""
    with override("en"):
        found = [_rule(check) for check in CHECKS]
    text: str = yaml.safe_dump(
        {"groups": [{"name": "raprueang", "rules": found}]}, sort_keys=False, width=100
    )
    return HEAD + text


def board() -> str:
    """Return the board, as JSON: a tile and a line for each check, and what is seen over time."""
    with override("en"):
        panels = [*_tiles(), *_graphs()]
    written = {
        "title": "Rap Rueang",
        "uid": "raprueang",
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-24h", "to": "now"},
        "templating": {"list": [{"name": "source", "type": "datasource", "query": "prometheus"}]},
        "panels": panels,
    }
    return json.dumps(written, indent=1, ensure_ascii=False) + "\n"


def _rule(check: Check) -> dict[str, Any]:
    name = "".join(part.capitalize() for part in check.name.split("_"))
    summary = str(check.title)
    return {
        "alert": f"Raprueang{name}",
        "expr": expression(check),
        "for": f"{check.minutes}m",
        "labels": {"check": check.name},
        "annotations": {"summary": summary, "description": str(check.to_do)},
    }


def _tiles() -> list[dict[str, Any]]:
    found = []
    for number, check in enumerate(CHECKS):
        good, bad = {"color": "green"}, {"color": "red"}
        first, second = (bad, good) if check.least else (good, bad)
        steps = [{**first, "value": None}, {**second, "value": check.limit}]
        place = {"x": number % 6 * 4, "y": number // 6 * 4, "w": 4, "h": 4}
        tile = _panel("stat", number, str(check.title), [series(check)], UNITS[check.unit], place)
        tile["fieldConfig"]["defaults"]["thresholds"] = {"mode": "absolute", "steps": steps}
        found.append(tile)
    return found


def _graphs() -> list[dict[str, Any]]:
    below, found = (len(CHECKS) + 5) // 6 * 4, []
    for number, (title, query, unit) in enumerate(GRAPHS):
        place = {"x": number % 2 * 12, "y": below + number // 2 * 8, "w": 12, "h": 8}
        found.append(_panel("timeseries", len(CHECKS) + number, title, [query], unit, place))
    return found


def _panel(
    kind: str, number: int, title: str, queries: list[str], unit: str, place: dict[str, int]
) -> dict[str, Any]:
    source = {"type": "prometheus", "uid": "${source}"}
    targets = [{"refId": f"Q{place}", "expr": query} for place, query in enumerate(queries)]
    return {
        "id": number + 1,
        "type": kind,
        "title": title,
        "datasource": source,
        "targets": targets,
        "gridPos": place,
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
    }
