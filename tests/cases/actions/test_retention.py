"""Who asks is removed some years after the end of a case, wherever it stands; a held case keeps it."""

import datetime

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases import actions
from cases.actions import contact_preference, corrections, retention
from cases.errors import Refused
from cases.events import Kind
from cases.models import (
    Answer,
    Case,
    Contact,
    Follower,
    Question,
    QuestionSet,
    ReceivedMail,
    RequestType,
    User,
)
from notifications.delivery import worker
from notifications.models import Notice, State
from notifications.pages import resend
from tests.factories import CaseFactory, RequestTypeFactory
from workflows.consistency import disagreements
from workflows.figures import sums
from workflows.inbox import search_index
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db
NOW = timezone.now() + retention.GRACE + datetime.timedelta(days=1)
YEAR = datetime.timedelta(days=366)
PERSON = {
    "first_name": "Ekkachaiya",
    "last_name": "Wongthipsri",
    "phone": "+66867654321",
    "email": "ekkachaiya@example.org",
    "line_id": "ekka-line",
    "house_no": "4711/12",
    "soi": "Ekkasoi",
    "road": "Ekkaroad",
    "community": "Ekkatown",
}


def columns() -> list[tuple[str, str]]:
    """Every column that can hold words: of any text type, JSON, a list of words or the words of a search."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY', 'tsvector')"
        )
        return cursor.fetchall()


def found(*values: str) -> set[tuple[str, str]]:
    """Where any of the values stands, in whichever letters, in all tables."""
    places, wanted = set(), [value.lower() for value in values]
    with connection.cursor() as cursor:
        for table, column in columns():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" WHERE EXISTS (SELECT FROM unnest(%s::text[]) w'  # noqa: S608
                f' WHERE strpos(lower("{column}"::text), w) > 0))',
                [wanted],
            )
            if cursor.fetchone()[0]:
                places.add((table, column))
    return places


def old(**said) -> Case:
    """A case that was closed more than two years ago."""
    return CaseFactory(closed=True, now=NOW - 2 * YEAR, **said)


def test_nothing_of_the_person_is_left_in_any_table_and_the_rest_stays() -> None:
    case = old(**PERSON, details="หลอดไฟดับ", hide_identity=False)
    Contact.objects.create(case=case, way="line", line_id="U-ekka")
    Follower.objects.create(case=case, email="neighbour-of-ekka@example.org")
    ReceivedMail.objects.create(
        case=case, digest="1" * 64, sort="letter", state="joined", settled_at=NOW, sender=PERSON["email"]
    )
    young = CaseFactory(closed=True, now=NOW)
    words = (*PERSON.values(), "0867654321", "867654321", "neighbour-of-ekka")
    assert {table for table, _ in found(*words)} >= {
        *("cases_case", "cases_follower", "notifications_notice", "workflows_casesearch")
    }
    before, events = Notice.objects.filter(case=case).count(), case.events.count()
    assert retention.remove_contacts(now=NOW) == 1
    assert found(*words) == set()
    case = Case.objects.get(pk=case.pk)
    assert (case.national_id, case.title, case.postal_code, case.contact_removed_at) == ("", None, "", NOW)
    assert (case.details, case.status, bool(case.subdistrict), case.contact_is_gone) == (
        *("หลอดไฟดับ", "closed", True, True),
    )
    assert not Contact.objects.filter(case=case).exists()
    assert not ReceivedMail.objects.filter(case=case).exists()
    assert Notice.objects.filter(case=case).count() == before
    last = case.events.latest("pk")
    assert (last.kind, last.actor, case.events.count()) == (Kind.CONTACT_REMOVED, "system", events + 1)
    assert Case.objects.get(pk=young.pk).first_name == young.first_name
    assert list(disagreements()) == []
    # Once is enough, and the index that is made anew knows no more.
    assert retention.remove_contacts(now=NOW) == 0
    search_index.index(case)
    assert found(*words) == set()


def test_how_somebody_was_known_leaves_with_the_name(head: User) -> None:
    case = old()
    actions.change_email(case, to="new@example.org", by=head, checked="Ekkachaiya showed the card")
    retention.remove_contacts(now=NOW)
    assert found("Ekkachaiya", "new@example.org") == set()


def test_a_telephone_number_that_was_asked_for_leaves_and_is_found_no_more() -> None:
    case = old()
    asked = QuestionSet.objects.create(request_type=case.request_type, version=1, published_at=NOW)
    phone, lamp = (
        Question.objects.create(
            question_set=asked, position=n, key=kind, kind=kind, text_th=kind, text_en=kind, required=False
        )
        for n, kind in enumerate(("phone", "short"), 1)
    )
    for question, said in ((phone, "+66898765432"), (lamp, "ดับสองดวง")):
        Answer.objects.create(
            case=case, question=question, position=1, value=said, text_th=said, text_en=said
        )
    search_index.index(case)
    assert found("98765432")
    retention.remove_contacts(now=NOW)
    assert found("98765432") == set()
    assert Answer.objects.get(case=case).question == lamp
    assert case_jobs.index_cases() == 1
    assert found("98765432") == set()


def test_each_kind_has_its_own_years_and_an_open_case_has_none() -> None:
    short, long = RequestTypeFactory(code="short"), RequestTypeFactory(code="long")
    RequestType.objects.filter(pk=short.pk).update(contact_years=1)
    RequestType.objects.filter(pk=long.pk).update(contact_years=3)
    gone, stays = old(request_type=short), old(request_type=long)
    withdrawn = CaseFactory(withdrawn=True, now=NOW - 2 * YEAR, request_type=short)
    waits = CaseFactory(in_progress=True, now=NOW - 4 * YEAR, request_type=short)
    young = CaseFactory(closed=True, now=NOW - YEAR + datetime.timedelta(days=30), request_type=short)
    assert retention.remove_contacts(now=NOW) == 2
    kept = set(Case.objects.filter(contact_removed_at=None))
    assert kept == {stays, waits, young}
    assert kept.isdisjoint({gone, withdrawn})


def test_a_held_case_keeps_its_person_until_the_hold_is_lifted(head: User) -> None:
    case = old()
    case = retention.hold(case, by=head, reason="คดีปกครอง 12/2569")
    assert (retention.remove_contacts(now=NOW), case.events.latest("pk").message) == (0, "คดีปกครอง 12/2569")
    with pytest.raises(Refused):
        retention.hold(case, by=head, reason="อีกครั้ง")
    case = retention.lift_hold(case, by=head, reason="คดีจบแล้ว")
    with pytest.raises(Refused):
        retention.lift_hold(case, by=head, reason="อีกครั้ง")
    with pytest.raises(Refused):
        retention.hold(CaseFactory(in_progress=True), by=head, reason="ยังไม่จบ")
    assert retention.remove_contacts(now=NOW) == 1


def test_a_case_without_its_person_takes_no_new_one_until_it_is_opened_again(head: User) -> None:
    case = old()
    retention.remove_contacts(now=NOW)
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(Refused):
        actions.change_email(case, to="new@example.org")
    with pytest.raises(Refused):
        contact_preference.link_line(case, line_id="U1")
    case = corrections.take_up_again(case, by=head, reason="ยังเสียอยู่", now=NOW + YEAR)
    assert not case.contact_is_gone
    case = corrections.correct_person(
        case, changes={"phone": "+66867654321", "last_name": "ใจดีมาก"}, by=head, checked="โทร", now=NOW + YEAR
    )
    case = actions.reject(case, by=head, reason="นอกเขต", agency=None, now=NOW + YEAR)
    assert retention.remove_contacts(now=NOW + 2 * YEAR) == 0
    assert retention.remove_contacts(now=NOW + 4 * YEAR) == 1
    assert found("867654321", "ใจดีมาก") == set()


def test_a_letter_without_words_is_not_sent_again_and_one_that_waits_goes_no_more(head: User) -> None:
    case = old()
    worker.deliver()
    sent = Notice.objects.filter(case=case, audience="citizen", state=State.SENT).first()
    assert sent is not None
    waiting = resend.resend(sent, by=head)
    retention.remove_contacts(now=NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.text, waiting.address) == (State.CANCELLED, "", "–")
    with pytest.raises(Refused):
        resend.resend(sent, by=head)


def test_nothing_goes_in_the_first_days_after_the_installation_got_to_know_of_it() -> None:
    case = old()
    assert retention.remove_contacts(now=retention.begins() - datetime.timedelta(minutes=1)) == 0
    assert Case.objects.get(pk=case.pk).first_name
    assert retention.remove_contacts(now=retention.begins()) == 1


def test_the_figures_are_the_same_after_it() -> None:
    old()
    sums.sum_up()
    retention.remove_contacts(now=NOW)
    assert list(sums.differences()) == []


def test_the_history_is_closed_again_after_each_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for _ in range(3):
        old()
    with transaction.atomic(), connection.cursor() as cursor:
        assert retention.remove_contacts(now=NOW) == 3
        cursor.execute("SELECT current_setting('raprueang.retention_job', true)")
        assert cursor.fetchone() == ("",)
