"""The verbs of `raprueang`, their help, and one sentence for each failure."""

import argparse
import os
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from deploy import settings_file
from deploy.keeper import backup, doctor, health, install, places, releases, restore, support, units, upgrade
from deploy.keeper.work import Trouble, alone, become, manage, require_root, run, say, step, unseen

Verb = Callable[[argparse.Namespace], int | None]


def main(arguments: list[str]) -> int:
    """Carry out one command line; the exit status says whether it went well."""
    given = parser().parse_args(arguments)
    try:
        require_root()
        return given.verb(given) or 0
    except (Trouble, settings_file.SettingsError) as trouble:
        print(f"\n{trouble}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped by hand. Run the same command again: it goes on, or begins anew.", file=sys.stderr)
    except OSError as error:
        print(f"\nThe system refused something: {error}", file=sys.stderr)
    return 1


def parser() -> argparse.ArgumentParser:
    """All verbs and what can be given to each."""
    found = argparse.ArgumentParser(prog="raprueang", description="Looks after Rap Rueang on this machine.")
    verbs = found.add_subparsers(title="what to do", required=True, metavar="VERB")

    def verb(name: str, does: Verb, says: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=says, description=says) if says else verbs.add_parser(name)
        added.set_defaults(verb=does)
        return added

    install.add_options(
        verb(
            "install",
            _no_answer(install.main),
            "Install this source, or bring the machine up to date with it.",
        )
    )
    verb(
        "doctor",
        doctor.main,
        "Say what is well and what is not, and what to do; the exit status is 1 where something is bad.",
    )
    backup.add_options(
        verb(
            "backup",
            _no_answer(backup.main),
            "Back up database, photos, and apart from them settings and keys.",
        )
    )
    restore.add_options(
        verb(
            "restore",
            _no_answer(restore.main),
            "Go on from a backup. Letters are held until you let them go.",
        )
    )
    upgrade.add_upgrade_options(
        verb(
            "upgrade", _no_answer(upgrade.upgrade), "Go on to the release of a file; a backup is made before."
        )
    )
    upgrade.add_rollback_options(
        verb(
            "rollback",
            _no_answer(upgrade.rollback),
            "Go back to the release before the last upgrade; nothing that was filed is lost.",
        )
    )
    verb("verify", _verify, "Prove that files, rows, steps, figures and keys agree.")
    added = verb(
        "reencrypt",
        _reencrypt,
        "Seal everything with the newest of FIELD_KEYS, and say when an older one may go.",
    )
    added.add_argument(
        "--count", action="store_true", help="say how much lies under which key; change nothing"
    )
    added = verb("letters", _letters, "Hold all letters, or let go or drop those that a restore holds.")
    added.add_argument(
        "what", choices=["status", "hold", "release", "drop"], help="drop: those from before the restore"
    )
    support.add_options(
        verb(
            "support-bundle",
            _no_answer(support.main),
            "Write a file for who is to help; nothing about any person is in it.",
        )
    )
    added = verb("set", _set, "Change settings and restart what reads them.")
    added.add_argument(
        "settings",
        nargs="+",
        metavar="NAME=VALUE",
        help="an empty value takes the setting out; without = it is asked for and not shown",
    )
    added = verb("manage", _manage, "Run a command of manage.py with this machine's settings.")
    added.add_argument("arguments", nargs=argparse.REMAINDER, metavar="COMMAND …")
    # What one release does for another.
    for name, does in (("prepare", upgrade.prepare), ("take-over", upgrade.take_over),
                       ("lay-out", upgrade.lay_out), ("serve", upgrade.serve)):  # fmt: skip
        verb(name, _alone_word(does), "")
    return found


def _no_answer(does: Callable[[argparse.Namespace], None]) -> Verb:
    return does


def _alone_word(does: Callable[[], None]) -> Verb:
    def carry_out(given: argparse.Namespace) -> None:
        does()

    return carry_out


def _shown(*command: str) -> int:
    """Run a command of manage.py at the keeper's terminal; its exit status."""
    release = releases.current()
    sys.stdout.flush()
    os.chdir(release)
    whole = [*become(places.USER), str(places.python(release)), "manage.py", *command]
    return os.spawnvpe(os.P_WAIT, whole[0], whole, places.environment())


def _verify(given: argparse.Namespace) -> int:
    return _shown("verify")


def _reencrypt(given: argparse.Namespace) -> int:
    return _shown("reencrypt", *(["--count"] if given.count else []))


def _letters(given: argparse.Namespace) -> int:
    return _shown("letters", given.what)


def _manage(given: argparse.Namespace) -> int:
    return _shown(*given.arguments)


def _set(given: argparse.Namespace) -> None:
    """Write the settings, refuse what the program refuses, restart."""
    values: dict[str, str | None] = {}
    for one in given.settings:
        name, equals, value = one.partition("=")
        if not settings_file.NAME.fullmatch(name):
            raise Trouble(f"“{name}” is no name of a setting: capital letters, digits and _.")
        if not equals:
            value = unseen(f"{name}: ")
        if name == "EMAIL_URL" and value:
            install.checked_mail(value)
        values[name] = value or None
    with alone():
        release, before = releases.current(), places.SETTINGS.read_text(encoding="utf-8")
        settings_file.write(places.SETTINGS, settings_file.changed(before, values))
        try:
            with step("Trying the settings"):
                sentence = "The program refuses these settings; they are as they were."
                manage(release, "check", "--deploy", "--fail-level", "ERROR", trouble=sentence)
        except Trouble:
            settings_file.write(places.SETTINGS, before)
            raise
        with step("Starting anew"):
            run(["systemctl", "restart", *units.SERVICES], trouble="A service did not start again.")
            host = urlsplit(settings_file.read(places.SETTINGS)["SITE_URL"]).hostname or ""
            health.wait_until_ready(host)
    say(f"Set: {', '.join(values)}. A copy lies in {backup.keep_settings()}.")
