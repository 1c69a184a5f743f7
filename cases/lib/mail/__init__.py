"""One e-mail that came in, from its bytes to words and files: pure, and never an error."""

from cases.lib.mail.letter import File, Received, Sort
from cases.lib.mail.parser import MOST_BYTES, parse
from cases.lib.mail.replies import own_words

__all__ = ["MOST_BYTES", "File", "Received", "Sort", "own_words", "parse"]
