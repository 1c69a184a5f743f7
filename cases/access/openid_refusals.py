"""Why an issuer's word about a person is not taken, in words for that person."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Why(StrEnum):
    """What was wrong with the way there and back."""

    AWAY = "away"
    STATE = "state"
    CANCELLED = "cancelled"
    ANSWER = "answer"
    CLIENT = "client"
    ISSUER = "issuer"
    AUDIENCE = "audience"
    NONCE = "nonce"
    EXPIRED = "expired"
    CLOCK = "clock"
    SIGNATURE = "signature"


WORDS: dict[Why, Promise] = {
    Why.AWAY: _("%(issuer)s does not answer at the moment. Please try again in a minute."),
    Why.STATE: _(
        "This log-in was not begun in this browser, was used before, or took too long. Begin again."
    ),
    Why.CANCELLED: _("You have cancelled at %(issuer)s. Nothing has happened."),
    Why.ANSWER: _("The answer of %(issuer)s could not be understood. Please try again, or tell us."),
    Why.CLIENT: _("%(issuer)s does not accept the key of this service. Please tell an administrator."),
    Why.ISSUER: _("The answer does not come from %(issuer)s. Please begin again; tell us if it comes back."),
    Why.AUDIENCE: _("The answer of %(issuer)s is meant for another service. Please begin again."),
    Why.NONCE: _("The answer of %(issuer)s belongs to another log-in. Please begin again."),
    Why.EXPIRED: _("The answer of %(issuer)s came too late and is not good any more. Please begin again."),
    Why.CLOCK: _("The clocks of %(issuer)s and of this service differ. Please tell an administrator."),
    Why.SIGNATURE: _(
        "The signature of %(issuer)s is not right. Please begin again; tell us if it comes back."
    ),
}


class NotProved(Exception):
    """The issuer did not tell who it is, or nobody can be sure that it did."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why

    def words(self, issuer: str) -> str:
        """What the person is told about the issuer of this name."""
        return str(WORDS[self.why]) % {"issuer": issuer}
