"""Look-alikes: a photo of the work done that was used before, on this case or as evidence on another one.

They are looked up when a page shows them, by the indexed quarters of the fingerprint, and confirmed on the
thumbnails: so a finding is a reason to ask, never a refusal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from cases.evidence import WORK
from cases.fingerprints import distance, likeness
from cases.models import Attachment, Case
from cases.models.attachments import BANDS, TELLING, band

# Copies found by one quarter may differ by so many bits in all; re-encoded ones mostly differ by 3 at most.
CLOSE = 6
# Of copies the thumbnails correlate by 0.995 and more, of two views of one place by 0.97 and less.
SAME = 0.985
# So many candidates are looked at: a place photographed every day must not slow the page.
MOST = 200
CONFIRMED = 20


@dataclass(frozen=True)
class Lookalike:
    """A photo of the work done, and an earlier photo that shows the very same picture."""

    photo: Attachment
    other: Attachment

    @property
    def is_before(self) -> bool:
        """Whether the earlier one is the citizen's, of the state before."""
        return self.other.event is not None and self.other.event.kind not in WORK


def lookalikes(photos: Sequence[Attachment], case: Case) -> list[Lookalike]:
    """For each of these photos of `case` the earlier photo that it repeats, if any: one of the same case, or
    one that showed the work on another. Two statements, the second only where something comes close."""
    telling = [photo for photo in photos if photo.fingerprint]
    if not telling:
        return []
    own = {photo.pk for photo in photos}
    close = [
        (photo, other)
        for other in _candidates(telling, case, own)
        for photo in telling
        if distance(photo.fingerprint or 0, other.fingerprint or 0) <= CLOSE
    ]
    return _confirmed(close[:CONFIRMED])


def _candidates(photos: Sequence[Attachment], case: Case, own: set[object]) -> list[Attachment]:
    """Earlier photos with a quarter of the fingerprint in common, of this case first."""
    quarters = {n: [(photo.fingerprint or 0) >> 16 * n & 0xFFFF for photo in photos] for n in BANDS}
    shared = reduce(or_, (Q(**{f"band{n}__in": values}) for n, values in quarters.items()))
    earlier = Q(case=case) | Q(case__isnull=False, event__kind__in=WORK)
    found = Attachment.objects.alias(**{f"band{n}": band(n) for n in BANDS})
    found = found.filter(TELLING, shared, earlier).exclude(pk__in=own).select_related("event", "case")
    return list(found.only("fingerprint", "kind", "event__kind", "event__case", "case__number")[:MOST])


def _confirmed(close: Sequence[tuple[Attachment, Attachment]]) -> list[Lookalike]:
    """Those whose thumbnails are the same picture; each photo once."""
    pks = {photo.pk for pair in close for photo in pair}
    if not pks:
        return []
    small = dict(Attachment.objects.filter(pk__in=pks).values_list("pk", "thumbnail"))
    found: dict[object, Lookalike] = {}
    for photo, other in close:
        if photo.pk not in found and likeness(bytes(small[photo.pk]), bytes(small[other.pk])) >= SAME:
            found[photo.pk] = Lookalike(photo, other)
    return list(found.values())
