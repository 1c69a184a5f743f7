"""The load: wrk replays prepared requests over so many connections, and says how long the answers took."""

import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.asks import Ask
from tests.servers import program

SCRIPT = Path(__file__).with_name("replay.lua")
LONGEST = 60  # seconds that one answer may take


@dataclass
class Answers:
    """What came back; times in milliseconds. Only an answer with a status that was expected is a good one."""

    answered: int = 0
    bad: int = 0
    seconds: float = 0
    bytes: int = 0
    lost: int = 0
    late: int = 0
    lateness: float = 0
    times: dict[int, float] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    wrong: str = ""

    @property
    def per_second(self) -> float:
        """Good answers in a second."""
        return (self.answered - self.bad) / self.seconds if self.seconds > 0 else 0.0


def fire(
    asks: Sequence[Ask],
    url: str,
    *,
    connections: int,
    seconds: float,
    once: bool = False,
    rate: float = 0,
    good: Sequence[int] = (200,),
) -> Answers:
    """Send them in turn over the connections: as fast as answers come, or at a `rate` per second."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "requests"
        with file.open("wb") as out:
            for ask in asks:
                raw = ask.raw
                out.write(b"%d\n%s\n" % (len(raw), raw))
        options = ["-t", "1", "-c", str(connections), "-d", f"{max(1, round(seconds))}s"]
        options += ["--timeout", f"{LONGEST}s", "-s", str(SCRIPT), url]
        rest = [str(file), "once" if once else "loop", str(rate), *map(str, good)]
        command = [program("wrk"), *options, "--", *rest]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return _read(done.stdout, done.stderr)


def _read(text: str, errors: str) -> Answers:
    """The lines that the script printed."""
    if "BEGIN\n" not in text:
        raise RuntimeError(f"wrk said: {text[-2000:]} {errors[-2000:]}")
    told, wrong = text.split("BEGIN\n")[1].split("END\n")
    values = dict(line.split("=", 1) for line in told.splitlines())
    late = [float(part) for part in values["late"].split()] or [0, 0]
    return Answers(
        answered=int(values["answered"]),
        bad=int(values["bad"]),
        seconds=float(values["seconds"]),
        bytes=int(values["bytes"]),
        lost=int(values["socket_errors"]) + int(values["timeouts"]),
        late=int(late[0]),
        lateness=late[1],
        times={share: float(values[f"p{share}"]) for share in (50, 95, 99, 100)},
        statuses={name.split()[1]: int(n) for name, n in values.items() if name.startswith("status")},
        wrong=wrong.strip(),
    )
