"""What processes cost: CPU seconds and memory of a server and all its children, from /proc."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import psutil

MB = 1024 * 1024


def family(pid: int) -> list[psutil.Process]:
    """A process and those that it started."""
    first = psutil.Process(pid)
    return [first, *first.children(recursive=True)]


def cpu(pid: int) -> float:
    """CPU seconds, user and system, of a process, its children, and those of its children that have ended."""
    total = 0.0
    for process in family(pid):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


def forget_peaks(pid: int) -> None:
    """Begin a new peak of memory for each process of the family."""
    for process in family(pid):
        with suppress(OSError, psutil.NoSuchProcess):
            Path(f"/proc/{process.pid}/clear_refs").write_text("5")


def peak(pid: int) -> float:
    """The highest resident memory of any one process of the family since then, in MB."""
    return max(_status(process.pid, "VmHWM") for process in family(pid))


def largest(pid: int) -> float:
    """What the largest process of the family holds now, its part of shared pages included, in MB."""
    return max(_proportional(process) for process in family(pid))


def together(pid: int) -> float:
    """What the family holds together, shared pages counted once, in MB."""
    return sum(_proportional(process) for process in family(pid))


def wait_until(condition: Callable[[], object], *, seconds: float = 60, what: str = "it") -> None:
    """Return when the condition is true; TimeoutError when it is not in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds:g} s")
        time.sleep(0.05)


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _proportional(process: psutil.Process) -> float:
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        return float(process.memory_full_info().pss / MB)
    return 0.0


def _status(pid: int, name: str) -> float:
    with suppress(OSError, StopIteration, ValueError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024
    return 0.0
