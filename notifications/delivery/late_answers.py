"""Waiting aside for mail servers that take a letter and answer late, so that no other letter waits with it.

What is waited for stands in the outbox with a lease for as long: a process that ends in the meantime loses
nothing but the answer, and the letter is taken for unanswered.
"""

import logging
import threading
from collections.abc import Callable

from django.db import connection

# In a process: each is a connection and a thread that sleeps.
AT_MOST = 30
log = logging.getLogger(__name__)
_waiting: set[threading.Thread] = set()


def are_many() -> bool:
    """Whether no more can be waited for at once; the server is better left alone then."""
    return len(_waiting) >= AT_MOST


def wait_for(answer: Callable[[], None]) -> None:
    """Run what waits for an answer, and settles the letter, in a thread of its own."""

    def run() -> None:
        try:
            answer()
        # The lease ends by itself, and the letter's text is not for a log.
        except Exception as error:
            log.error("A late answer could not be noted: %s", type(error).__name__)
        finally:
            connection.close()
            _waiting.discard(threading.current_thread())

    thread = threading.Thread(target=run, name="late-answer", daemon=True)
    _waiting.add(thread)
    thread.start()


def wait_for_all() -> None:
    """Come back when nothing is waited for any more, as a program has to before it ends."""
    for thread in list(_waiting):
        thread.join()
