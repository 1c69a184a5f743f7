"""Packs a release for other machines: `make release` an archive, `make deb` a package; the same source
gives the
same bytes (SOURCE_DATE_EPOCH, or the time of the last commit)."""

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from deploy.keeper import install, releases

BASE = Path(__file__).resolve().parent.parent
DIST = BASE / "dist"
NAME = "raprueang"
IN_DEB = Path("usr/share/raprueang/source")
CONTROL = """Package: {name}
Version: {version}
Architecture: all
Maintainer: Rap Rueang <noreply@localhost>
Section: web
Priority: optional
Depends: {depends}
Description: e-service of a Thai municipality
 A citizen's request from the form to the result. After this package:
 sudo raprueang install --host eservice.example.go.th
"""
POSTINST = """#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
if [ -L /opt/raprueang/current ]; then
    echo "Go on to this release with: sudo raprueang-package upgrade"
else
    echo "Install with: sudo raprueang-package install --host eservice.example.go.th"
fi
"""
LAUNCHER = """#!/bin/sh
# The command of the package; the site's own is raprueang, once it is installed.
if [ "${1:-}" = upgrade ] && [ "$#" -eq 1 ]; then
    exec /usr/share/raprueang/source/deploy/raprueang upgrade /usr/share/raprueang/source
fi
exec /usr/share/raprueang/source/deploy/raprueang "$@"
"""


def main(what: str) -> int:
    """Write the archive or the package, and its checksum, into dist/."""
    DIST.mkdir(exist_ok=True)
    made = {"release": release, "deb": deb}[what]()
    total = hashlib.sha256(made.read_bytes()).hexdigest()
    made.with_name(f"{made.name}.sha256").write_text(f"{total}  {made.name}\n", encoding="ascii")
    print(f"{made.relative_to(BASE)}  {made.stat().st_size / 1024**2:.1f} MB  sha256 {total}")
    return 0


def release() -> Path:
    """The archive that `raprueang upgrade` takes, and that `deploy/install` lies in."""
    top = f"{NAME}-{releases.version(BASE)}"
    target = DIST / f"{top}.tar.gz"
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content, mode in _content():
            member = tarfile.TarInfo(f"{top}/{name}")
            member.size, member.mode, member.mtime = len(content), mode, epoch()
            archive.addfile(member, io.BytesIO(content))
    with open(target, "wb") as opened, gzip.GzipFile("", "wb", 9, opened, mtime=epoch()) as packed:
        packed.write(buffer.getvalue())
    return target


def deb() -> Path:
    """The Debian package; needs dpkg-deb."""
    version = releases.version(BASE)
    target = DIST / f"{NAME}_{version}_all.deb"
    with tempfile.TemporaryDirectory() as made:
        root = Path(made, "root")
        for name, content, mode in _content():
            _lay(root / IN_DEB / name, content, mode)
        _lay(root / "usr/bin/raprueang-package", LAUNCHER.encode(), 0o755)
        depends = ", ".join([*install.PACKAGES, "adduser"])
        control = CONTROL.format(name=NAME, version=version, depends=depends)
        _lay(root / "DEBIAN/control", control.encode(), 0o644)
        _lay(root / "DEBIAN/postinst", POSTINST.encode(), 0o755)
        for folder in [root, *(path for path in root.rglob("*") if path.is_dir())]:
            folder.chmod(0o755)
        for path in [root, *root.rglob("*")]:
            os.utime(path, (epoch(), epoch()))
        env = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch())}
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(root), str(target)]
        subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    return target


def epoch() -> int:
    """The time that everything in it bears."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    if not shutil.which("git"):
        return 0
    said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=BASE, capture_output=True, text=True)
    return int(said.stdout.strip() or 0)


def _content() -> list[tuple[str, bytes, int]]:
    """Each file's name, content and mode, in order; the list of them is one of them."""
    names = releases.source_files(BASE)
    files = [(name, (BASE / name).read_bytes(), _mode(BASE / name)) for name in names]
    listed = "".join(f"{name}\n" for name in names).encode()
    return [*files, (releases.LIST, listed, 0o644)]


def _mode(path: Path) -> int:
    return 0o755 if path.stat().st_mode & 0o100 else 0o644


def _lay(path: Path, content: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
