"""The board as the page of the inbox shows it: columns of cards, each with the address of its list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from cases.models import OPEN, Status, User
from workflows.forms.filters import query_of
from workflows.inbox import board as boards
from workflows.inbox import queries, row_words
from workflows.models import Preference
from workflows.views.inbox.cards import Card
from workflows.views.inbox.rows import Listing


@dataclass(frozen=True)
class BoardLook:
    """What a query finds, as a board with these columns; `query` is the address of the filters."""

    board: boards.Board
    listing: Listing
    by: str
    query: str

    @classmethod
    def of(cls, user: User, wanted: queries.InboxQuery, by: str, query: str) -> "BoardLook":
        """Read the board: some statements, however many cases there are."""
        listing = Listing(user, timezone.localdate(), pictured=True)
        return cls(boards.board(user, wanted, by, row_words.columns(user)), listing, by, query)

    @property
    def columns(self) -> Iterator[tuple[boards.Column, SafeString, str]]:
        """Each column with its cards and the address of its list, empty where there is none."""
        for column in self.board.columns:
            cards = ((Card(case, self.listing).html,) for case in column.cases)
            yield column, format_html_join("", "{}", cards), self._list(column)

    @property
    def ways(self) -> list[tuple[str, Any]]:
        """What the columns can be, with their names."""
        return list(Preference.Columns.choices)

    @property
    def endings(self) -> list[tuple[str, Any]]:
        """The statuses at which a card can be put down to end its case, where the columns are statuses."""
        shown = [column.key for column in self.board.columns]
        open_ones = self.by == Preference.Columns.STATUS and set(OPEN) <= set(shown)
        return [(one.value, one.label) for one in (Status.RESOLVED, Status.REJECTED)] if open_ones else []

    def _list(self, column: boards.Column) -> str:
        if not column.filters:
            return ""
        query = QueryDict(self.query, mutable=True)
        query.update({"view": query.get("view", "open")})
        for name, value in column.filters.items():
            query[name] = value
        return f"?{query_of(query)}&look=list"
