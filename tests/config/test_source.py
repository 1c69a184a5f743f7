"""`/source/` gives away what git tracks, or what a list names, and nothing that lies about beside it."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.checks import Error
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from config import checks, source

SECRETS = {
    "config/.env": "SECRET_KEY=x",
    "backup.sql": "INSERT",
    "cases/notes.txt": "081",
    "big.log": "x",
}
TRACKED = ["LICENSE", "cases/models.py", "manage.py", "tools/run"]


@pytest.fixture
def tree(tmp_path: Path, settings: Settings) -> Path:
    """An installation with what an operator leaves in it."""
    base = tmp_path / "app"
    for name in [*TRACKED, *SECRETS]:
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(SECRETS.get(name, name))
    settings.BASE_DIR, settings.SOURCE_URL = base, ""
    return base


@pytest.fixture
def clone(tree: Path) -> Path:
    """The same, with git."""
    git(tree, "init", "--quiet")
    (tree / ".gitignore").write_text("big.log\n")
    git(tree, "add", ".gitignore", *TRACKED)
    return tree


def git(base: Path, *words: str) -> None:
    """Run git."""
    subprocess.run(["git", *words], cwd=base, check=True, capture_output=True)


def packed(client: Client) -> dict[str, tarfile.TarInfo]:
    """What the page gives away."""
    answer = client.get("/en/source/")
    assert answer.status_code == 200
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        return {member.name.removeprefix("rap-rueang/"): member for member in archive.getmembers()}


def test_only_what_git_tracks_is_given_away(client: Client, clone: Path) -> None:
    members = packed(client)
    assert sorted(members) == sorted([".gitignore", *TRACKED, source.LIST])
    assert {(member.uid, member.uname) for member in members.values()} == {(0, "")}


def test_links_submodules_and_settings_stay_here_though_tracked(client: Client, clone: Path) -> None:
    outside = clone.parent / "secret"
    outside.mkdir()
    (outside / "key.py").write_text("key")
    (clone / "link.py").symlink_to(outside / "key.py")
    git(clone, "add", "--force", "link.py", "config/.env")
    git(clone, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    # Tracked as a file, and its folder has become a link since.
    (clone / "cases/models.py").rename(outside / "models.py")
    (clone / "cases/notes.txt").unlink()
    (clone / "cases").rmdir()
    (clone / "cases").symlink_to(outside)
    assert sorted(packed(client)) == sorted([".gitignore", "LICENSE", "manage.py", source.LIST, "tools/run"])


def test_without_git_the_list_of_the_build_says_what_it_is(
    client: Client, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("list_source")
    with open(clone / source.LIST, "a") as listed:
        listed.write("config/.env\n../secret\n/etc/passwd\nnowhere.py\n")
    monkeypatch.setenv("PATH", os.devnull)
    assert sorted(packed(client)) == sorted([".gitignore", *TRACKED, source.LIST])


@pytest.mark.django_db
def test_without_git_and_list_nothing_is_given_away(
    client: Client, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    answer = client.get("/en/source/")
    assert (answer.status_code, "ask the municipality" in answer.text) == (503, True)
    assert "raprueang.E029" in [error.id for error in checks.production() if isinstance(error, Error)]
    with pytest.raises(CommandError, match="Run it in a clone"):
        call_command("list_source")


def test_an_archive_carries_its_own_list(client: Client, clone: Path) -> None:
    answer = client.get("/en/source/")
    with tarfile.open(fileobj=io.BytesIO(answer.content)) as archive:
        found = archive.extractfile(f"rap-rueang/{source.LIST}")
        assert found
        assert found.read().decode().split() == sorted([".gitignore", *TRACKED])


def test_this_installation_gives_its_own_program_away() -> None:
    names = source.files(django_settings.BASE_DIR)
    assert {"manage.py", "LICENSE", "config/settings.py", "templates/base.html"} <= set(names)
    assert not [name for name in names if name.startswith(("var/", ".venv"))]


@pytest.mark.django_db
def test_browsers_find_an_icon_wherever_they_ask(client: Client, admin_client: Client) -> None:
    assert client.get("/favicon.ico").headers["Location"] == "/static/icon.svg"
    assert 'rel="icon"' in admin_client.get("/en/admin/").content.decode()
