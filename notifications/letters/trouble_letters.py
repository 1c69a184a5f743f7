"""The letter to the administrators that something of the service is not well: one a day at most."""

import datetime
from collections.abc import Callable

from django.utils.translation import override

from cases.access import offices
from cases.db.insert_once import leave
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content import standalone_content
from notifications.letters.content.rendering import render
from notifications.models import Letter, Notice
from notifications.models.letter_texts import office_and_changed


def write(lines: Callable[[], list[tuple[str, str]]], today: datetime.date) -> int:
    """Write to each administrator who has no such letter of today; return how many. `lines` gives, in the
    active language, each trouble with what is wrong and what to do. Safe to run twice or at once."""
    told = Notice.objects.filter(kind=Letter.TROUBLE, digest_on=today)
    people = offices.permitted("cases.set_up").exclude(email="").order_by("pk")
    written = 0
    for person in people.exclude(pk__in=told.values("recipient")):
        spec, (office, changed) = CATALOGUE[Letter.TROUBLE], office_and_changed([Letter.TROUBLE])
        with override(person.language):
            context = standalone_content.trouble(lines())
            words = render(spec.letter, person.language, context, office, changed)
        leave(
            Notice(
                digest_on=today,
                kind=spec.letter,
                priority=spec.priority,
                audience=spec.audience,
                recipient=person,
                address=person.email,
                language=person.language,
                subject=words.subject,
                text=words.text,
                html=words.html,
            )
        )
        written += 1
    return written
