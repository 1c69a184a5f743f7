"""The tables of the letters: one module per idea, one name each here."""

from notifications.models.letter_texts import (
    UNCHANGED,
    Changed,
    LetterText,
    Words,
    office_and_changed,
    words_change,
)
from notifications.models.notice import (
    BULK,
    URGENT,
    Allowance,
    Audience,
    Channel,
    Letter,
    Notice,
    NoticeQuerySet,
    Standing,
    priority_of,
)
from notifications.models.states import QUEUES, UNBEGUN, UNSETTLED, Priority, State
from notifications.models.unreachable import Suppression, Unreached

__all__ = [
    "BULK",
    "QUEUES",
    "UNBEGUN",
    "UNCHANGED",
    "UNSETTLED",
    "URGENT",
    "Allowance",
    "Audience",
    "Changed",
    "Channel",
    "Letter",
    "LetterText",
    "Notice",
    "NoticeQuerySet",
    "Priority",
    "Standing",
    "State",
    "Suppression",
    "Unreached",
    "Words",
    "office_and_changed",
    "priority_of",
    "words_change",
]
