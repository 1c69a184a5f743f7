"""What is refused: by the HTTP status that GeoReport gives it, in words for the person who reported."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

UNKNOWN, FORBIDDEN, BAD, TOO_MANY = 404, 403, 400, 429


class Refusal(Exception):
    """One or more things that are wrong with a call; nothing of it was done."""

    def __init__(self, status: int, words: Iterable[str], *, wait: int = 0) -> None:
        super().__init__(status)
        self.status, self.words, self.wait = status, list(words), wait

    @property
    def errors(self) -> list[dict[str, object]]:
        """The body of the answer: always a list."""
        return [{"code": self.status, "description": words} for words in self.words]


def bad(*words: str) -> Refusal:
    """Return the refusal of what makes no sense."""
    return Refusal(BAD, words)


def unknown(name: str, value: str = "") -> Refusal:
    """Return the refusal of what is not there, or not for everybody: both sound the same."""
    if not value:
        return Refusal(UNKNOWN, [_("%(name)s: there is none like this.") % {"name": name}])
    text = _("%(name)s: “%(value)s” is not known here.")
    return Refusal(UNKNOWN, [text % {"name": name, "value": value[:60]}])


def missing(name: str) -> str:
    """Return the words for an argument that has to be given."""
    return _("%(name)s: it has to be given.") % {"name": name}
