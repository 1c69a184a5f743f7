"""Who may do what with a letter: what a person may see of it, and which buttons it has.

The state of a letter and its words are two things. Who looks after the whole system sees every state, and no
words of a case that is not theirs; a letter to the citizen is read only by those who may know the citizen.
"""

from enum import StrEnum

from cases.access.decision_makers import decides
from cases.audit import citizen_privacy
from cases.models import Case, User
from notifications.models import Audience, DeliveryChannel, Notice
from notifications.pages.resend import may_resend


class Right(StrEnum):
    """What somebody may do with one letter."""

    STATE = "state"
    CASE = "case"
    WORDS = "words"
    RESEND = "resend"
    ELSEWHERE = "elsewhere"
    CANCEL = "cancel"
    LIFT = "lift"


def may_oversee(user: User) -> bool:
    """Whether this person looks after the whole system, hence after all letters: the administrator."""
    return user.has_perm("cases.change_municipality")


def may_list(user: User) -> bool:
    """Whether this person has the list of letters: heads, the clerk, the administrator."""
    if user.has_perm("cases.route_case") or may_oversee(user):
        return True
    return bool(user.decided or user.access_profile.named_for)


def may_change_address(user: User, case: Case) -> bool:
    """Whether this person, who may read the case, speaks with its citizen: answers for its letters, and may
    know who it is. Nobody does after its contact data were removed."""
    return may_resend(user, case) and citizen_privacy.may_see(user, case) and not case.contact_is_gone


def rights_to(user: User, notice: Notice) -> frozenset[Right]:
    """What this person may do with the letter, whatever its state; nothing for a stranger."""
    found = {Right.STATE, Right.LIFT} if may_oversee(user) else set[Right]()
    case = notice.case
    if case is not None and Case.objects.visible_to(user).filter(pk=case.pk).exists():
        found |= _as_reader(user, notice, case)
    return frozenset(found)


def _as_reader(user: User, notice: Notice, case: Case) -> set[Right]:
    """What somebody may do who may read the case. Who follows a case is nobody's business."""
    if notice.audience == Audience.FOLLOWER:
        return {Right.STATE, Right.CASE}
    if notice.audience == Audience.SYSTEM:
        # The administrators replay it, on the page of the other system.
        return {Right.STATE, Right.CASE, Right.WORDS}
    knows = notice.audience != Audience.CITIZEN or citizen_privacy.may_see(user, case)
    found = {Right.STATE, Right.CASE}
    answers = may_resend(user, case)
    if knows:
        found.add(Right.WORDS)
    if answers:
        found.add(Right.RESEND)
    if answers and knows:
        found.add(Right.CANCEL)
    if answers and knows and (notice.audience, notice.channel) == (Audience.CITIZEN, DeliveryChannel.EMAIL):
        found.add(Right.ELSEWHERE)
    if knows and (user.has_perm("cases.route_case") or decides(user, case)):
        found.add(Right.LIFT)
    return found
