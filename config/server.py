"""gunicorn's settings: `gunicorn --config config/server.py config.wsgi`. The environment says what differs.

A process has one thread for each request that is worked on, waits, or has stepped aside, and some to spare:
those tell the others at once to come back. Without them a refusal would wait behind what it is to relieve.
A request has a thread only once all of it is there (config.worker).
"""

import gc
import os
from typing import Any

from cases.files.inspection.judge import JUDGE
from config.rush import ASIDE, AT_ONCE, WAITING
from config.warming import warm
from workflows.inbox import thai_words

TO_SPARE = 6

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
workers = int(os.environ.get("WEB_PROCESSES") or os.cpu_count() or 2)
worker_class = "config.worker.PatientWorker"
threads = AT_ONCE + WAITING + ASIDE + TO_SPARE
max_requests, max_requests_jitter = 5000, 500
timeout = 60
# A page of the inbox with 200 ticks is one address.
limit_request_line = 8190
# The application and the Thai dictionary stand in the memory once, for all processes; a new release needs a
# restart, not a reload.
preload_app = True
control_socket_disable = True
# What a reader does not take at once is kept by the worker.
sendfile = False


def when_ready(server: Any) -> None:
    """Read what all processes need before they part from the first one (gunicorn calls this)."""
    if os.environ.get("WARM_START") != "0":
        warm(server.app.wsgi())
    thai_words.lexemes(["เทศบาล"])
    gc.collect()
    # Pages with objects that the collector never marks stay shared.
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Start what judges uploads, so that the first one finds it there (gunicorn calls this)."""
    JUDGE.start()
