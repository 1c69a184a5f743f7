"""Releases on this machine: each in a folder of its own with its own libraries, one of them linked as
current."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from deploy.keeper import places
from deploy.keeper.work import Trouble, require_room, run, step

# What config.source calls its list, so that the licence's "source code" is there without git.
LIST = "source-files.txt"
# Says that a folder is whole; one without it was left by a kill.
COMPLETE = ".complete"
ROOM = 1024**3
KEPT = 3
ROOMS = ("cases", "config", "deploy", "notifications", "workflows")
NOT_SOURCE = {".git", ".venv", "var", "dist", "__pycache__"}


@dataclass
class State:
    """What the keeper's command remembers about upgrades."""

    # The release before the last upgrade and that to which it led; which migration each app had come to.
    previous: str = ""
    next: str = ""
    migrations: dict[str, str] = field(default_factory=dict)
    # The backup that was made before the upgrade.
    backup: str = ""


def state() -> State:
    """What is remembered; nothing on a new machine."""
    try:
        return State(**json.loads(places.STATE.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return State()


def remember(found: State) -> None:
    """Keep it, whole or not at all."""
    part = places.STATE.with_suffix(".part")
    part.write_text(json.dumps(asdict(found), indent=1), encoding="utf-8")
    os.replace(part, places.STATE)


def current() -> Path:
    """The folder of the release that runs. Raises Trouble where none does."""
    if not places.CURRENT.is_symlink():
        raise Trouble("Nothing is installed on this machine yet: sudo ./deploy/install --help")
    return places.CURRENT.resolve()


def source_files(source: Path) -> list[str]:
    """The names of the files of a release or a clone: what git tracks, what its list names, or all. Raises
    Trouble where these are no files of the product."""
    if not (source / "pyproject.toml").is_file() or not (source / "manage.py").is_file():
        raise Trouble(f"{source} holds no release of Rap Rueang.")
    names = _tracked(source) or _listed(source) or _walked(source)
    return sorted(name for name in names if (source / name).is_file() and not (source / name).is_symlink())


def name_of(source: Path, names: list[str]) -> str:
    """The name of a release: its version, and eight digits of what it consists of."""
    total = hashlib.sha256()
    for name in names:
        total.update(name.encode() + b"\0" + hashlib.sha256((source / name).read_bytes()).digest())
    return f"{version(source)}-{total.hexdigest()[:8]}"


def version(source: Path) -> str:
    """The version that a source says it is. Raises Trouble."""
    try:
        project = tomllib.loads((source / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        found = str(project["version"])
    except (OSError, ValueError, KeyError) as error:
        raise Trouble(f"{source}/pyproject.toml does not say which version this is.") from error
    if not re.fullmatch(r"[0-9A-Za-z.+~]{1,40}", found):
        raise Trouble(f"{source}/pyproject.toml has a version that is none: {found!r}.")
    return found


def build(source: Path) -> Path:
    """Make the folder of a release from its source, with its libraries and translations, and return it; one
    that is there whole is taken as it is. Raises Trouble."""
    names = source_files(source)
    release = places.RELEASES / name_of(source, names)
    if (release / COMPLETE).exists():
        return release
    require_room(places.HOME, ROOM)
    with step(f"Laying out the program {release.name}"):
        shutil.rmtree(release, ignore_errors=True)
        for name in names:
            (release / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, release / name)
        (release / LIST).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        _open_to_read(release)
    with step("Fetching its libraries (a few minutes)"):
        # Those are looked at by pip's own settings, which the machine may have.
        run(["python3", "-m", "venv", release / ".venv"], trouble="Python's venv does not work here.")
        pip: list[str | Path] = [places.python(release), "-m", "pip", "--disable-pip-version-check"]
        options: list[str | Path] = [
            "install",
            "--quiet",
            "--no-input",
            "--require-hashes",
            "-r",
            release / "requirements.txt",
        ]
        sentence = "The libraries could not be fetched. Is the package index reachable from this machine?"
        run([*pip, *options], trouble=sentence, cwd=release)
    with step("Making its translations, and compiling"):
        without = {**places.environment(), "SETTINGS_FILE": ""}
        text = "The translations could not be made."
        run([places.python(release), "-m", "config.messages"], trouble=text, cwd=release, env=without)
        # Its user cannot write here: each start would compile all of it anew.
        compiled: list[str | Path] = [places.python(release), "-m", "compileall", "-q", *ROOMS]
        run(compiled, trouble="The program could not be compiled.", cwd=release, env=without)
    _open_to_read(release)
    (release / COMPLETE).touch()
    return release


def switch(release: Path) -> None:
    """Have this release be the current one, at once."""
    part = places.CURRENT.with_suffix(".part")
    part.unlink(missing_ok=True)
    part.symlink_to(release)
    os.replace(part, places.CURRENT)


def remove_old() -> None:
    """Keep the newest few releases, the current one and the one before it; remove the others."""
    kept = {current().name, state().previous}
    found = sorted(places.RELEASES.iterdir(), key=lambda place: place.stat().st_mtime, reverse=True)
    for release in [release for release in found if release.name not in kept][KEPT - len(kept) :]:
        shutil.rmtree(release, ignore_errors=True)


def unpack(file: Path, folder: Path, *, checksum: str = "") -> Path:
    """Unpack a release's file into a folder and return the source in it. Raises Trouble where the file is
    another than its checksum says, or no release."""
    expected = checksum or _checksum_beside(file)
    try:
        with open(file, "rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if expected and found != expected.lower():
            raise Trouble(f"{file} is not what its checksum says. Fetch it anew; nothing was changed.")
        with tarfile.open(file) as archive:
            for member in archive:
                _take_out(archive, member, folder)
    except (OSError, tarfile.TarError, EOFError) as error:
        raise Trouble(f"{file} cannot be unpacked: {error}. Nothing was changed.") from error
    tops = [place for place in folder.iterdir() if place.is_dir()]
    if len(tops) != 1:
        raise Trouble(f"{file} holds no release of Rap Rueang. Nothing was changed.")
    source_files(tops[0])
    return tops[0]


def _take_out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Write one file of an archive; a link, a device or a name that leads elsewhere is none of ours.
    (Debian 12
    has a Python whose extractall knows no filter.) Raises Trouble."""
    target = folder / member.name
    if not target.resolve().is_relative_to(folder.resolve()) or not (member.isfile() or member.isdir()):
        raise Trouble(f"{member.name} does not belong into a release. Nothing was changed.")
    if member.isdir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    content = archive.extractfile(member)
    target.write_bytes(content.read() if content else b"")
    target.chmod(0o755 if member.mode & 0o100 else 0o644)


def _checksum_beside(file: Path) -> str:
    """What the file beside it, `….sha256`, says of it; nothing where there is none."""
    beside = file.with_name(f"{file.name}.sha256")
    return beside.read_text(encoding="utf-8").split()[0] if beside.exists() else ""


def _open_to_read(release: Path) -> None:
    """Everybody may read the program and only root change it, whatever umask the keeper has."""
    for folder, folders, files in os.walk(release):
        for name in [*folders, *files]:
            path = Path(folder, name)
            if not path.is_symlink():
                mode = path.stat().st_mode
                runs = path.is_dir() or mode & 0o100
                path.chmod(0o755 if runs else 0o644)
    release.chmod(0o755)


def _tracked(source: Path) -> list[str]:
    if not (source / ".git").exists():
        return []
    careful = ["git", "-c", f"safe.directory={source}", "-c", "core.fsmonitor=false"]
    try:
        listed = subprocess.run([*careful, "ls-files", "-z"], cwd=source, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return []
    return [name for name in os.fsdecode(listed.stdout).split("\0") if name]


def _listed(source: Path) -> list[str]:
    try:
        lines = (source / LIST).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [line for line in lines if line and not line.startswith("/") and ".." not in line.split("/")]


def _walked(source: Path) -> list[str]:
    found = []
    for folder, folders, files in os.walk(source):
        folders[:] = [name for name in folders if name not in NOT_SOURCE]
        found += [str(Path(folder, name).relative_to(source)) for name in files]
    return [name for name in found if name != LIST]
