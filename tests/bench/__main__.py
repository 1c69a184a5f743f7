"""`make bench`: for each size of SIZES load, measure, and write docs/bench/; the misses come last."""

import json
import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

from config import messages
from config.demo import environment
from tests.bench import report
from tests.bench.database import ROOT, Database
from tests.servers import RedisServer


def main() -> int:
    """Measure each size in turn; return the exit status."""
    folder = environment.var_dir() / "bench"
    folder.mkdir(exist_ok=True)
    sizes = [int(one) for one in (os.environ.get("SIZES") or "10000,1000000").split(",")]
    prepare(folder)
    with RedisServer() as redis:
        os.environ["REDIS_URL"] = redis.url
        found = [one_size(size, folder) for size in sorted(sizes)]
    if all("rows" in one for one in found):
        print(report.told(report.write(found, ROOT / "docs" / "bench")))
    return 0


def prepare(folder: Path) -> None:
    """An environment as an installation has it, but for HTTPS and mail that goes nowhere."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "VAR_DIR": str(folder),
        "SECRET_KEY": "for-the-bench-only-for-the-bench-only-0123456789abcdef",
        "FIELD_KEYS": urlsafe_b64encode(bytes(32)).decode(),
        "DEBUG": "0",
        "LOG_LEVEL": "ERROR",
        "MALLOC_ARENA_MAX": "2",
        "TRUSTED_PROXIES": "1",
        "REQUIRE_MFA_FOR_ADMINS": "0",
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
    }
    messages.compile_all()
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, check=True)


def one_size(size: int, folder: Path) -> dict[str, Any]:
    """Load so many cases where that is not done, and measure on a copy."""
    print(f"→ {size:,} cases", flush=True)
    database = Database(folder, size)
    database.start(fresh=os.environ.get("FRESH") == "1")
    out = folder / f"result-{size}.json"
    environment = os.environ | {
        "DATABASE_URL": database.copy(),
        "BENCH_LOADED": json.dumps(database.loaded_in),
    }
    command = [sys.executable, "-m", "tests.bench.one_size", str(size), str(folder), str(out)]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)
    found: dict[str, Any] = json.loads(out.read_text())
    return found


if __name__ == "__main__":
    sys.exit(main())
