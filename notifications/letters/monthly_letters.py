"""The letters to the council: the page of a month to each address that the set-up names, once."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cases.models import MonthlyReport, Municipality
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content import standalone_content
from notifications.letters.content.rendering import render
from notifications.models import Letter, Notice
from notifications.models.letter_texts import office_and_changed

# Its sentences are Thai.
LANGUAGE = "th"
# An address that is named later gets no page of before.
NEW = datetime.timedelta(days=5)


@transaction.atomic
def write(*, now: datetime.datetime | None = None) -> int:
    """Write the letters of the newest page to the addresses that have none yet; return how many. Safe to run
    twice."""
    now = now or timezone.now()
    report = MonthlyReport.objects.select_for_update(no_key=True).filter(made_at__gt=now - NEW).first()
    if report is None:
        return 0
    told = Notice.objects.filter(kind=Letter.MONTHLY, digest_on=report.month)
    written = {address.lower() for address in told.values_list("address", flat=True)}
    wanted = dict.fromkeys(address.lower() for address in Municipality.current().report_addresses)
    return sum(_write_to(address, report) for address in wanted if address not in written)


def _write_to(address: str, report: MonthlyReport) -> int:
    spec, (office, changed) = CATALOGUE[Letter.MONTHLY], office_and_changed([Letter.MONTHLY])
    with override(LANGUAGE):
        context = standalone_content.monthly(report.month, report.sentences)
        words = render(Letter.MONTHLY, LANGUAGE, context, office, changed)
    Notice.objects.create(
        digest_on=report.month,
        kind=spec.letter,
        priority=spec.priority,
        audience=spec.audience,
        address=address,
        language=LANGUAGE,
        subject=words.subject,
        text=words.text,
        html=words.html,
    )
    return 1
