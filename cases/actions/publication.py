"""What everybody reads of a case on the public map: nothing, until somebody of the staff has cleared it.

The words are the staff's own, since no mask on free text can win; photos are copies in which faces and number
plates are covered by hand.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.files import public_copy
from cases.intake.followers import is_known_to_strangers
from cases.models import Attachment, Case, PublicPhoto, Status, User


def publishable(case: Case) -> bool:
    """Whether the public map shows such a case; of one that was read with its request type and the main case
    it waits for."""
    shown = case.is_open or case.status in (Status.RESOLVED, Status.CLOSED)
    return shown and case.request_type.on_public_map and is_known_to_strangers(case)


def publish(
    case: Case,
    *,
    words: str,
    covered: Mapping[Attachment, Collection[int]],
    by: User,
    now: datetime.datetime | None = None,
) -> Case:
    """Let everybody read these words and see these photos, with the covered cells of each, instead of what
    was shown before. Raises Refused where the public map does not show the case, and OSError where a photo
    cannot be read or stored."""
    copies = [public_copy.prepared(photo, cells) for photo, cells in covered.items()]
    return _published(case, words=words, copies=copies, by=by, now=now)


@transaction.atomic
def _published(
    case: Case, *, words: str, copies: Sequence[PublicPhoto], by: User, now: datetime.datetime | None
) -> Case:
    case, step = lock_for_step(case, now)
    if not publishable(case):
        raise Refused(_("The public map does not show this case."))
    _replace(case, words, copies)
    step.record(Kind.PUBLISHED, by=by, message=words)
    return case


@transaction.atomic
def take_back(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """Show no words and no photos any more."""
    case, step = lock_for_step(case, now)
    if case.public_words or case.public_photos.exists():
        _replace(case, "", [])
        step.record(Kind.UNPUBLISHED, by=by)
    return case


def _replace(case: Case, words: str, copies: Sequence[PublicPhoto]) -> None:
    old = list(case.public_photos.all())
    PublicPhoto.objects.filter(pk__in=[photo.pk for photo in old]).delete()
    for copy in copies:
        copy.save(force_insert=True)
    case.public_words = words
    case.save(update_fields=["public_words"])
    transaction.on_commit(partial(_forget, old))


def _forget(photos: Sequence[PublicPhoto]) -> None:
    """Remove the files of copies that no row names any more."""
    for photo in photos:
        photo.file.delete(save=False)
