"""An environment that says nothing about us."""

from pathlib import Path

import pytest

OURS = ("DEBUG", "DEMO", "DATABASE_URL", "SECRET_KEY", "FIELD_KEYS", "EMAIL_URL", "EMAIL_BACKEND", "VAR_DIR")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment that names a database and nothing else."""
    for name in OURS:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql:///somewhere")
    return tmp_path
