"""`raprueang upgrade` and `raprueang rollback`: from one release to the next, and back, nothing lost.

The new release is laid out beside the old one while that serves; a backup comes before anything is
changed. Back
means that the new release's migrations are taken back, so that cases filed since stay.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from deploy import settings_file
from deploy.keeper import backup, database, health, install, places, releases, restore, units
from deploy.keeper.work import Trouble, alone, manage, say, step, succeeds

NOT_BACK = (
    "The tables could not be taken back. `raprueang rollback --to-backup` puts the backup of before the "
    "upgrade "
    "in place; what was filed since then is lost to the site, and kept as the database raprueang_before."
)


def add_upgrade_options(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument(
        "file", type=Path, help="a release, raprueang-….tar.gz; a checksum ….sha256 beside it is compared"
    )
    parser.add_argument("--sha256", default="", metavar="SUM", help="what the file's checksum has to be")


def add_rollback_options(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument(
        "--to-backup",
        action="store_true",
        help="put the backup of before the upgrade in place: loses what came since",
    )
    parser.add_argument("--identity", type=Path, metavar="FILE", help="age's secret key, for --to-backup")


def upgrade(given: argparse.Namespace) -> None:
    """Go on to the release of a file; where it does not serve, go back. Raises Trouble."""
    old = releases.current()
    with alone(), tempfile.TemporaryDirectory(prefix="raprueang-") as folder:
        with step(f"Looking at {given.file.name}"):
            # The Debian package brings a folder.
            source = given.file.resolve()
            if not source.is_dir():
                source = releases.unpack(given.file, Path(folder), checksum=given.sha256)
            name = releases.name_of(source, releases.source_files(source))
        if name == old.name and all(units.is_active(unit) for unit in units.SERVICES):
            raise Trouble(f"This very release runs already: {name}.")
        if name == old.name:
            # An upgrade was killed after the link had been set.
            _own_word(old, "take-over", f"{name} does not serve.")
            return
        _own_word(source, "prepare", "The new release could not be laid out. The old one goes on as before.")
        new = places.RELEASES / name
        made = backup.make(f"before {name}")
        before = releases.state()
        # One that was killed may have changed the tables already.
        is_same = (before.previous, before.next) == (old.name, name) and before.migrations
        migrations = before.migrations if is_same else database.heads()
        releases.remember(releases.State(old.name, name, migrations, str(made.folder)))
        say(f"→ From {old.name} to {name}")
        try:
            _own_word(new, "take-over", f"{name} does not serve.")
        except Trouble as trouble:
            say(f"{trouble}\nGoing back to {old.name}.")
            _back(new, old)
            releases.remember(releases.State())
            raise Trouble(
                f"The upgrade failed and was taken back: {old.name} runs. Nothing is lost."
            ) from None
        releases.remove_old()
    say(f"{name} runs. If something is wrong with it: raprueang rollback")


def rollback(given: argparse.Namespace) -> None:
    """Go back to the release before. Raises Trouble."""
    found = releases.state()
    old, new = places.RELEASES / found.previous, places.RELEASES / found.next
    if not found.previous or not (old / releases.COMPLETE).exists():
        raise Trouble(
            "There is no release to go back to: none was upgraded from, or it was rolled back already."
        )
    with alone():
        if given.to_backup:
            units.stop()
            _own_word(old, "lay-out", f"{old.name} could not be put back.")
        else:
            _back(new, old)
    if given.to_backup:
        restore.bring_back(Path(found.backup), identity=given.identity, replace=True)
    releases.remember(releases.State())
    say(f"{old.name} runs again.")


def prepare() -> None:
    """Of the new release: lay it out and fetch what it needs, beside the one that runs. Raises Trouble."""
    if not all(succeeds(["dpkg-query", "--show", name]) for name in install.PACKAGES):
        with step("Fetching packages of the system"):
            install.fetch_packages()
    releases.build(places.SOURCE)


def take_over() -> None:
    """Of the new release: bring the tables up to date and serve. Raises Trouble."""
    with step("Packing the files of the pages"):
        install.pack(places.SOURCE)
    with step("Bringing the database up to date (the site pauses)"):
        units.stop()
        manage(places.SOURCE, "migrate", "--verbosity", "0", trouble="The tables could not be changed.")
    install.put_in_place(places.SOURCE)
    serve()


def lay_out() -> None:
    """Of either: have it be the one that starts. Raises Trouble."""
    with step("Packing the files of the pages"):
        install.pack(places.SOURCE)
    install.put_in_place(places.SOURCE)


def serve() -> None:
    """Start, and return once citizens can be served. Raises Trouble."""
    with step("Starting"):
        units.start()
        host = urlsplit(settings_file.read(places.SETTINGS)["SITE_URL"]).hostname or ""
        health.wait_until_ready(host)


def _back(new: Path, old: Path) -> None:
    before = releases.state().migrations
    with step("Taking the tables back"):
        units.stop()
        for app, name in database.heads().items():
            if name != before.get(app):
                manage(new, "migrate", "--verbosity", "0", app, before.get(app, "zero"), trouble=NOT_BACK)
    _own_word(old, "lay-out", f"{old.name} could not be put back.")
    _own_word(old, "serve", f"{old.name} does not start.")


def _own_word(release: Path, verb: str, trouble: str) -> None:
    """Have a release do its own part, in its own way; what it says is shown. Raises Trouble."""
    if subprocess.run([release / "deploy" / "raprueang", verb], cwd="/").returncode:
        raise Trouble(trouble)
