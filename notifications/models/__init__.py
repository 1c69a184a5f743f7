"""The tables of the letters: one module per idea, one name each here."""

from notifications.models.letter_texts import (
    UNCHANGED,
    Changed,
    LetterText,
    Words,
    office_and_changed,
)
from notifications.models.letters import Audience, DeliveryChannel, Letter
from notifications.models.notice import Allowance, ChannelHealth, Notice, NoticeQuerySet
from notifications.models.staff_browsers import StaffBrowser
from notifications.models.states import QUEUES, UNBEGUN, UNSETTLED, Priority, State
from notifications.models.unreachable import Suppression, Unreached

__all__ = [
    "QUEUES",
    "UNBEGUN",
    "UNCHANGED",
    "UNSETTLED",
    "Allowance",
    "Audience",
    "Changed",
    "ChannelHealth",
    "DeliveryChannel",
    "Letter",
    "LetterText",
    "Notice",
    "NoticeQuerySet",
    "Priority",
    "StaffBrowser",
    "State",
    "Suppression",
    "Unreached",
    "Words",
    "office_and_changed",
]
