"""The source code of this very installation, as the licence asks (AGPL-3.0, section 13)."""

import io
import tarfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

FOLDERS = ("cases", "config", "docs", "notifications", "templates", "tests", "workflows", ".ci")
FILES = ("*.py", "*.md", "*.toml", "*.txt", "Makefile", "LICENSE", ".gitignore")
LEFT_OUT = ("__pycache__",)


@require_safe
@cache_control(public=True, max_age=3600)
def source(request: HttpRequest) -> HttpResponse:
    """Lead to SOURCE_URL, or give the files that run here as one archive."""
    if settings.SOURCE_URL:
        return redirect(settings.SOURCE_URL)
    response = HttpResponse(_archive(settings.BASE_DIR), content_type="application/gzip")
    response["Content-Disposition"] = 'attachment; filename="rap-rueang-source.tar.gz"'
    return response


@cache
def _archive(base: Path) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path in [base / name for name in FOLDERS] + [p for mask in FILES for p in base.glob(mask)]:
            if path.exists():
                archive.add(path, f"rap-rueang/{path.relative_to(base)}", filter=_without_caches)
    return buffer.getvalue()


def _without_caches(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return None if any(part in LEFT_OUT for part in Path(member.name).parts) else member
