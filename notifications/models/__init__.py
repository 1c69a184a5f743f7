"""The tables of the letters: one module per idea, one name each here."""

from notifications.models.delivery_hold import DeliveryHold
from notifications.models.letter_texts import (
    UNCHANGED,
    Changed,
    LetterText,
    Words,
    office_and_changed,
)
from notifications.models.letters import KINDS, MESSAGES, Audience, DeliveryChannel, Letter, Message
from notifications.models.notice import Allowance, ChannelHealth, Notice, NoticeQuerySet
from notifications.models.staff_browsers import StaffBrowser
from notifications.models.states import QUEUES, UNBEGUN, UNSETTLED, Priority, State
from notifications.models.traffy import TraffyBridge, TraffyKind, TraffyReport
from notifications.models.unreachable import Suppression, Unreached
from notifications.models.webhooks import (
    WebhookAttempt,
    WebhookEndpoint,
    WebhookHealth,
    WebhookSecret,
)

__all__ = [
    "KINDS",
    "MESSAGES",
    "QUEUES",
    "UNBEGUN",
    "UNCHANGED",
    "UNSETTLED",
    "Allowance",
    "Audience",
    "Changed",
    "ChannelHealth",
    "DeliveryChannel",
    "DeliveryHold",
    "Letter",
    "LetterText",
    "Message",
    "Notice",
    "NoticeQuerySet",
    "Priority",
    "StaffBrowser",
    "State",
    "Suppression",
    "TraffyBridge",
    "TraffyKind",
    "TraffyReport",
    "Unreached",
    "WebhookAttempt",
    "WebhookEndpoint",
    "WebhookHealth",
    "WebhookSecret",
    "Words",
    "office_and_changed",
]
