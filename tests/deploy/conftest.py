"""A machine's folders, below a temporary one."""

from pathlib import Path

import pytest

from deploy.keeper import places


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every place of the keeper's lies below this folder."""
    for name, place in vars(places).items():
        if isinstance(place, Path) and name != "SOURCE":
            monkeypatch.setattr(places, name, tmp_path / place.relative_to("/"))
    for folder in (places.RELEASES, places.SETTINGS.parent, places.BACKUPS, places.KEYS, places.VAR):
        folder.mkdir(parents=True)
    return tmp_path
