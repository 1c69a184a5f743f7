"""The words of an e-mail that is a web page alone."""

import re
from html.parser import HTMLParser

# Far more than anybody writes; a program's styles come before the words.
LONGEST = 400_000
BLOCKS = frozenset("p div br tr li h1 h2 h3 h4 h5 h6 blockquote table ul ol pre hr section article".split())
UNSEEN = frozenset("script style head title template object noscript".split())
# What the parser would look for again and again until the end.
_ASIDE = re.compile(r"<!--.*?(?:-->|\Z)|<(style|script)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = list[str]()
        self.line = list[str]()
        self.unseen = self.quoted = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """Begin a line where the page does."""
        if tag in UNSEEN:
            self.unseen += 1
        elif tag in BLOCKS:
            self._new_line()
        elif tag in ("td", "th"):
            self._add(" ")
        self.quoted += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        """End a line, and what is not shown."""
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in BLOCKS and tag != "br":
            self._new_line()
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)

    def handle_data(self, data: str) -> None:
        """Take the words; blanks are one blank, as a browser shows them."""
        if not self.unseen:
            self._add(re.sub(r"\s+", " ", data) if len(data) > 1 else data)

    def _add(self, words: str) -> None:
        if self.quoted and not self.line:
            self.line.append("> ")
        self.line.append(words)

    def _new_line(self) -> None:
        """End the line; of several empty ones in a row one is kept."""
        line = "".join(self.line).strip()
        if line.strip("> ") or (self.lines and self.lines[-1]):
            self.lines.append(line if line.strip("> ") else "")
        self.line = []


def text_of(page: str) -> str:
    """Return the words that a browser would show, a line for each block; quoted ones after `>`, as in plain
    text."""
    parser = _Words()
    # Without `close`, which looks at what is open again and again; the tag lets the last words go.
    parser.feed(_ASIDE.sub(" ", page[:LONGEST]) + "<br>")
    return "\n".join(parser.lines).strip()
