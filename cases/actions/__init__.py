"""The only code that changes a case: one module for each family of steps.

The core transitions are read as `actions.assign(…)`; the others by the name of their module.
"""

from cases.actions.lifecycle import (
    answer,
    ask,
    assign,
    begun,
    change_email,
    change_password,
    close,
    hand_back,
    locked,
    note,
    rate,
    reject,
    reopen,
    resolve,
    start,
    told,
    transfer,
    withdraw,
    write,
)

__all__ = [
    "answer",
    "ask",
    "assign",
    "begun",
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
    "start",
    "told",
    "transfer",
    "withdraw",
    "write",
]
