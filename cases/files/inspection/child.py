"""The process that looks at files: `python -m cases.files.inspection.child 3`, where 3 is a socket to its
parent.

It knows no setting, no database and no secret. It has the libraries loaded, and for each file it splits off a
process of its own, which may use so much processor, memory and time and no more, and ends with its answer.
"""

import gc
import json
import os
import resource
import signal
import socket
import sys
from collections.abc import Callable, Mapping

from PIL import Image

from cases.files.inspection import outlines, papers, pictures
from cases.files.inspection.limits import MEMORY, MOST_BYTES, PROCESSOR, WALL
from cases.files.inspection.verdicts import HEAD, Reason, Unfit, Verdict

PURPOSES: dict[str, Callable[[bytes], Verdict]] = {
    "photo": pictures.photo,
    "logo": pictures.logo,
    "banner": pictures.banner,
    "paper": papers.paper,
    "areas": outlines.areas,
    "points": outlines.points,
}
AT_ONCE = 1024 * 1024


def serve(parent: socket.socket) -> None:
    """Judge what the parent sends until it is gone."""
    while True:
        wish, files, _, _ = socket.recv_fds(parent, 100, 2)
        if not wish:
            return
        if len(files) == 2 and os.fork() == 0:
            parent.close()
            _answer(wish.decode(), *files)
        for file in files:
            os.close(file)


def _answer(purpose: str, file: int, back: int) -> None:
    """Judge one file and send what was found; whatever happens, this process ends here."""
    try:
        _restrict()
        with socket.socket(fileno=back) as answer:
            answer.sendall(_judged(purpose, file))
    finally:
        os._exit(0)


def _restrict() -> None:
    """From here on the kernel ends this process if it wants more than one file may cost."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, WALL)
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    memory = _memory() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    for what in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(what, (0, 0))


def _memory() -> int:
    """The address space that the libraries take."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def _judged(purpose: str, file: int) -> bytes:
    try:
        verdict = PURPOSES[purpose](_read(file))
    except Unfit as unfit:
        return _packed({"reason": unfit.reason})
    except MemoryError:
        return _packed({"reason": Reason.MEMORY})
    # Whatever else a file has led to, it is the file's fault and took no time.
    except Exception:
        return _packed({"reason": Reason.NO_PAPER if purpose == "paper" else Reason.NO_PICTURE})
    size = {"width": verdict.width, "height": verdict.height, "thumbnail": len(verdict.thumbnail)}
    return _packed(size, verdict.thumbnail + verdict.body)


def _read(file: int) -> bytes:
    """The content, wherever the parent is in it: the place in an open file is shared."""
    content = bytearray()
    while len(content) < MOST_BYTES and (part := os.pread(file, AT_ONCE, len(content))):
        content += part
    return bytes(content)


def _packed(head: Mapping[str, object], body: bytes = b"") -> bytes:
    text = json.dumps(head).encode()
    return HEAD.pack(len(text)) + text + body


def main() -> None:
    """Serve the parent whose socket has the number of the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nobody waits for the processes that are split off: the kernel clears them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # Who reads a page goes before who sends a file.
    os.nice(10)
    Image.init()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as parent:
        serve(parent)


if __name__ == "__main__":
    main()
