"""Two Redis servers, one a copy of the other, and three sentinels that watch over them."""

import subprocess
from pathlib import Path

import redis

from tests.servers import Server, free_port, program, wait_for

MASTER = "raprueang"
# Seconds of silence until a sentinel takes the master for dead, and for how long an election may take.
SILENT, ELECTION = 3, 10
WATCH = """port {port}
bind 127.0.0.1
dir {folder}
sentinel monitor {name} 127.0.0.1 {master} 2
sentinel down-after-milliseconds {name} {silent}
sentinel failover-timeout {name} {election}
"""


class Watched(Server):
    """The first server is the master until it is killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.servers = [free_port(), free_port()]
        self.sentinels = [free_port() for _ in range(3)]
        self.processes: list[subprocess.Popen[bytes]] = []
        self.url = ";".join(f"sentinel://127.0.0.1:{port}" for port in self.sentinels)

    def start(self) -> None:
        """Start all five, and wait until the sentinels know each other and the copy."""
        plain = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        for number, port in enumerate(self.servers):
            copy = ["--replicaof", f"127.0.0.1 {self.servers[0]}"] if number else []
            self._run(["redis-server", "--port", str(port), *plain, *copy])
        wait_for(lambda: all(self._answers(port) for port in self.servers), what="Redis")
        for port in self.sentinels:
            self._run(["redis-server", str(self._watch(port)), "--sentinel"])
        wait_for(self._known, what="the sentinels")

    def stop(self) -> None:
        """End them."""
        for process in self.processes:
            process.kill()
            process.wait()
        self.processes = []

    def kill_master(self) -> None:
        """End the first server, as a power cut would."""
        self.processes[0].kill()
        self.processes[0].wait()

    def _run(self, command: list[str]) -> None:
        program(command[0])
        self.processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.folder))

    def _watch(self, port: int) -> Path:
        file = self.folder / f"sentinel-{port}.conf"
        values = {"name": MASTER, "silent": 1000 * SILENT, "election": 1000 * ELECTION}
        file.write_text(WATCH.format(port=port, folder=self.folder, master=self.servers[0], **values))
        return file

    def _answers(self, port: int) -> bool:
        try:
            with redis.Redis(port=port) as server:
                return bool(server.ping())
        except redis.ConnectionError:
            return False

    def _known(self) -> bool:
        """Each sentinel knows two others and the copy."""
        return all(self._answers(port) and self._knows(port) for port in self.sentinels)

    def _knows(self, port: int) -> bool:
        with redis.Redis(port=port, decode_responses=True) as server:
            said = server.execute_command("SENTINEL", "MASTER", MASTER)
            state = said if isinstance(said, dict) else dict(zip(said[::2], said[1::2], strict=True))
        return (int(state["num-other-sentinels"]), int(state["num-slaves"])) == (2, 1)
