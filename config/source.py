"""The source code of this very installation, as the licence asks (AGPL-3.0, section 13): what git tracks, or
what a list names that was made when the installation was built, and nothing else that lies about."""

import io
import os
import subprocess
import tarfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Beside manage.py, and in every archive, so that an installation from one has it too.
LIST = "source-files.txt"
NAME = "rap-rueang"
# Regular files; a link (120000) may lead anywhere, a submodule (160000) is somebody else's.
REGULAR = ("100644", "100755")
SETTINGS = ".env"
SECONDS = 20


class Unlisted(Exception):
    """Neither git nor a list says which files are the source code."""


@require_safe
@cache_control(public=True, max_age=3600)
def source(request: HttpRequest) -> HttpResponse:
    """Lead to SOURCE_URL, or give the files that run here as one archive; 503 where nobody knows them."""
    if settings.SOURCE_URL:
        return redirect(settings.SOURCE_URL)
    try:
        archive = _archive(settings.BASE_DIR)
    except Unlisted:
        text = _("The source code is not packed here. Please ask the municipality for it.")
        return HttpResponse(text, content_type="text/plain; charset=utf-8", status=503)
    response = HttpResponse(archive, content_type="application/gzip")
    response["Content-Disposition"] = f'attachment; filename="{NAME}-source.tar.gz"'
    return response


def files(base: Path) -> list[str]:
    """The names of the files that are the source code below `base`, in order; raises Unlisted."""
    known = _tracked(base) or _listed(base)
    found = [name for name in known if _is_ours(base, name)]
    if not found:
        raise Unlisted
    return sorted(found)


def write_list(base: Path) -> int:
    """Write down which files git tracks, for an installation without git; how many. Raises Unlisted."""
    names = files(base)
    (base / LIST).write_text(_lines(names), encoding="utf-8")
    return len(names)


@cache
def _archive(base: Path) -> bytes:
    buffer, names = io.BytesIO(), files(base)
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name in names:
            archive.add(base / name, f"{NAME}/{name}", recursive=False, filter=_of_nobody)
        listed = _lines(names).encode()
        member = tarfile.TarInfo(f"{NAME}/{LIST}")
        member.size = len(listed)
        archive.addfile(member, io.BytesIO(listed))
    return buffer.getvalue()


def _tracked(base: Path) -> list[str]:
    """What git tracks; nothing where there is no git, or no repository."""
    # The program may run as somebody else than the owner of the files, and starts no program they name.
    careful = ["-c", f"safe.directory={base}", "-c", "core.fsmonitor=false"]
    quiet = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
    try:
        command = ["git", *careful, "ls-files", "--stage", "-z"]
        listed = subprocess.run(command, cwd=base, env=quiet, capture_output=True, timeout=SECONDS)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return []
    rows = [row.split("\t", 1) for row in os.fsdecode(listed.stdout).split("\0") if "\t" in row]
    return [name for about, name in rows if about.split(" ")[0] in REGULAR]


def _listed(base: Path) -> list[str]:
    try:
        return (base / LIST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _is_ours(base: Path, name: str) -> bool:
    """Whether this is a file where its name says, not a link to one elsewhere, and no settings."""
    home, path = base.resolve(), base / name
    if path.name.startswith(SETTINGS) or name == LIST or not path.is_file():
        return False
    return path.resolve() == home / name and path.resolve().is_relative_to(home)


def _lines(names: list[str]) -> str:
    return "".join(f"{name}\n" for name in names)


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
