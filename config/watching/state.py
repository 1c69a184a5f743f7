"""How each check stands now, and since when; kept every few minutes, and told to the administrators."""

import datetime
import math
from dataclasses import dataclass, replace
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.db.insert_once import put
from config.models import Trouble, Watched
from config.watching import certificate
from config.watching.checks import BY_NAME, CHECKS, Check, Unit
from notifications.letters import trouble_letters

# Nobody is written to at night; what lasts is told in the morning.
FROM_HOUR = 7
KEPT = datetime.timedelta(days=30)
MINUTE, HOUR, DAY = 60, 3600, 86400


@dataclass(frozen=True)
class Standing:
    """One check with its figure; `since` is when it began to stand like that, as far as that is known."""

    check: Check
    figure: float | None
    since: datetime.datetime | None = None

    @property
    def wrong(self) -> bool:
        """Whether it is beyond its limit."""
        return self.check.is_wrong(self.figure)

    @property
    def unknown(self) -> bool:
        """Whether nothing can be said from here."""
        return self.figure is None

    @property
    def says(self) -> str:
        """Its state in a sentence, in the active language."""
        check = self.check
        if self.figure is None:
            return str(check.unknown or _("Not known."))
        if check.never and (math.isinf(self.figure) or self.figure < 0):
            return str(check.never)
        return str(check.wrong if self.wrong else check.well) % {"figure": in_words(self.figure, check.unit)}

    def lasts(self, now: datetime.datetime) -> bool:
        """Whether it has been wrong for as long as the check is patient."""
        patience = datetime.timedelta(minutes=self.check.minutes)
        return self.wrong and self.since is not None and self.since <= now - patience


def in_words(figure: float, unit: Unit) -> str:
    """A figure as people say it, in the active language."""
    if unit is Unit.BYTES:
        return filesizeformat(figure)
    if unit is Unit.PERCENT:
        return f"{figure:.0f} %"
    if unit is Unit.SECONDS:
        return _span(figure)
    return f"{figure:,.0f}"


def _span(seconds: float) -> str:
    if seconds >= 2 * DAY:
        number = int(seconds // DAY)
        return ngettext("%(number)s day", "%(number)s days", number) % {"number": number}
    if seconds >= 2 * HOUR:
        number = int(seconds // HOUR)
        return ngettext("%(number)s hour", "%(number)s hours", number) % {"number": number}
    number = max(int(seconds // MINUTE), 1)
    return ngettext("%(number)s minute", "%(number)s minutes", number) % {"number": number}


def standings() -> list[Standing]:
    """Every check as it stands at this moment. What has changed since it was last kept stands like that from
    now on, which no time can be told for."""
    kept = Watched.objects.in_bulk()
    found = []
    for check in CHECKS:
        now, row = Standing(check, check.figure()), kept.get(check.name)
        same = row is not None and row.wrong == now.wrong
        found.append(Standing(check, now.figure, row.since if row is not None and same else None))
    return found


def watch(*, now: datetime.datetime | None = None) -> int:
    """Look at everything, keep it, and write to the administrators, once a day, where something has been
    wrong for long enough; return how many letters were written. Safe to run twice or at once."""
    now = now or timezone.now()
    certificate.look(now=now)
    found = [replace(one, since=one.since or now) for one in standings()]
    for one in found:
        _keep(one, now)
    Trouble.objects.filter(hour__lt=now - KEPT).delete()
    lasting = [one for one in found if one.lasts(now)]
    if not lasting or timezone.localtime(now).hour < FROM_HOUR:
        return 0
    return trouble_letters.write(lambda: [line(one) for one in lasting], timezone.localdate(now))


def line(one: Standing) -> tuple[str, str]:
    """What the mail says of a check, in the active language."""
    return str(one.check.title), f"{one.says} {one.check.to_do}"


def figures_for_prometheus() -> dict[str, float]:
    """The figures of all checks by their names: those that cost little are measured now, the others are those
    of the last look. What is not known is missing."""
    kept = dict(Watched.objects.values_list("name", "figure"))
    found = {name: check.figure() if check.live else kept.get(name) for name, check in BY_NAME.items()}
    return {name: figure for name, figure in found.items() if figure is not None}


def _keep(one: Standing, now: datetime.datetime) -> None:
    values: dict[str, Any] = {"wrong": one.wrong, "since": one.since}
    if one.check.name != certificate.NAME:
        values |= {"figure": one.figure, "measured_at": now}
    elif not Watched.objects.filter(name=certificate.NAME).exists():
        return
    row = Watched(name=one.check.name, **{"measured_at": now, **values})
    put(row, key=["name"], update=list(values))
