"""The embedded PostgreSQL: one server a folder, for as long as somebody uses it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.demo import embedded

USER = """
import sys
from pathlib import Path
from config.demo import embedded
print(embedded.start(Path(sys.argv[1]), durable=False), flush=True)
sys.stdin.read()
"""


class Process:
    """Another process that uses the server of a folder until it is told to end."""

    def __init__(self, home: Path) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", USER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.child.stdout
        self.url = self.child.stdout.readline().strip()

    def end(self) -> None:
        self.child.communicate()

    def kill(self) -> None:
        self.child.kill()
        self.child.communicate()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Path]:
    """A folder without a cluster."""
    yield tmp_path
    embedded.stop_unused(tmp_path)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a server that has ended; to make them takes longer than to copy them."""
    home = tmp_path_factory.mktemp("cluster")
    Process(home).end()
    return home / "data"


@pytest.fixture
def home(empty: Path, cluster: Path) -> Path:
    """A folder with a cluster."""
    # The owner of the files matters to PostgreSQL, which shutil would not keep.
    subprocess.run(["cp", "-Rp", str(cluster), str(empty)], check=True)
    return empty


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_folder_becomes_a_server(empty: Path) -> None:
    process = Process(empty)
    assert answers(process.url)
    process.end()


def test_the_server_ends_with_its_last_user(home: Path) -> None:
    first, second = Process(home), Process(home)
    first.end()
    assert answers(second.url)
    second.end()
    assert not answers(second.url)


def test_users_of_one_folder_share_one_server(home: Path) -> None:
    first, second = Process(home), Process(home)
    assert first.url == second.url
    first.end()
    second.end()


def test_data_outlives_the_server(home: Path) -> None:
    process = Process(home)
    with psycopg.connect(process.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE kept")
    process.end()
    process = Process(home)
    assert answers(process.url.replace("/postgres?", "/kept?"))
    process.end()


def test_a_killed_user_does_not_keep_the_next_one_out(home: Path) -> None:
    Process(home).kill()
    process = Process(home)
    assert answers(process.url)
    process.end()
    assert not answers(process.url)


def test_a_killed_server_comes_back(home: Path) -> None:
    Process(home).kill()
    os.kill(int((home / "data" / "postmaster.pid").read_text().split()[0]), 9)
    process = Process(home)
    assert answers(process.url)
    process.end()


def test_a_pid_file_with_another_programs_number_is_forgotten(home: Path) -> None:
    Process(home).end()
    stale = f"{os.getpid()}\n{home / 'data'}\n"
    (home / "data" / "postmaster.pid").write_text(stale)
    process = Process(home)
    assert answers(process.url)
    process.end()


def test_a_half_made_cluster_is_made_again(empty: Path) -> None:
    (empty / "data" / "base").mkdir(parents=True)
    process = Process(empty)
    assert answers(process.url)
    process.end()


@pytest.mark.parametrize("name", ["long-" * 30, "a folder, with ' signs", "เทศบาล"])
def test_any_path_will_do(empty: Path, name: str) -> None:
    process = Process(empty / name)
    assert answers(process.url)
    process.end()
    assert embedded.stop_unused(empty / name)


def test_a_server_in_use_is_not_stopped(home: Path) -> None:
    process = Process(home)
    assert not embedded.stop_unused(home)
    assert answers(process.url)
    process.end()
