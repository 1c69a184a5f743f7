"""Filing: one number, one case, one event, or nothing at all."""

import datetime
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.access.case_passwords import matches
from cases.intake.filing import submit
from cases.lib.request_cache import one_request
from cases.models import Attachment, Case, CaseEvent, RequestType, YearCounter
from cases.signals import recorded
from tests.factories import CaseFactory, FilingFactory, RequestTypeFactory, SubdistrictFactory
from tests.pictures import photo

IN_2026 = datetime.datetime(2026, 11, 20, 3, 0, tzinfo=datetime.UTC)


@pytest.mark.django_db
class TestAFiledCase:
    def test_is_received_by_the_department_of_its_kind(self):
        request_type = RequestTypeFactory(department__code="ENG", target_working_days=5)
        case = CaseFactory(request_type=request_type)
        assert (case.status, case.department.code) == ("received", "ENG")

    def test_has_the_user_id_of_its_year_and_number(self):
        case = CaseFactory(now=IN_2026)
        assert (case.number, case.receipt_number) == ("2569-00001", "1/2569")

    def test_is_counted_anew_every_year(self):
        CaseFactory(now=IN_2026)
        case = CaseFactory(now=IN_2026 + datetime.timedelta(days=60))
        assert case.number == "2570-00001"

    def test_keeps_the_names_of_its_places(self):
        case = CaseFactory()
        SubdistrictFactory._meta.model.objects.update(name_th="ชื่อใหม่")
        assert Case.objects.get(pk=case.pk).subdistrict_name == "หมากแข้ง"

    def test_stores_when_it_came_and_from_when_it_counts(self):
        evening = datetime.datetime(2026, 11, 20, 13, 0, tzinfo=datetime.UTC)
        case = CaseFactory(now=evening)
        assert case.received_at == evening
        assert case.counted_from == datetime.datetime(2026, 11, 23, 1, 30, tzinfo=datetime.UTC)

    def test_is_due_after_the_working_days_of_its_kind(self):
        case = CaseFactory(now=IN_2026, request_type__target_working_days=3)
        assert case.due_on == datetime.date(2026, 11, 25)

    def test_has_one_event_by_the_citizen(self):
        event = CaseFactory().events.get()
        assert (event.kind, event.actor, event.by) == ("submitted", "citizen", None)

    def test_of_the_counter_names_the_clerk(self, clerk):
        case, _ = submit(FilingFactory(channel="phone"), by=clerk)
        event = case.events.get()
        assert (event.actor, event.by, case.channel.code) == ("staff", clerk, "phone")

    def test_opens_with_its_password_alone(self, somchai):
        assert matches(somchai.password, somchai.case.password)

    def test_does_not_store_the_password_anywhere(self, somchai):
        with connection.cursor() as cursor:
            cursor.execute("SELECT c::text FROM cases_case c UNION ALL SELECT e::text FROM cases_caseevent e")
            stored = str(cursor.fetchall())
        assert somchai.password not in stored
        assert somchai.password.replace(" ", "") not in stored

    def test_keeps_the_national_id_encrypted(self):
        case = CaseFactory(national_id="1101700230708")
        with connection.cursor() as cursor:
            cursor.execute("SELECT national_id FROM cases_case WHERE id = %s", [case.pk])
            (stored,) = cursor.fetchone()
        assert "1101700230708" not in stored
        assert case.national_id == "1101700230708"

    def test_shows_only_the_last_digits_of_the_national_id(self):
        assert CaseFactory(national_id="1101700230708").masked_national_id == "•-••••-•••••-07-08"

    def test_takes_its_photos_along(self):
        case = CaseFactory(photos=[photo(), photo()])
        assert case.events.get().attachments.count() == 2

    def test_takes_over_the_photos_of_its_draft(self):
        draft = photo()
        draft.draft = uuid.uuid4()
        draft.save()
        case = CaseFactory(photos=[draft])
        assert list(Attachment.objects.values_list("case", "draft")) == [(case.pk, None)]

    def test_costs_at_most_11_statements(self, somchai, django_assert_max_num_queries):
        request_type = RequestType.objects.select_related("department", "unit").get()
        first, second = (FilingFactory(request_type=request_type) for _ in range(2))
        with one_request():
            submit(first)
        with one_request(), django_assert_max_num_queries(11):
            submit(second)


@pytest.mark.django_db
def test_the_same_form_twice_is_one_case():
    token = uuid.uuid4()
    CaseFactory(form_token=token)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFactory(form_token=token)
    assert (Case.objects.count(), CaseEvent.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_number_that_was_rolled_back_is_given_again():
    token = uuid.uuid4()
    CaseFactory(form_token=token)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseFactory(form_token=token)
    assert CaseFactory().running == 2


@pytest.mark.django_db
def test_a_flow_that_cannot_start_leaves_no_case_behind():
    def breaks(**news) -> None:
        raise RuntimeError("the flow cannot start")

    filing = FilingFactory()
    recorded.connect(breaks)
    try:
        with pytest.raises(RuntimeError):
            submit(filing)
    finally:
        recorded.disconnect(breaks)
    assert not Case.objects.exists()
    assert not YearCounter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_get_ten_numbers_without_a_gap():
    filings = [FilingFactory(request_type=RequestTypeFactory(code="road")) for _ in range(10)]
    barrier = threading.Barrier(10)

    def file(filing) -> None:
        barrier.wait()
        try:
            submit(filing, now=timezone.now())
        finally:
            connection.close()

    threads = [threading.Thread(target=file, args=[filing]) for filing in filings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Case.objects.values_list("running", flat=True)) == list(range(1, 11))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_case():
    token, request_type = uuid.uuid4(), RequestTypeFactory()
    filings = [FilingFactory(request_type=request_type, form_token=token) for _ in range(2)]
    barrier, outcomes = threading.Barrier(2), []

    def click(filing) -> None:
        barrier.wait()
        try:
            outcomes.append(submit(filing)[0].number)
        except IntegrityError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[filing]) for filing in filings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Case.objects.get().number, "refused"]
