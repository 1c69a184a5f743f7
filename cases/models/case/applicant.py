"""Who asks, as it is written on pages and papers: name, telephone, the national ID in part."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from cases.db.encryption import Unreadable
from cases.models.setup.request_types import Title
from cases.text import telephones
from cases.text.identity_numbers import is_passport


class Applicant:
    """The part of a case that speaks of its person; a case has the columns."""

    if TYPE_CHECKING:
        title: Any
        title_other: Any
        first_name: Any
        last_name: Any
        unnamed: Any
        phone: Any
        national_id: Any

    @property
    def applicant_name(self) -> str:
        """Title, first and last name as written in Thai: the title stands close to the name; words where the
        report is without a name, empty where none was asked for."""
        if self.unnamed:
            return gettext("Without a name")
        joint = "" if self.title and self.title_words == self.title.name_th else " "
        return f"{self.title_words}{joint}{self.first_name} {self.last_name}".strip()

    @property
    def title_words(self) -> str:
        """The title as it is written; empty where there is none."""
        listed = "" if self.title is None or self.title.code == Title.OTHER else self.title.name
        return str(self.title_other or listed)

    @property
    def telephone(self) -> str:
        """The telephone number as people read it; empty where there is none."""
        return telephones.shown(self.phone)

    @property
    def masked_national_id(self) -> str:
        """The national ID with only its last four digits, a passport number with its last three; words where
        it cannot be read."""
        number = self.national_id
        if isinstance(number, Unreadable):
            return str(number)
        if is_passport(number):
            return f"{'•' * (len(number) - 3)}{number[-3:]}"
        return f"•-••••-•••••-{number[-4:-2]}-{number[-2:]}" if number else ""
