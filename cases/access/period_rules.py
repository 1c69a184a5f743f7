"""What holds for every period that is entered for a member of staff: absences and delegations."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.models import Absence, User
from cases.text.dates import short_date

LONGEST = datetime.timedelta(days=366)


def day_problems(since: datetime.date, until: datetime.date, *, today: datetime.date) -> Iterator[str]:
    """Yield why these days cannot be entered, in words."""
    if until < since or until < today:
        yield _("The last day lies neither before the first nor in the past.")
    if until - since > LONGEST:
        yield _("It lasts a year at most.")


def absence_problems(*people: User, since: datetime.date, until: datetime.date) -> Iterator[str]:
    """Yield who of these people is away on some of these days, in words."""
    for other in Absence.objects.between(since, until).filter(user__in=people):
        names = {"since": short_date(other.since), "until": short_date(other.until), "name": other.user}
        yield _("%(name)s is away from %(since)s to %(until)s already.") % names
