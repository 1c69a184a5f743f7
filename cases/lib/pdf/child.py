"""The program that makes papers: pages come in by standard input, PDFs go out by standard output.

It is told no secret and no setting, and has bounds of its own. A paper is asked for by two messages, its HTML
and its CSS, each as the length and the bytes. The answer is one letter, the length and the bytes.
"""

import contextlib
import logging
import os
import resource
import select
import sys
from typing import BinaryIO

from cases.lib.pdf.lanes import LENGTH, MADE, READY

FAILED = b"F"
IDLE = 60.0
# Of addresses, most of which are never filled: 200 pages with photos take a third of it.
MEMORY = 2 * 1024**3


def main() -> None:
    """Make papers until nobody wants any for a minute, or whoever wants them is gone."""
    answers = os.fdopen(os.dup(1), "wb")
    # What libraries print is not for whoever reads the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    try:
        with contextlib.redirect_stdout(None):
            from cases.lib.pdf import text_layer  # noqa: PLC0415  (without Pango this fails, which is an answer)
    except (ImportError, OSError):
        _say(answers, FAILED)
        return
    _say(answers, READY)
    while select.select([sys.stdin.buffer], [], [], IDLE)[0]:
        html, css = _heard(), _heard()
        if html is None or css is None:
            return
        try:
            _say(answers, MADE, text_layer.written(html, css))
        # A page that cannot be made, whatever is wrong with it, must not end the others.
        except Exception:
            _say(answers, FAILED)


def _heard() -> str | None:
    """One text; None where there is nobody any more who says something."""
    head = sys.stdin.buffer.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    return sys.stdin.buffer.read(length).decode()


def _say(answers: BinaryIO, said: bytes, paper: bytes = b"") -> None:
    answers.write(said + LENGTH.pack(len(paper)) + paper)
    answers.flush()


if __name__ == "__main__":
    main()
