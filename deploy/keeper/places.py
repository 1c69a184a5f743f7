"""Where everything lies on a machine, and as whom it runs."""

import os
from pathlib import Path

USER = "raprueang"
DATABASE = "raprueang"
# The program: each release in a folder of its own, the one that runs behind a link.
HOME = Path("/opt/raprueang")
RELEASES = HOME / "releases"
CURRENT = HOME / "current"
STATE = HOME / "state.json"
COMMAND = Path("/usr/local/bin/raprueang")
SETTINGS = Path("/etc/raprueang/settings.env")
CERTIFICATES = Path("/etc/raprueang/tls")
VAR = Path("/var/lib/raprueang")
BACKUPS = Path("/var/backups/raprueang")
# What the program itself may know of the last one (BACKUP_STAMP).
STAMP = VAR / "backup" / "last.json"
# Apart from the backups: together they open everything.
KEYS = Path("/var/backups/raprueang-keys")
UNITS = Path("/etc/systemd/system")
CADDYFILE = Path("/etc/caddy/Caddyfile")
SITE = Path("/etc/caddy/conf.d/raprueang.caddy")
LOCK = Path("/run/raprueang.lock")
PORT = 8000
# The source that this very file belongs to.
SOURCE = Path(__file__).resolve().parent.parent.parent


def python(release: Path) -> Path:
    """A release's own Python, with its libraries."""
    return release / ".venv" / "bin" / "python"


def environment() -> dict[str, str]:
    """What our own programs are started with: nothing of who starts them, the settings by their file."""
    return {
        "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(VAR),
        "SETTINGS_FILE": str(SETTINGS),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TERM": os.environ.get("TERM", "dumb"),
    }
