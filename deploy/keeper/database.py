"""The database on this machine: made, dumped, brought back, exchanged. Its owner is the program's user."""

from collections.abc import Sequence
from pathlib import Path

from deploy.keeper import places
from deploy.keeper.work import Trouble, run

ADMIN = "postgres"
OLDEST = 150000
URL = "postgresql://{user}@/{name}?host=/var/run/postgresql"
LAST = "SELECT app || ' ' || max(name) FROM django_migrations GROUP BY app ORDER BY app"
ASIDE = "raprueang_before"


def url(name: str = places.DATABASE) -> str:
    """The address of one of our databases, over the socket; the system says who asks."""
    return URL.format(user=places.USER, name=name)


def is_here(address: str) -> bool:
    """Whether a DATABASE_URL is the database that the installer made on this machine."""
    return address == url()


def require_here(address: str) -> None:
    """Raise Trouble where the database is another than the installer's."""
    if not is_here(address):
        raise Trouble(
            "DATABASE_URL names a database that raprueang did not make. Dump and restore it with the tools "
            "of "
            "whoever runs that server; docs/operations.md says what belongs to it."
        )


def prepare() -> None:
    """Have PostgreSQL run, with our user and an empty database where there is none yet. Raises Trouble."""
    run(["systemctl", "enable", "--now", "postgresql"], trouble="PostgreSQL did not start.")
    wait = ["timeout", "60", "sh", "-c", "until pg_isready -q; do sleep 0.5; done"]
    run(wait, trouble="PostgreSQL does not answer. `pg_lsclusters` says what there is.")
    if int(one("SHOW server_version_num")) < OLDEST:
        raise Trouble("PostgreSQL on this machine is older than 15.")
    if not one("SELECT 1 FROM pg_roles WHERE rolname = :'a'", places.USER):
        run(["createuser", places.USER], user=ADMIN, trouble="The database's user cannot be made.")
    if not exists(places.DATABASE):
        create(places.DATABASE)


def exists(name: str) -> bool:
    """Whether a database is there."""
    return bool(one("SELECT 1 FROM pg_database WHERE datname = :'a'", name))


def create(name: str) -> None:
    """Make an empty database of ours. Raises Trouble."""
    command = ["createdb", "--owner", places.USER, "--template", "template0", "--encoding", "UTF8"]
    run([*command, "--locale", "C.UTF-8", name], user=ADMIN, trouble=f"Database {name} cannot be made.")


def drop(name: str) -> None:
    """Remove a database, whoever still looks at it. Raises Trouble."""
    run(["dropdb", "--if-exists", "--force", name], user=ADMIN, trouble=f"Database {name} cannot be removed.")


def rename(old: str, new: str) -> None:
    """Give a database another name, whoever still looks at it. Raises Trouble."""
    one("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :'a'", old)
    one('ALTER DATABASE :"a" RENAME TO :"b"', old, new)


def size() -> int:
    """Bytes that the database takes. Raises Trouble."""
    return int(one("SELECT pg_database_size(:'a')", places.DATABASE))


def has_tables() -> bool:
    """Whether anything of the product's is in it."""
    found = one("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database=places.DATABASE)
    return found != "0"


def heads() -> dict[str, str]:
    """The last migration of each app in the database. Raises Trouble."""
    lines = one(LAST, database=places.DATABASE).splitlines()
    return dict(line.split(" ", 1) for line in lines)


def dump(file: Path) -> None:
    """Write the whole database into a file in PostgreSQL's custom format. Raises Trouble; a file that ends in
    the middle is found by reading its list of contents."""
    with open(file, "wb") as opened:
        command = ["pg_dump", "--format=custom", places.DATABASE]
        run(command, user=places.USER, stdout=opened, trouble="The database could not be dumped.")
    with open(file, "rb") as opened:
        command = ["pg_restore", "--list"]
        run(command, user=places.USER, stdin=opened, trouble="What was dumped cannot be read back.")


def bring_back(file: Path, name: str) -> None:
    """Fill an empty database from a dump; root opens the file, which may lie where nobody else reads. Raises
    Trouble."""
    command = ["pg_restore", "--no-owner", "--exit-on-error", "--dbname", name]
    with open(file, "rb") as opened:
        run(command, user=places.USER, stdin=opened, trouble=f"{file} cannot be restored.")


def one(statement: str, *values: str, database: str = ADMIN) -> str:
    """Ask one statement as PostgreSQL's administrator; `:'a'`, `:"b"` stand for the values. Raises
    Trouble."""
    given = [f"--set={name}={value}" for name, value in zip("ab", values, strict=False)]
    return _asked(["psql", "-XqtA", "--set=ON_ERROR_STOP=1", *given, database], statement)


def _asked(command: Sequence[str], statement: str) -> str:
    # psql fills in values in what it reads, not in what -c gives it.
    script = ["sh", "-c", 'printf "%s" "$1" | { shift; exec "$@"; }', "sh", statement, *command]
    return run(script, user=ADMIN, trouble="PostgreSQL refused a statement.")
