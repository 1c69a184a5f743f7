"""What a verb says when it cannot be done."""

from django.db import IntegrityError
from django.utils.translation import gettext as _


class Refused(Exception):
    """A verb that does not fit the case as it is now; the text may be shown to the person who tried."""


class AlreadyDone(Refused):
    """The step was finished before: a second click, or a colleague was faster."""

    def __init__(self) -> None:
        super().__init__(_("This step is already done. Here is the case as it is now."))


class LostRace(Refused):
    """Somebody else was at the same rows of the database, and was again when it was tried once more."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else is working on the same matter at this moment, and nothing was saved. "
                "Please send it again."
            )
        )


class FiledBefore(IntegrityError):
    """The form of this case was sent before: nothing is stored again. No statement had to fail for it."""


class Stale(Exception):
    """What was to be changed is another one than that which the page has shown: somebody was faster."""


class Busy(Exception):
    """Too many people at once; answered with 503 and Retry-After."""


class TooManyTries(Exception):
    """A throttle has closed for a while; `wait` is the number of seconds until it opens."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait
