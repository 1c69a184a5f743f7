"""Refusals: what a step can meet between the page and the click, and how it is said to who tried."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases.errors import Refused

REFUSALS = (Refused, PermissionDenied, TransitionNotAllowed, ConcurrentTransition)
EXPIRED = _("This page was open for too long. Nothing was lost: please send it once more.")
LOGGED_OUT = _("You were logged out after a while. What you typed is here: send it once more.")
NOT_NOW = _("The case does not allow this step as it stands now.")
NOT_YOURS = _("You do not have the right to do this step with this case.")
JOINED = _("This case waits for the result of its main case. Separate it first.")
CHANGED = _(
    "The case has changed since you opened it, and nothing was done. "
    "Read what is new, and send it again if it still fits."
)
NOT_ANY_MORE = _(
    "This step is not yours any more: your role, or for whom you stand in, "
    "has changed since you opened the page."
)
NOT_YOURS_TO_HAND_ON = _("You head no department and are no executive: you have no decisions to hand on.")
WAITS_FOR_ANSWER = _(
    "Another department sent it here, and this step would answer that. "
    "Accept it or send it back on its own page."
)
WAITS_FOR_APPROVAL = _(
    "A proposed result waits for the head, and this step would end it. Decide about it on its own page."
)
OTHER_WORDS = _(
    "This form was sent before, and done once. What you have changed in it since was not sent: "
    "it stands here in a new form."
)
DONE_OTHERWISE = _(
    "This form was sent before with other words, and this case was done with those. "
    "What you have changed in it since was not done."
)
OTHER_MANY = _(
    "This form was sent before, and done once: here is what came of it. "
    "What you have changed in it since was not done."
)


def reason(error: Exception) -> str:
    """Why a step was refused, for the person who tried."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, PermissionDenied):
        return str(NOT_YOURS)
    return str(NOT_NOW)
