"""Lists of cases to take along as tables: what stands in them, for whom, and who has taken which.

By the wish of who may take words along a row also says place, area, times and the first words of the report,
these only where the reader may know the person behind the very case. Each such reading is written down.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cases.audit import personal_data_access, security_log
from cases.deadlines.first_reply import given_at
from cases.models import Case, User
from cases.text.dates import date_and_time
from cases.views.staff_pages import StaffRequest
from workflows import rights
from workflows.figures import spreadsheet, tables
from workflows.figures.board import Cases
from workflows.inbox import row_words

# So many cases are taken along at most where places and words are, and from the inbox.
MOST = 10_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BAD_REQUEST, FORBIDDEN = 400, 403


@dataclass(frozen=True)
class Offer:
    """The form by which a list is taken along: its two addresses, the list that they are about, and whether
    places, times and words are offered."""

    csv: str
    xlsx: str
    fields: list[tuple[str, str]]
    words: bool

    @classmethod
    def to(cls, user: User, name: str, query: str) -> "Offer":
        """What this person is offered for a list with this query."""
        csv, xlsx = (reverse(f"staff:{name}", args=[extension]) for extension in ("csv", "xlsx"))
        return cls(csv, xlsx, list(QueryDict(query).dict().items()), rights.may_take_words(user))


@dataclass(frozen=True)
class Listed:
    """Cases by their keys, in the order of their list, of which `most` are taken along at most; `found` says
    of each once more whether it is in the list, when its row is read."""

    found: Cases
    keys: list[int]
    most: int

    def batches(self, user: User, *, words: bool) -> Iterator[list[Case]]:
        """The cases with what their rows say; whose words are read is written down before they are sent."""
        found = self.found.order_by().select_related(*tables.RELATED, "area").defer("details")
        if words:
            told: dict[str, Any] = {
                "first_words": row_words.first_words(rights.person_seen_by(user)),
                "replied_at": given_at(),
            }
            # Whether a case is the reader's own is asked of its subtasks, too.
            found = found.annotate(**told).prefetch_related("subtasks")
        for start in range(0, len(self.keys), tables.CASES_AT_ONCE):
            keys = self.keys[start : start + tables.CASES_AT_ONCE]
            known = {case.pk: case for case in found.filter(pk__in=keys)}
            some = [known[key] for key in keys if key in known]
            read = [case for case in some if words and row_words.first_line(case)]
            personal_data_access.note(user, read, personal_data_access.Context.LIST)
            yield some


def words_asked(request: StaffRequest) -> bool:
    """Whether the address asks for places, times and words; there is no file (404) where it says so in a way
    that nobody knows."""
    asked = request.GET.get("words", "")
    complete([asked] if asked not in ("", "1") else [])
    return bool(asked)


def complete(missing: list[Any]) -> None:
    """A file has no room to say what is missing in it: there is none (404)."""
    if missing:
        raise Http404


def cases_file(request: StaffRequest, listed: Listed, extension: str, *, name: str, query: str) -> Any:
    """The cases as a file, or a page that says why there is none: 403 for who asks for words without the
    right, 400 for more cases than are taken along. `query` says which list it is, in words of ours."""
    words = words_asked(request)
    if words and not rights.may_take_words(request.user):
        why = _("Places, times and words are taken along by heads of departments and the clerk alone.")
        return _refused(request, why, FORBIDDEN)
    count = len(listed.keys)
    if count > listed.most:
        why = _("This list has more than %(most)s cases. Narrow it first, for example by days.")
        return _refused(request, why % {"most": f"{listed.most:,}"}, BAD_REQUEST)
    rows = tables.cases(listed.batches(request.user, words=words), _columns() if words else tables.NO_MORE)
    return table(request, rows, extension, name=name, said=f" +words {count} {query}" if words else "")


def table(
    request: StaffRequest,
    rows: Iterator[list[spreadsheet.Cell]],
    extension: str,
    *,
    name: str,
    said: str = "",
) -> Any:
    """The rows as a file, sent while they are read. The log has its name, and what is `said` of it."""
    subject = f"{name}.{extension}{said}"
    security_log.record(security_log.Kind.LIST_EXPORTED, by=request.user, subject=subject)
    rows = _in_language(rows)
    answer: HttpResponseBase
    if extension == "xlsx":
        file = spreadsheet.xlsx_file(rows, name=name)
        answer = FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    else:
        answer = StreamingHttpResponse(spreadsheet.csv_lines(rows), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _columns() -> tables.Columns:
    """Place, area, times and first words of a case that was read with them."""
    return {
        _("Place"): lambda case: case.place,
        _("Area"): lambda case: case.area.name if case.area else "",
        _("Time received"): lambda case: date_and_time(case.received_at),
        _("Time of the first reply"): lambda case: _moment(case, "replied_at"),
        _("Time done"): lambda case: _moment(case, "resolved_at"),
        _("First words"): row_words.first_line,
    }


def _moment(case: Case, name: str) -> str:
    moment = getattr(case, name)
    return date_and_time(moment) if moment else ""


def _refused(request: StaffRequest, why: str, status: int) -> HttpResponse:
    return render(request, "staff/no_file.html", {"why": why}, status=status)


def _in_language(rows: Iterator[list[spreadsheet.Cell]]) -> Iterator[list[spreadsheet.Cell]]:
    """The rows are made after the view has ended: in the language of its reader all the same."""
    language = get_language()
    done = False
    while not done:
        with override(language):
            row = next(rows, None)
        done = row is None
        if row is not None:
            yield row
