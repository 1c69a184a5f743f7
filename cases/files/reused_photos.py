"""Look-alikes: a photo of the work done that was used before, on this case or as evidence on another one.

They are looked up when a page shows them, by the indexed quarters of the fingerprint, and confirmed on the
thumbnails: so a finding is a reason to ask, never a refusal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import BigIntegerField, F, Func, IntegerField, Q, Value
from django.db.models.expressions import CombinedExpression

from cases.files.evidence import WORK
from cases.files.image_hash import distance, likeness
from cases.models import Attachment, Case
from cases.models.case.attachments import BANDS, TELLING, band

# Copies found by one quarter may differ by so many bits in all; re-encoded ones mostly differ by 3 at most.
CLOSE = 6
# Of copies the thumbnails correlate by 0.995 and more, of two views of one place by 0.97 and less.
SAME = 0.985
# So many thumbnails are compared: a place photographed every day must not slow the page.
MOST = 20


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
    marks = [photo.fingerprint for photo in photos if photo.fingerprint]
    if not marks:
        return []
    events = [photo.event_id for photo in photos if photo.event_id]
    # Whose photo was there first has nothing to explain; a form that is not sent yet is the last of all.
    earlier = Q(event__lt=min(events)) if events else Q(event__isnull=False)
    others = _close(marks, earlier & (Q(case=case) | Q(event__kind__in=WORK)))
    pairs = [(photo, other) for photo in photos for other in others if _is_close(photo, other)]
    return _confirmed(pairs)


def _close(marks: Sequence[int], earlier: Q) -> list[Attachment]:
    """The oldest of these earlier photos whose fingerprint is close to one of the marks. The indexes find
    those that have a quarter in common; of them few are close."""
    shared = (Q(**{f"band{n}__in": [mark >> 16 * n & 0xFFFF for mark in marks]}) for n in BANDS)
    apart = (Q(**{f"apart{n}__lte": CLOSE}) for n in range(len(marks)))
    found = Attachment.objects.alias(
        **{f"band{n}": band(n) for n in BANDS}, **{f"apart{n}": _apart(mark) for n, mark in enumerate(marks)}
    )
    found = found.filter(TELLING, reduce(or_, shared), reduce(or_, apart), earlier)
    # A case without its status would fetch it, each with a statement of its own.
    columns = ("fingerprint", "kind", "event__kind", "event__case", "case__number", "case__status")
    return list(found.select_related("event", "case").only(*columns)[:MOST])


def _apart(mark: int) -> Func:
    """In how many bits a fingerprint differs from this one, as SQL."""
    return Func(
        # Said to be of 64 bits: a bare number counts as one of 32, and loses its last digits on the way.
        CombinedExpression(
            F("fingerprint"), CombinedExpression.BITXOR, Value(mark, output_field=BigIntegerField())
        ),
        template="bit_count((%(expressions)s)::bit(64))",
        output_field=IntegerField(),
    )


def _is_close(one: Attachment, other: Attachment) -> bool:
    return bool(one.fingerprint) and distance(one.fingerprint or 0, other.fingerprint or 0) <= CLOSE


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
