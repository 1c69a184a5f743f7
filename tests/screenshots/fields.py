"""What a picture of a page has to show: the fields of its forms, and the labels of its facts and columns."""

from html.parser import HTMLParser

from tests.journeys.visitor import Page

# Sent along, and seen by nobody; or at the foot of every page, which no picture shows.
UNSEEN = {"csrfmiddlewaretoken", "form_token", "question_set", "next", "switch_display"}


class _Labels(HTMLParser):
    """The words of all `<dt>` and `<th>`."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("dt", "th") and dict(attrs).get("scope") != "row":
            self._depth += 1
            self.words.append("")

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in ("dt", "th") and self._depth > 0

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words[-1] = f"{self.words[-1]} {data.strip()}".strip()


def fields(html: str) -> list[str]:
    """Return the names and labels that a page has, each once, in alphabetical order."""
    names = {name for form in Page("/", 200, html).forms for name in form.names} - UNSEEN
    return sorted(names | {words for words in _Labels(html).words if words})
