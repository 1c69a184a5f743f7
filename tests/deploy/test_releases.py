"""A release is known by what it holds; a file that is none changes nothing."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.conf import settings

from deploy.keeper import places, releases
from deploy.keeper.work import Trouble


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What a release holds at least."""
    folder = tmp_path / "source"
    (folder / "deploy").mkdir(parents=True)
    (folder / "pyproject.toml").write_text('[project]\nversion = "0.6.0"\n')
    (folder / "manage.py").write_text("")
    (folder / "deploy" / "raprueang").write_text("#!/bin/sh\n")
    (folder / "deploy" / "raprueang").chmod(0o755)
    return folder


def packed(source: Path, target: Path, **extra: bytes) -> Path:
    with tarfile.open(target, "w:gz") as archive:
        archive.add(source, "raprueang-0.6.0")
        for name, content in extra.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def test_the_same_content_has_the_same_name_and_another_has_another(source: Path) -> None:
    names = releases.source_files(source)
    before = releases.name_of(source, names)
    os.utime(source / "manage.py", (0, 0))
    assert releases.name_of(source, names) == before
    (source / "manage.py").write_text("1")
    assert releases.name_of(source, names) != before
    assert before.startswith("0.6.0-")


def test_what_an_operator_leaves_in_it_is_no_source(source: Path) -> None:
    for name in ("var/photo.jpg", ".venv/x.py", "dist/old.tar.gz", "deploy/__pycache__/x.pyc"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("x")
    (source / "link").symlink_to("/etc/passwd")
    assert releases.source_files(source) == ["deploy/raprueang", "manage.py", "pyproject.toml"]
    # The list of a packed release goes before what lies about; it leads nowhere else.
    (source / releases.LIST).write_text("manage.py\n/etc/passwd\n../source/pyproject.toml\n")
    assert releases.source_files(source) == ["manage.py"]


def test_a_file_is_unpacked_as_it_was_packed(source: Path, tmp_path: Path) -> None:
    file = packed(source, tmp_path / "release.tar.gz")
    (tmp_path / "out").mkdir()
    found = releases.unpack(file, tmp_path / "out")
    assert releases.name_of(found, releases.source_files(found)) == releases.name_of(
        source, releases.source_files(source)
    )
    assert os.access(found / "deploy" / "raprueang", os.X_OK)


@pytest.mark.parametrize("name", ["../outside", "/outside", "raprueang-0.6.0/../../outside"])
def test_a_name_that_leads_out_is_refused(source: Path, tmp_path: Path, name: str) -> None:
    file = packed(source, tmp_path / "release.tar.gz", **{name: b"x"})
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(Trouble, match="does not belong into a release"):
        releases.unpack(file, tmp_path / "a" / "b")
    assert not list(tmp_path.rglob("outside"))
    assert not Path("/outside").exists()


def test_a_file_that_is_none_is_refused_in_words(source: Path, tmp_path: Path) -> None:
    file = packed(source, tmp_path / "release.tar.gz")
    (tmp_path / "out").mkdir()
    with pytest.raises(Trouble, match="is not what its checksum says"):
        releases.unpack(file, tmp_path / "out", checksum="0" * 64)
    file.with_name("release.tar.gz.sha256").write_text(f"{'1' * 64}  release.tar.gz\n")
    with pytest.raises(Trouble, match="is not what its checksum says"):
        releases.unpack(file, tmp_path / "out")
    file.with_name("release.tar.gz.sha256").unlink()
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(Trouble, match="cannot be unpacked"):
        releases.unpack(file, tmp_path / "out")
    with pytest.raises(Trouble, match="cannot be unpacked"):
        releases.unpack(tmp_path / "none", tmp_path / "out")
    (source / "manage.py").unlink()
    with pytest.raises(Trouble, match="holds no release"):
        releases.unpack(packed(source, tmp_path / "other.tar.gz"), tmp_path / "out")


def test_the_link_leads_from_one_whole_release_to_the_next(machine: Path) -> None:
    with pytest.raises(Trouble, match="Nothing is installed"):
        releases.current()
    one, two = places.RELEASES / "one", places.RELEASES / "two"
    for release in (one, two):
        release.mkdir()
        releases.switch(release)
        assert releases.current() == release.resolve()
    for number in range(5):
        (places.RELEASES / f"old{number}").mkdir()
    releases.remember(releases.State(previous="one"))
    releases.remove_old()
    left = {place.name for place in places.RELEASES.iterdir()}
    assert {"one", "two"} <= left
    assert len(left) == releases.KEPT


def test_what_is_remembered_survives_a_damaged_file(machine: Path) -> None:
    releases.remember(releases.State("a", "b", {"cases": "0001"}, "/x"))
    assert releases.state() == releases.State("a", "b", {"cases": "0001"}, "/x")
    places.STATE.write_text("{")
    assert releases.state() == releases.State()


@pytest.mark.parametrize("what", ["release", "deb"])
def test_the_same_source_is_packed_into_the_same_bytes(what: str, source: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deploy.package", what]
    subprocess.run(["cp", "-r", Path(settings.BASE_DIR, "deploy"), source], check=True)
    sums = []
    for _time in range(2):
        env = {**os.environ, "SOURCE_DATE_EPOCH": "1780000000", "DJANGO_SETTINGS_MODULE": ""}
        subprocess.run(command, cwd=source, env=env, check=True, capture_output=True)
        (found,) = (source / "dist").glob("*.sha256")
        sums.append(found.read_text())
        subprocess.run(["rm", "-r", source / "dist"], check=True)
        os.utime(source / "manage.py", (0, 0))
    assert sums[0] == sums[1]
