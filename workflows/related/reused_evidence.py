"""Doubts about evidence: which photos were used before, for those who answer for the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.files.reused_photos import Lookalike, lookalikes
from cases.models import Attachment, Case, User
from workflows import rights
from workflows.rights.spec import Role


@dataclass(frozen=True)
class EvidenceWarning:
    """The photo with this number shows the same picture as an earlier one: the citizen's own photo of
    before, one of an earlier result of this case, or one of another case, whose number is told to those
    who may read it."""

    position: int
    is_before: bool
    is_same_case: bool
    number: str


def about(photos: Sequence[Attachment], case: Case, *, reader: User) -> list[EvidenceWarning]:
    """What to ask about photos of the work done on `case`; nothing for those who only read."""
    if not rights.roles(reader, case) & {Role.HEAD, Role.OFFICER}:
        return []
    found = lookalikes(photos, case)
    others = {one.other.case_id for one in found} - {case.pk}
    readable: set[int] = set()
    if others:
        readable = set(Case.objects.visible_to(reader).filter(pk__in=others).values_list("pk", flat=True))
    return [_warning(one, photos, case, readable) for one in found]


def _warning(one: Lookalike, photos: Sequence[Attachment], case: Case, readable: set[int]) -> EvidenceWarning:
    other = one.other.case
    assert other is not None
    same = other.pk == case.pk
    number = other.number if other.pk in readable and not same else ""
    return EvidenceWarning(photos.index(one.photo) + 1, same and one.is_before, same, number)
