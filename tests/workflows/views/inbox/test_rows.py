"""The row of a case in the inbox: what it says, in this order, and nothing that was typed as markup."""

import datetime
import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from cases.models import Case, Department, User
from tests.factories import CaseFactory, RequestTypeFactory
from workflows.views.inbox.rows import Listing, Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
EVIL = "<b>\"x\" & 'y'</b>"
ESCAPED = "&lt;b&gt;&quot;x&quot; &amp; &#x27;y&#x27;&lt;/b&gt;"
LATE = f"""
<tr>
  <td class="tick"><label>
    <input type="checkbox" name="case" value="NUMBER"><span class="visually-hidden">Tick NUMBER</span>
  </label></td>
  <td class="picture">
    <img src="PHOTO" alt="" width="56" height="56" loading="lazy">
  </td>
  <th scope="row"><a href="/en/staff/cases/NUMBER/">NUMBER</a></th>
  <td class="what">
    <strong>{ESCAPED}</strong><span class="badge">Urgent</span><span>· {ESCAPED}</span>
    <br><span class="words">{ESCAPED}</span><br><span class="muted">Bureau of Public Works</span>
  </td>
  <td>
    <span class="status status-received"><span class="shape" aria-hidden="true"></span>Received</span>
    <br><small class="late">2 subtasks open, next due 1 Nov 2026</small>
  </td>
  <td data-label="Officer">
    <span class="initials" aria-hidden="true">Bจ</span><span class="officer">{ESCAPED} ใจดี</span>
  </td>
  <td class="nowrap" data-label="Due">
    <span class="late">3 days late</span><br><span class="muted">20 Nov 2026</span>
    <br><span class="late">first reply overdue</span>
  </td>
  <td class="nowrap" data-label="Received">1 Nov 2026<br><span class="muted">22 days</span></td>
</tr>
"""
DONE = """
<tr>
  <th scope="row"><a href="/en/staff/cases/NUMBER/">NUMBER</a></th>
  <td class="what"><strong>Lamp</strong></td>
  <td>
    <span class="status status-rejected"><span class="shape" aria-hidden="true"></span>Not taken on</span>
  </td>
  <td data-label="Officer">–</td>
  <td class="nowrap" data-label="Due">–</td>
  <td class="nowrap" data-label="Received">23 Nov 2026<br><span class="muted">new today</span></td>
</tr>
"""
TODAY = datetime.date(2026, 11, 23)


def tight(html: str) -> str:
    """Without the blanks between text and tags."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", " ".join(html.split()))


def listed(case: Case, **columns: Any) -> Case:
    """The case as the inbox reads it, with these columns."""
    nothing = dict.fromkeys(("transfer_state", "transfer_due", "parts_count", "parts_due", "step_due"))
    for name, value in {**nothing, **columns}.items():
        setattr(case, name, value)
    return case


@pytest.fixture
def somebody(department: Department) -> Case:
    return CaseFactory(request_type=RequestTypeFactory(department=department, name_en="Lamp"))


def test_everything_that_a_row_can_say(
    somebody: Case, head: User, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody.request_type.name_en = somebody.place = officer.first_name = EVIL
    officer.last_name = "ใจดี"
    somebody.urgency, somebody.officer = "urgent", officer
    somebody.received_at = datetime.datetime(2026, 11, 1, 3, tzinfo=datetime.UTC)
    somebody.due_on = somebody.first_reply_due_on = datetime.date(2026, 11, 20)
    photo = uuid.uuid4()
    small = reverse("cases:thumbnail", args=[photo])
    words = {"first_words": f"\n  {EVIL}\nand more", "first_photo": photo}
    case = listed(somebody, parts_count=2, parts_due=datetime.date(2026, 11, 1), **words)
    html = Row(case, Listing(head, TODAY, ticked=True, names_department=True, pictured=True)).html
    assert tight(html) == tight(LATE.replace("NUMBER", case.number).replace("PHOTO", small))


def test_what_has_ended_says_little(somebody: Case, head: User) -> None:
    case = CaseFactory(request_type=somebody.request_type, rejected=True)
    case.place, case.officer = "", None
    case.received_at = datetime.datetime(2026, 11, 23, 3, tzinfo=datetime.UTC)
    html = Row(listed(case), Listing(head, TODAY)).html
    assert tight(html) == tight(DONE.replace("NUMBER", case.number))


@pytest.mark.parametrize(
    ("days", "words", "soon"),
    [(0, "today", True), (1, "tomorrow", True), (2, "in 2 days", False), (-1, "1 day late", False)],
)
def test_the_deadline_is_said_in_words(somebody: Case, head: User, days: int, words: str, soon: bool) -> None:
    somebody.due_on = TODAY + datetime.timedelta(days=days)
    row = Row(listed(somebody), Listing(head, TODAY))
    assert (row.days_left, row.is_soon, f">{words}</span>" in row.html) == (words, soon, True)


def test_a_long_place_is_cut(somebody: Case, head: User) -> None:
    somebody.place = "ก" * 200
    assert f"· {'ก' * 89}…<" in Row(listed(somebody), Listing(head, TODAY)).html
