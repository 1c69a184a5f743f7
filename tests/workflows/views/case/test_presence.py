"""Who else has a case open: told on its page, forgotten after a minute, and no stranger's business."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from tests.workflows.views.conftest import address, text
from workflows.jobs import case_jobs
from workflows.models import Presence

pytestmark = pytest.mark.django_db


def test_the_second_sees_who_has_it_open(desk, case, head, officer):
    desk(officer).page("case", case.number)
    page = text(desk(head).page("case", case.number))
    since = timezone.localtime(Presence.objects.get(user=officer).since)
    assert f"{officer} has this case open (since {since:%H:%M})." in page


def test_nobody_sees_the_own_name(desk, case, head):
    seat = desk(head)
    assert "has this case open" not in text(seat.page("case", case.number)) + text(
        seat.page("case", case.number)
    )


def test_after_a_minute_without_a_sign_it_is_forgotten(desk, case, head, officer):
    desk(officer).page("case", case.number)
    Presence.objects.update(seen_at=timezone.now() - datetime.timedelta(minutes=2))
    assert "has this case open" not in text(desk(head).page("case", case.number))


def test_who_comes_back_later_is_there_since_then(desk, case, officer):
    seat = desk(officer)
    seat.page("case", case.number)
    long_ago = timezone.now() - datetime.timedelta(hours=2)
    Presence.objects.update(seen_at=long_ago, since=long_ago)
    seat.page("case", case.number)
    assert Presence.objects.get().since > long_ago


def test_who_stays_is_there_since_the_first_sign(desk, case, officer):
    seat = desk(officer)
    seat.page("case", case.number)
    earlier = timezone.now() - datetime.timedelta(seconds=40)
    Presence.objects.update(seen_at=earlier, since=earlier)
    seat.page("present", case.number)
    assert (Presence.objects.get().since, Presence.objects.get().seen_at > earlier) == (earlier, True)


def test_to_ask_again_and_again_costs_little(desk, case, head, django_assert_max_num_queries):
    seat = desk(head)
    seat.page("case", case.number)
    # The log-in, the case's own row, and who has it open: every 20 seconds from each page.
    with django_assert_max_num_queries(6):
        seat.page("present", case.number, known="")


def test_a_page_that_knows_it_is_told_nothing(desk, case, head, officer):
    desk(officer).page("case", case.number)
    seat = desk(head)
    assert seat.page("present", case.number, known="").status_code == 200
    assert seat.page("present", case.number, known=f"{officer.pk}.").status_code == 204


def test_a_stranger_learns_nothing_and_leaves_no_trace(desk, case, stranger, officer):
    desk(officer).page("case", case.number)
    assert desk(stranger).page("present", case.number).status_code == 404
    assert list(Presence.objects.values_list("user", flat=True)) == [officer.pk]


def test_without_a_log_in_it_leads_to_the_log_in(client, case):
    assert "/login/" in client.get(address("present", case.number)).url


def test_the_nightly_purge_forgets_it(desk, case, officer):
    desk(officer).page("case", case.number)
    assert case_jobs.purge_drafts(now=timezone.now() + datetime.timedelta(days=8)) >= 1
    assert not Presence.objects.exists()


def test_the_table_is_not_written_to_the_journal():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'workflows_presence'")
        assert cursor.fetchone()[0] == "u"
