"""The only code that changes a case: one module for each family of steps.

The core transitions are read as `actions.assign(…)`; the others by the name of their module.
"""

from cases.actions.lifecycle import (
    answer,
    ask,
    assign,
    change_email,
    change_password,
    close,
    hand_back,
    note,
    rate,
    reject,
    resolve,
    send_message,
    start,
    transfer,
    withdraw,
)
from cases.actions.reopening import reopen
from cases.actions.step import locked

__all__ = [
    "answer",
    "ask",
    "assign",
    "change_email",
    "change_password",
    "close",
    "hand_back",
    "locked",
    "note",
    "rate",
    "reject",
    "reopen",
    "resolve",
    "send_message",
    "start",
    "transfer",
    "withdraw",
]
