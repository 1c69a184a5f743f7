"""The rules and the board are those of the table, and Prometheus takes them for what they are meant."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.test import Client
from pytest_django import Settings

from config import rush
from config.watching import prometheus
from config.watching.checks import CHECKS, Check

SHOW = "`manage.py write_monitoring` was not run"


def cases(check: Check) -> list[tuple[str, bool]]:
    """Figures of one check as Prometheus reads them, and whether it fires."""
    beyond, step = ("-Inf", -1) if check.least else ("+Inf", 1)
    figures = [(f"{check.limit:.0f}", False), (f"{check.limit + step:.0f}", True), (beyond, True)]
    # A site that says nothing is away; whatever else it is, nobody can know.
    return [*figures, ("_", check.name == "database")]


def test_the_files_are_made_from_the_table() -> None:
    assert Path(prometheus.FILES["rules"]).read_text() == prometheus.rules(), SHOW
    assert Path(prometheus.FILES["board"]).read_text() == prometheus.board(), SHOW


def test_each_check_has_its_rule_with_limit_patience_and_words() -> None:
    found = yaml.safe_load(Path(prometheus.FILES["rules"]).read_text())["groups"][0]["rules"]
    assert [rule["labels"]["check"] for rule in found] == [check.name for check in CHECKS]
    for rule, check in zip(found, CHECKS, strict=True):
        assert rule["expr"].endswith(f"{'<' if check.least else '>'} {check.limit:.0f}")
        assert rule["for"] == f"{check.minutes}m"
        assert all(rule["annotations"].values())


def test_a_limit_is_a_whole_number_as_the_rules_write_it() -> None:
    assert all(check.limit == int(check.limit) for check in CHECKS)


def test_the_board_shows_each_check_and_asks_for_what_there_is(
    client: Client, db: None, settings: Settings
) -> None:
    panels = json.loads(Path(prometheus.FILES["board"]).read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    asked = " ".join(target["expr"] for panel in panels for target in panel["targets"])
    assert all(f'check="{check.name}"' in asked for check in CHECKS)
    assert rush.SHED
    settings.METRICS_TOKEN = "a-token"
    client.get("/track/")
    text = client.get("/metrics", headers={"authorization": "Bearer a-token"}).content.decode()
    for name in prometheus_names(asked):
        assert f"# TYPE {name.removesuffix('_bucket')} " in text, name


def prometheus_names(asked: str) -> set[str]:
    """The series that a board asks for."""
    parts = asked.replace("(", " ").replace("{", " ").replace("[", " ").replace(")", " ").split()
    return {part for part in parts if part.startswith("raprueang_")}


def test_prometheus_fires_where_a_check_is_wrong_and_nowhere_else(in_english: None, tmp_path: Path) -> None:
    # The CI does not install Prometheus for this: what the rules say is held to the table above.
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool (Debian's package prometheus) is not installed")
    rules = tmp_path / "rules.yml"
    rules.write_text(Path(prometheus.FILES["rules"]).read_text())
    tests = []
    for check in CHECKS:
        for figure, fires in cases(check):
            name = "".join(part.capitalize() for part in check.name.split("_"))
            when = f"{check.minutes + 2}m"
            notes = {"summary": str(check.title), "description": str(check.to_do)}
            alert = {"exp_labels": {"check": check.name}, "exp_annotations": notes}
            tests.append(
                {
                    "interval": "1m",
                    "input_series": [
                        {
                            "series": f'raprueang_check{{check="{check.name}",instance="web1"}}',
                            "values": " ".join([figure] * 66),
                        }
                    ],
                    "alert_rule_test": [
                        {
                            "eval_time": when,
                            "alertname": f"Raprueang{name}",
                            "exp_alerts": [alert] if fires else [],
                        }
                    ],
                }
            )
    (tmp_path / "tests.yml").write_text(yaml.safe_dump({"rule_files": [str(rules)], "tests": tests}))
    for arguments in (["check", "rules", str(rules)], ["test", "rules", str(tmp_path / "tests.yml")]):
        done = subprocess.run([promtool, *arguments], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
