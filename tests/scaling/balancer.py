"""One address in front of several web machines: haproxy, which asks each twice a second how it is."""

import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.scaling.machines import Web, status
from tests.servers import Server, free_port, program, wait_for

CONFIGURATION = """
global
    maxconn 500
defaults
    mode http
    timeout connect 2s
    timeout check 5s
    timeout client 60s
    timeout server 60s
    option forwardfor
    option redispatch 1
    retries 2
    retry-on conn-failure empty-response
frontend site
    bind 127.0.0.1:{port}
    default_backend machines
backend machines
    balance random(1)
    http-request disable-l7-retry unless METH_GET
    option httpchk GET /readyz
    http-check expect status 200
    default-server check inter 500ms fall 2 rise 1
    http-response set-header X-Machine %s
"""


class Balancer(Server):
    """Each request goes to any of the machines: nobody is kept with one."""

    def __init__(self, machines: Sequence[Web], folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.machines = machines
        servers = [f"    server m{n} 127.0.0.1:{one.port}\n" for n, one in enumerate(machines)]
        self.file = folder / "haproxy.cfg"
        self.file.write_text(CONFIGURATION.format(port=self.port) + "".join(servers))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it knows that every machine is well."""
        command = [program("haproxy", "/usr/sbin/haproxy"), "-db", "-f", str(self.file)]
        for machine in self.machines:  # the first page of a process that has just started takes its time
            wait_for(partial(_is_ready, machine), seconds=60, what="a machine that is ready")
        with self.file.with_suffix(".log").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        wait_for(lambda: status(self.port, "/readyz") == 200, what="haproxy")

    def stop(self) -> None:
        """End it."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def _is_ready(machine: Web) -> bool:
    """Whether it says so six times on end: both of its processes are awake."""
    return all(status(machine.port, "/readyz") == 200 for _ in range(6))
