"""A name in both languages, apart from its row: to be kept in memory for readers of either."""

from dataclasses import dataclass

from cases.models.reference_data import in_reader_language


@dataclass(frozen=True)
class Name:
    """Thai and English, and the code of the thing; as text it is in the reader's language."""

    th: str
    en: str
    code: str = ""

    def __str__(self) -> str:
        return in_reader_language(self.th, self.en)
