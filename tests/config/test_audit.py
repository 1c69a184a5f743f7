"""The dependency audit says what it found, and that it found nothing out where it could not ask."""

from pathlib import Path

import pytest

from config import audit


def test_where_the_registry_cannot_be_reached_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    assert audit.main(tmp_path / "audit") == 0
    assert "Nothing was checked." in capsys.readouterr().out


def test_a_known_weakness_fails_and_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    weak = {"name": "left", "version": "1.0", "vulns": [{"id": "PYSEC-1"}]}
    sound = {"name": "right", "version": "1.0", "vulns": []}
    assert audit.judged({"dependencies": [weak, sound]}) == 1
    assert "left 1.0: PYSEC-1" in capsys.readouterr().out
    assert audit.judged({"dependencies": [sound]}) == 0


def test_a_silent_database_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.judged(None) == 0
    assert "Nothing was checked." in capsys.readouterr().out
