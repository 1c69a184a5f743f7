"""gunicorn's settings for the demo: one process that serves, and runs Celery's worker and beat as threads.

One process, because Celery's in-memory transport reaches no further. Production uses `config.server` alone,
and not that transport: see docs/operations.md.
"""

import logging
import time
from collections.abc import Callable
from threading import Thread
from typing import Any

from celery.beat import Service
from celery.worker import WorkController

from cases.files.inspection.judge import JUDGE
from config.celery import app
from config.server import bind as bind
from config.server import control_socket_disable as control_socket_disable
from config.server import limit_request_line as limit_request_line
from config.server import threads as threads
from config.server import worker_class as worker_class

workers = 1
timeout = 120
graceful_timeout = 2
loglevel = "warning"

logger = logging.getLogger(__name__)


def post_worker_init(worker: Any) -> None:
    """Start Celery in the process that serves, and what judges uploads (gunicorn calls this, after the
    fork)."""
    JUDGE.start()
    app.finalize()
    app.set_default()
    for run in (_work, _beat):
        Thread(target=_forever, args=[run], name=run.__name__, daemon=True).start()


def _forever(run: Callable[[], None]) -> None:
    """Run it again whenever it ends: a supervisor in small."""
    while True:
        try:
            run()
        except Exception:
            logger.exception("Celery's thread ended; it starts again in 5 s")
        time.sleep(5)


def _work() -> None:
    WorkController(
        app=app,
        pool_cls="threads",
        concurrency=2,
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
    ).start()


def _beat() -> None:
    Service(app, scheduler_cls=app.conf.beat_scheduler).start()
