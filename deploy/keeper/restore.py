"""`raprueang restore`: a backup, onto this machine, beside what is there; only a whole one takes its place.

Nothing is sent until a person has looked (`raprueang letters`), numbers of cases go on above whatever may
have
been given out since, and everybody logs in anew.
"""

import argparse
import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from deploy import settings_file
from deploy.keeper import backup, database, health, places, releases, units
from deploy.keeper.work import Trouble, alone, manage, require_room, run, say, step

BESIDE = "raprueang_restoring"
GIVEN = re.compile(r"\d{4}-\d{1,9}")
UNOPENED = (
    "The backup's secrets do not open with the FIELD_KEYS of this machine. Put the lost machine's settings "
    "in "
    f"place of {places.SETTINGS} (a copy lay in {places.KEYS}), then restore again. Nothing was changed."
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument(
        "folder", type=Path, help="the backup: a folder below /var/backups/raprueang, with files/ beside it"
    )
    parser.add_argument(
        "--identity", type=Path, metavar="FILE", help="age's secret key, where it is encrypted"
    )
    parser.add_argument(
        "--replace", action="store_true", help="although this machine has cases; they are kept beside"
    )
    parser.add_argument(
        "--numbers-up-to",
        metavar="NUMBER",
        default="",
        help="the highest number of a case that anybody has, such as 2569-00871",
    )


def main(given: argparse.Namespace) -> None:
    """Restore. Raises Trouble; what was there before then is as it was."""
    if given.numbers_up_to and not GIVEN.fullmatch(given.numbers_up_to):
        raise Trouble(f"“{given.numbers_up_to}” is no number of a case. It looks like 2569-00871.")
    bring_back(given.folder, identity=given.identity, replace=given.replace, up_to=given.numbers_up_to)


def look(folder: Path) -> backup.Backup:
    """The backup in a folder. Raises Trouble where there is none, or it is damaged."""
    if (found := backup.read(folder.resolve())) is None:
        names = ", ".join(str(one.folder) for one in backup.all_whole()[:5]) or "none"
        raise Trouble(f"{folder} holds no whole backup. On this machine there are: {names}.")
    if backup.sum_of(found.folder / found.said["dump"]) != found.said["dump_sum"]:
        raise Trouble(f"{found.folder}: the dump is not what it was when it was made. Take another backup.")
    backup.listed(found)
    return found


def bring_back(folder: Path, *, identity: Path | None, replace: bool, up_to: str = "") -> None:
    """Have this machine go on from a backup. Raises Trouble."""
    found, release = look(folder), releases.current()
    settings = settings_file.read(places.SETTINGS)
    database.require_here(settings.get("DATABASE_URL", ""))
    if found.is_sealed and identity is None:
        raise Trouble("The backup is encrypted: give the secret key of age by --identity.")
    if _as_numbers(found.said["version"]) > _as_numbers(releases.version(release)):
        raise Trouble(
            f"The backup is of version {found.said['version']}, newer than what runs here. Upgrade first."
        )
    with alone():
        settle()
        numbers = _numbers_given(release)
        if not replace and _has_cases(release):
            raise Trouble(
                "This machine has cases. Say --replace to put the backup in their place; they are kept "
                "beside."
            )
        require_room(Path("/var/lib/postgresql"), 2 * found.size + backup.BREATHING_SPACE)
        try:
            given = [*([up_to] if up_to else []), *numbers]
            _fill_beside(found, identity, release, given)
            with step("Bringing back photos and papers"):
                missing = _bring_files(found, identity)
            with step("Putting it in its place"):
                _exchange(found, release, numbers)
        finally:
            database.drop(BESIDE)
        with step("Starting"):
            units.start()
            health.wait_until_ready(urlsplit(settings["SITE_URL"]).hostname or "")
    _tell(found, missing, release)


def settle() -> None:
    """Put the database back in its place where a restore was killed between its two last statements."""
    if not database.exists(places.DATABASE) and database.exists(database.ASIDE):
        database.rename(database.ASIDE, places.DATABASE)


def _fill_beside(found: backup.Backup, identity: Path | None, release: Path, given: list[str]) -> None:
    part = places.BACKUPS / f"{backup.PART}restore"
    part.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = {"DATABASE_URL": database.url(BESIDE)}
    try:
        with step("Reading the database back"):
            database.drop(BESIDE)
            database.create(BESIDE)
            dump = opened(found.folder / found.said["dump"], part / backup.DUMP, identity)
            database.bring_back(dump, BESIDE)
        with step("Bringing it up to date, holding its letters, counting on"):
            manage(release, "migrate", "--verbosity", "0", trouble="Its tables do not fit.", **beside)
            said = _made_ready(release, found, given)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    say(said)


def _made_ready(release: Path, found: backup.Backup, given: list[str]) -> str:
    """Have the program hold letters, leave a gap above the numbers that were given, end sessions; what it
    says
    of it. Raises Trouble."""
    sentence = "What was read back could not be made ready. Nothing was changed."
    options = ["--made", found.said["made"], *(word for one in given for word in ("--given", one))]
    try:
        return manage(release, "after_restore", *options, trouble=sentence, DATABASE_URL=database.url(BESIDE))
    except Trouble as trouble:
        if "FIELD_KEYS do not open" in str(trouble):
            raise Trouble(UNOPENED) from trouble
        raise


def opened(file: Path, target: Path, identity: Path | None) -> Path:
    """A file of a backup as it was before it was encrypted. Raises Trouble."""
    if not file.name.endswith(backup.SEALED):
        return file
    if identity is None:
        raise Trouble("The backup is encrypted: give the secret key of age by --identity.")
    command: list[str | Path] = [
        "age",
        "--decrypt",
        "--identity",
        identity.resolve(),
        "--output",
        target,
        file,
    ]
    run(command, trouble=f"{file.name} does not open with {identity}.")
    return target


def _bring_files(found: backup.Backup, identity: Path | None) -> list[str]:
    """Lay every file of the list where the program looks for it; return the names of those that the backup
    has lost, or that are not what they were."""
    media, pool, lost = places.VAR / "media", found.folder.parent / backup.POOL, []
    media.mkdir(mode=0o750, exist_ok=True)
    for file in backup.listed(found):
        target = media / file["name"]
        if not target.resolve().is_relative_to(media.resolve()):
            raise Trouble(f"The backup names a file outside of its folder: {file['name']}.")
        if target.exists() and backup.sum_of(target) == file["sum"]:
            continue
        kept = backup.in_pool(pool, file["sum"], sealed=found.is_sealed)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{backup.PART}{target.name}")
        try:
            if found.is_sealed:
                opened(kept, part, identity)
            else:
                shutil.copyfile(kept, part)
        except (OSError, Trouble):
            lost.append(file["name"])
            continue
        if backup.sum_of(part) != file["sum"]:
            part.unlink()
            lost.append(file["name"])
            continue
        os.utime(part, ns=(file["time"], file["time"]))
        os.replace(part, target)
    run(["chown", "-R", f"{places.USER}:", media], trouble="The photos could not be given to their user.")
    return lost


def _exchange(found: backup.Backup, release: Path, numbers: list[str]) -> None:
    """Stop, count on above what was given out meanwhile, and exchange the two; where that fails, start again
    with what was there. Raises Trouble."""
    units.stop()
    try:
        if (late := _numbers_given(release)) != numbers:
            _made_ready(release, found, late)
        database.drop(database.ASIDE)
        database.rename(places.DATABASE, database.ASIDE)
        database.rename(BESIDE, places.DATABASE)
    except BaseException:
        settle()
        units.start()
        raise


def _has_cases(release: Path) -> bool:
    code = "from cases.models import Case; print(Case.objects.exists())"
    return database.has_tables() and _printed(release, code) == "True"


def _numbers_given(release: Path) -> list[str]:
    """The last number of each year that this machine has given out, as far as it is still known."""
    if not database.has_tables():
        return []
    code = (
        "from cases.models import YearCounter as Y; print(*[f'{y.year}-{y.last}' for y in Y.objects.all()])"
    )
    return [word for word in _printed(release, code).split() if GIVEN.fullmatch(word)]


def _printed(release: Path, code: str) -> str:
    said = manage(release, "shell", "--verbosity", "0", "-c", code, trouble="The database does not answer.")
    return said.splitlines()[-1] if said else ""


def _tell(found: backup.Backup, missing: list[str], release: Path) -> None:
    say(f"This machine goes on from the backup of {found.made.astimezone():%d.%m.%Y %H:%M}.")
    for name in missing:
        say(f"Not in the backup any more, or damaged: {name}")
    say(manage(release, "letters", "status", trouble="The letters cannot be counted."))
    say("What was here before is kept as the database raprueang_before until the next restore.")
    say(
        "Look at the site, run `raprueang verify`, then: raprueang letters release, or raprueang letters drop"
    )


def _as_numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]
