"""What is wrong with a row or with a mapping: in Thai and English, without what stands in the cell."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override


class Wrong(Exception):
    """Why a cell is not taken. The words name no value: a cell may hold anything, a name or a number too."""

    def __init__(self, text: Promise | str, **values: Any) -> None:
        super().__init__("a cell is wrong")
        self.text, self.values = text, values


class BadFile(Exception):
    """A file or a mapping that cannot be used at all; the sentences are for the keeper."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class Problem:
    """Something to tell of a row: why it is refused, or what of it was left out."""

    row: int
    column: str
    text: Promise | str
    values: dict[str, Any] = field(default_factory=dict)
    refuses: bool = True

    def said(self, language: str) -> str:
        """The reason in a language."""
        with override(language):
            return str(self.text) % self.values if self.values else str(self.text)
