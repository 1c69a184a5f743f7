"""The table of checks: what is looked at, from when on it is wrong and for how long, and what to do then.

Page, mail, the rules for Prometheus and its board are all made from it: no limit stands anywhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

from config import health
from config.watching import figures
from notifications.pages.backlog import PATIENCE

HOUR, DAY = 3600.0, 86400.0
GIB = 1024.0**3


class Unit(Enum):
    """What a figure counts."""

    NUMBER = "number"
    SECONDS = "seconds"
    BYTES = "bytes"
    PERCENT = "percent"
    # 1 where something answers, 0 where not.
    FLAG = "flag"


@dataclass(frozen=True)
class Check:
    """One thing looked at. Its figure is None where it cannot be known here, and infinite for what has never
    happened. Wrong is a figure beyond the limit: above it, or below it where `least` says so; it is told
    about once it has been wrong for so many minutes."""

    name: str
    title: Any
    figure: Callable[[], float | None]
    limit: float
    well: Any
    wrong: Any
    to_do: Any
    unit: Unit = Unit.NUMBER
    least: bool = False
    minutes: int = 0
    # It is measured whenever somebody asks; the others every few minutes, since they cost more.
    live: bool = False
    never: Any = ""
    unknown: Any = ""
    # The page of ours that helps, by its view.
    page: str = ""

    def is_wrong(self, figure: float | None) -> bool:
        """Whether a figure is beyond the limit; one that is not known is not."""
        if figure is None:
            return False
        return figure < self.limit if self.least else figure > self.limit


def _flag(name: str, title: Any, figure: Callable[[], float | None], **more: Any) -> Check:
    """Return a check of something that answers or does not."""
    return Check(name, title, figure, 1.0, unit=Unit.FLAG, least=True, live=True, **more)


CHECKS = (
    _flag(
        "database",
        _("Database"),
        figures.database,
        minutes=1,
        well=_("The database answers."),
        wrong=_("The database does not answer."),
        to_do=_("On the server: see whether PostgreSQL runs, and whether its disk is full."),
    ),
    _flag(
        "broker",
        _("Redis"),
        figures.broker,
        minutes=5,
        well=_("Redis answers, or none is used."),
        wrong=_("Redis does not answer: letters leave later."),
        to_do=_("On the server: start Redis again. Nothing is lost with it."),
    ),
    _flag(
        "beat",
        _("Timetable"),
        figures.beat,
        minutes=5,
        well=_("The timetable runs."),
        wrong=_("The timetable (beat) stands still: no job begins by itself."),
        to_do=_("On the server: start raprueang-beat again."),
    ),
    Check(
        "worker",
        _("Worker"),
        figures.worker,
        health.WORKER_SILENT,
        unit=Unit.SECONDS,
        minutes=5,
        live=True,
        well=_("The last job ended %(figure)s ago."),
        wrong=_("No job has ended for %(figure)s: letters and jobs wait."),
        never=_("No job has ever ended: letters and jobs wait."),
        to_do=_("On the server: start raprueang-worker again, and read its log."),
    ),
    Check(
        "watch",
        _("Watching"),
        figures.watch,
        20 * 60.0,
        unit=Unit.SECONDS,
        minutes=5,
        live=True,
        well=_("Everything on this page was looked at %(figure)s ago."),
        wrong=_("Nobody has looked for %(figure)s: no mail tells of trouble meanwhile."),
        never=_("Nothing was looked at yet: no mail tells of trouble meanwhile."),
        to_do=_("See to the timetable and the worker."),
    ),
    Check(
        "jobs",
        _("Jobs"),
        figures.jobs,
        0.0,
        minutes=60,
        well=_("The last run of each job went well."),
        wrong=_("Jobs whose last run failed: %(figure)s."),
        to_do=_("On the server: the log of raprueang-worker names the job and the reason."),
    ),
    Check(
        "outbox",
        _("Letters on time"),
        figures.outbox,
        PATIENCE.total_seconds(),
        unit=Unit.SECONDS,
        minutes=5,
        live=True,
        well=_("No letter is late."),
        wrong=_("The oldest letter that should have gone out has waited for %(figure)s."),
        to_do=_("See under the ways of letters what the services say; then see to the worker."),
        page="notifications:channels",
    ),
    Check(
        "letters_waiting",
        _("Letters on their way"),
        figures.letters_waiting,
        5000.0,
        minutes=30,
        well=_("Letters on their way: %(figure)s."),
        wrong=_("Letters on their way: %(figure)s, far more than usual."),
        to_do=_("See in the list of letters which kind it is, and whether the worker keeps up."),
        page="notifications:outgoing",
    ),
    Check(
        "letters_failed",
        _("Letters that failed"),
        figures.letters_failed,
        10.0,
        well=_("Failed of those written in the last 24 hours: %(figure)s."),
        wrong=_("Failed of those written in the last 24 hours: %(figure)s."),
        to_do=_("Each says why in the list of letters, and can be sent again there."),
        page="notifications:outgoing",
    ),
    Check(
        "ways",
        _("Ways of letters"),
        figures.ways,
        0.0,
        minutes=60,
        well=_("E-mail, LINE, SMS and notifications work, as far as they are set up."),
        wrong=_("Ways whose last letter was not accepted: %(figure)s."),
        to_do=_("Read there what the service says, and send yourself a test."),
        page="notifications:channels",
    ),
    Check(
        "webhooks",
        _("Other systems"),
        figures.webhooks,
        0.0,
        minutes=60,
        well=_("All webhooks that are in use get through."),
        wrong=_("Webhooks that do not get through, or were switched off for that: %(figure)s."),
        to_do=_("Talk to whoever runs the other system, then send what did not get through."),
        page="webhooks:webhooks",
    ),
    Check(
        "disk_files",
        _("Disk of the photos"),
        figures.disk_files,
        5 * GIB,
        unit=Unit.BYTES,
        least=True,
        minutes=5,
        live=True,
        well=_("%(figure)s are free."),
        wrong=_("Only %(figure)s are free. When nothing is left, nobody can file any more."),
        to_do=_("On the server: make the disk of VAR_DIR larger, or free some of it."),
    ),
    Check(
        "disk_database",
        _("Disk of the database"),
        figures.disk_database,
        5 * GIB,
        unit=Unit.BYTES,
        least=True,
        minutes=5,
        live=True,
        well=_("%(figure)s are free."),
        wrong=_("Only %(figure)s are free. When nothing is left, the database stops."),
        unknown=_("Not watched from here: the database lies elsewhere, or DATABASE_DISK names no folder."),
        to_do=_("On the server of the database: make its disk larger, or free some of it."),
    ),
    Check(
        "backup",
        _("Backup"),
        figures.backup,
        36 * HOUR,
        unit=Unit.SECONDS,
        live=True,
        well=_("The last backup is %(figure)s old."),
        wrong=_("The last backup is %(figure)s old."),
        never=_("There has never been a backup that is known here."),
        unknown=_("Not watched: BACKUP_STAMP is empty."),
        to_do=_("On the server: make a backup now, and see why the timer makes none."),
    ),
    Check(
        "certificate",
        _("Certificate"),
        figures.certificate,
        14 * DAY,
        unit=Unit.SECONDS,
        least=True,
        live=True,
        well=_("It holds for another %(figure)s."),
        wrong=_("It ends in %(figure)s. After that browsers warn everybody of this site."),
        never=_("It has ended. Browsers warn everybody of this site."),
        unknown=_("Not watched: the site has no HTTPS, or the server could not ask it yet."),
        to_do=_("On the server: renew the certificate, and see why it is not renewed by itself."),
    ),
    Check(
        "server_errors",
        _("Pages that failed"),
        figures.server_errors,
        10.0,
        well=_("In the last one to two hours: %(figure)s."),
        wrong=_("In the last one to two hours: %(figure)s."),
        to_do=_("On the server: the log of raprueang-web says which page, and why."),
    ),
    Check(
        "shed",
        _("Refused in a rush"),
        figures.shed,
        50.0,
        well=_("In the last one to two hours: %(figure)s."),
        wrong=_("In the last one to two hours: %(figure)s. So many people were told to come back later."),
        to_do=_("See who asks so often; a larger server, or more processes, help against a real rush."),
    ),
    Check(
        "log_ins",
        _("Log-ins of the staff"),
        figures.log_ins,
        50.0,
        well=_("Failed in the last hour: %(figure)s."),
        wrong=_("Failed in the last hour: %(figure)s. Somebody may be trying passwords."),
        to_do=_("See in the security log from which network, and block it at the firewall."),
        page="staff:setup_security",
    ),
    Check(
        "citizen_log_ins",
        _("Log-ins of citizens"),
        figures.citizen_log_ins,
        200.0,
        well=_("Failed in the last hour: %(figure)s."),
        wrong=_("Failed in the last hour: %(figure)s. Somebody may be trying passwords."),
        to_do=_("See in the security log from which network, and block it at the firewall."),
        page="staff:setup_security",
    ),
    Check(
        "late_cases",
        _("Late cases"),
        figures.late_cases,
        25.0,
        unit=Unit.PERCENT,
        minutes=60,
        well=_("%(figure)s of the open cases are late."),
        wrong=_("%(figure)s of the open cases are late."),
        to_do=_("The figures say in which department. Talk to its head."),
        page="staff:figures",
    ),
)
BY_NAME = {check.name: check for check in CHECKS}
