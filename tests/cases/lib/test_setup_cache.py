"""What the whole city shares: read once by a process, and anew by the next request after any change."""

import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cases.access.decision_makers import KNOWN, known_deciders
from cases.conditions import Facts
from cases.db import replica
from cases.db.sql_files import text
from cases.deadlines.work_calendar import WorkCalendar
from cases.forms.titles import title_choices
from cases.intake import places, routing
from cases.lib import setup_cache
from cases.lib.request_cache import forget, one_request
from cases.lib.setup_cache import shared
from cases.models import (
    Channel,
    Delegation,
    Department,
    Holiday,
    KindReader,
    Membership,
    Municipality,
    Province,
    Question,
    QuestionKind,
    RequestType,
    RoutingRule,
    SetUpVersion,
    StandardText,
    Subdistrict,
    Title,
    TownMap,
    User,
)
from cases.questionnaires.versions import publish, to_ask
from notifications.letters import webhooks
from notifications.models import LetterText, WebhookEndpoint
from notifications.models.letter_texts import office_and_changed
from tests.factories import ChannelFactory, DepartmentFactory, RequestTypeFactory, SubdistrictFactory

pytestmark = pytest.mark.django_db
TRIGGERED = re.compile(r"setup_changed AFTER [^;]*? ON (\w+)")
OWN = (
    *("setup_version", "routing_rules", "delegations", "causes", "published_plans_stay"),
    *("outside_parties", "everyday_words", "town_map", "areas", "routing_areas", "landmarks", "assets"),
    *("question_blocks", "result_questions"),
)
FILES = (
    *(("cases", name) for name in OWN),
    *(("notifications", name) for name in ("letter_texts", "webhooks")),
)
TABLES = {table for file in FILES for table in TRIGGERED.findall(text(*file))}


def in_a_request(read: Callable[[], Any]) -> Any:
    """What a new request reads."""
    with one_request():
        return read()


def on_another_connection(work: Callable[[], Any]) -> None:
    """Do it as another process would."""

    def alone() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=alone)
    thread.start()
    thread.join()


class Town:
    """Something of everything that is remembered, and how it is read."""

    def __init__(self, head: User) -> None:
        self.office = Municipality.objects.create(code="city", name_th="เมืองเก่า", name_en="Old")
        self.request_type = RequestTypeFactory(department=head.memberships.get().department)
        self.area, self.channel = SubdistrictFactory(), ChannelFactory()
        self.rule = RoutingRule.objects.create(name="far", department=DepartmentFactory(code="FAR"))
        self.far = Department.objects.filter(code="FAR")
        self.rule.kinds.add(self.request_type)
        self.webhook = WebhookEndpoint.objects.create(
            name="a", address="https://a.example", active=True, off_because=""
        )

    def readings(self) -> dict[str, Callable[[], Any]]:
        """Every reading by its name."""
        return {
            "office": lambda: Municipality.current().name_th,
            "calendar": lambda: WorkCalendar.load().holidays,
            "titles": lambda: [str(name) for _key, name in title_choices()],
            "questions": lambda: to_ask(self.request_type),
            "request types": lambda: [one.name_th for one in RequestType.in_use()],
            "texts": lambda: StandardText.fitting("note", request_type=self.request_type),
            "provinces": lambda: [one.name_th for one in places.provinces()],
            "districts": lambda: [one.name_th for one in places.districts(self.area.district.province_id)],
            "subdistricts": lambda: [one.name_th for one in places.subdistricts(self.area.district_id)],
            "channels": lambda: Channel.named(self.channel.code).name_th,
            "routing": self.route,
            "deciders": lambda: [(one.pk, one.email) for one in self.deciders()],
            "street map": TownMap.current,
            "letters": lambda: office_and_changed(["received"])[1],
            "webhooks": webhooks.in_use,
        }

    def route(self) -> routing.Route:
        """Where a new case of the request type goes."""
        at, category = timezone.now(), self.request_type.category_id
        return routing.route(Facts(self.request_type.pk, category, at))

    def deciders(self) -> list[User]:
        """Who decides about cases of the request type."""
        return known_deciders(self.request_type, self.request_type.department_id)


@pytest.fixture
def town(head: User) -> Town:
    return Town(head)


def new_text(town: Town, head: User) -> None:
    StandardText.objects.bulk_create([StandardText(code="t", step="note", text_th="ก", name_th="ก")])


def new_letter(town: Town, head: User) -> None:
    words = {"letter": "received", "language": "th", "subject": "ก", "body": "ข"}
    LetterText.objects.bulk_create([LetterText(**words, changed_by=head)])


def named_for(town: Town, head: User) -> None:
    town.request_type.restricted = True
    town.request_type.save()
    KindReader.objects.create(kind=town.request_type, user=User.objects.create(username="named"))


def by_hand(town: Town, head: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_municipality SET name_th = 'ใหม่'")


def new_question(town: Town, head: User) -> None:
    publish(town.request_type, [Question(key="a", kind=QuestionKind.SHORT, text_th="ก")])


def new_webhook(town: Town, head: User) -> None:
    WebhookEndpoint.objects.create(name="b", address="https://b.example", active=True, off_because="")


def new_map(town: Town, head: User) -> None:
    edges = {"south": 1, "west": 1, "north": 2, "east": 2}
    TownMap.objects.create(
        version="x", size=1, min_zoom=1, max_zoom=2, added_at=timezone.now(), added_by=head, **edges
    )


# How the set-up is changed, and which reading shows it.
CHANGES: dict[str, tuple[str, Callable[[Town, User], Any]]] = {
    "a save": (
        "office",
        lambda town, head: Municipality(pk=town.office.pk, code="city", name_th="ใหม่").save(),
    ),
    "an update": ("office", lambda town, head: Municipality.objects.update(name_th="ใหม่")),
    "a statement by hand": ("office", by_hand),
    "a removal": ("office", lambda town, head: Municipality.objects.all().delete()),
    "a holiday": ("calendar", lambda town, head: Holiday.objects.create(day="2027-03-09")),
    "holidays in bulk": (
        "calendar",
        lambda town, head: Holiday.objects.bulk_create([Holiday(day="2027-03-09")]),
    ),
    "a title": ("titles", lambda town, head: Title.objects.create(code="dr", name_th="ดร.", name_en="Dr.")),
    "a question": ("questions", new_question),
    "a request type": ("request types", lambda town, head: RequestType.objects.update(name_th="ใหม่")),
    "a text": ("texts", new_text),
    "a province": ("provinces", lambda town, head: Province.objects.update(name_th="ใหม่")),
    "a subdistrict": ("subdistricts", lambda town, head: Subdistrict.objects.update(name_th="ใหม่")),
    "a head who leaves": ("deciders", lambda town, head: Membership.objects.update(role="officer")),
    "a head who is locked out": ("deciders", lambda town, head: User.objects.update(is_active=False)),
    "another address of a head": ("deciders", lambda town, head: User.objects.update(email="x@city.example")),
    "a person who is named": ("deciders", named_for),
    "a letter": ("letters", new_letter),
    "a street map": ("street map", new_map),
    "a webhook": ("webhooks", new_webhook),
    "what a webhook hears of": (
        "webhooks",
        lambda town, head: town.webhook.kinds.add(town.request_type),
    ),
    "a channel": ("channels", lambda town, head: Channel.objects.update(name_th="ใหม่")),
    "a rule": ("routing", lambda town, head: RoutingRule.objects.update(active=False)),
    "what a rule asks for": ("routing", lambda town, head: town.rule.kinds.clear()),
    "a department that a rule sends to": ("routing", lambda town, head: town.far.update(active=False)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_request_sees_a_change(town: Town, head: User, change: str) -> None:
    name, make = CHANGES[change]
    read = town.readings()[name]
    before = in_a_request(read)
    make(town, head)
    after = in_a_request(read)
    assert after != before
    setup_cache.forget()
    assert in_a_request(read) == after


@pytest.mark.parametrize("change", CHANGES)
def test_the_request_that_makes_it_sees_it_at_once(town: Town, head: User, change: str) -> None:
    name, make = CHANGES[change]
    read = town.readings()[name]
    with one_request():
        before = read()
        make(town, head)
        after = read()
    assert before != after == in_a_request(read)


def test_a_request_asks_for_the_version_alone(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for read in town.readings().values():
        in_a_request(read)
    with django_assert_num_queries(1), one_request():
        for read in town.readings().values():
            read()


def test_what_is_remembered_stands_in_tables_with_the_trigger(town: Town) -> None:
    with CaptureQueriesContext(connection) as statements, one_request():
        for read in town.readings().values():
            read()
    asked = {name for one in statements for name in re.findall(r'"(\w+?_\w+)"\.', one["sql"])}
    assert len(asked) > 10
    assert asked - TABLES == set()


def test_so_do_the_rows_that_it_points_to(town: Town) -> None:
    models = {model for model in apps.get_models() if model._meta.db_table in TABLES}
    reached = {
        field.related_model
        for model in models - {Delegation, Membership, KindReader, LetterText, User}
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
    }
    assert reached <= models


def test_of_people_it_is_what_a_trigger_watches(town: Town) -> None:
    watched = re.search(r"UPDATE OF ([\w, ]+) ON cases_user", text("cases", "setup_version"))
    assert watched
    assert tuple(watched[1].split(", ")) == KNOWN
    (person,) = in_a_request(town.deciders)
    assert {field.name for field in User._meta.concrete_fields} - person.get_deferred_fields() == {
        "id",
        *KNOWN,
    }


def test_a_log_in_is_no_change(town: Town, head: User) -> None:
    before = SetUpVersion.objects.get().version
    head.save(update_fields=["last_login"])
    assert SetUpVersion.objects.get().version == before


def test_outside_of_a_request_nothing_is_kept(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        Municipality.current()
        Municipality.current()


def test_it_can_be_switched_off(
    town: Town, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.SHARED_SET_UP = False
    for _ in range(2):
        with django_assert_num_queries(1), one_request():
            Municipality.current()
            Municipality.current()


def test_without_a_version_nothing_is_remembered(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    SetUpVersion.objects.all().delete()
    for _ in range(2):
        with django_assert_num_queries(2):
            in_a_request(Municipality.current)


def test_what_a_form_puts_into_its_object_is_not_shown_elsewhere(town: Town) -> None:
    with one_request():
        Municipality.current().name_th = "ยังไม่บันทึก"
        town.deciders()[0].email = "nobody@city.example"
        assert Municipality.current().name_th == "เมืองเก่า"
        assert town.deciders()[0].email != "nobody@city.example"


def test_it_never_comes_from_a_copy_that_may_be_behind(town: Town) -> None:
    with one_request(), replica.content_with_a_copy():
        assert shared("copy?", replica.wanted) is False
        assert replica.wanted()


def test_not_more_than_so_much_is_remembered(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_cache, "MOST", 3)
    with one_request():
        assert [shared(f"key {n}", lambda n=n: n) for n in range(10)] == list(range(10))  # type: ignore[misc]
    assert len(setup_cache._known) <= 3


def rename(name: str) -> Callable[[], Any]:
    return lambda: Municipality.objects.update(name_th=name)


def office_name() -> str:
    return Municipality.current().name_th


def test_what_is_rolled_back_is_not_remembered(town: Town) -> None:
    with one_request():
        office_name()
        with transaction.atomic():
            rename("ใหม่")()
            assert office_name() == "ใหม่"
            transaction.set_rollback(True)
    assert in_a_request(office_name) == "เมืองเก่า"


def test_nor_what_was_first_read_after_the_change(town: Town) -> None:
    with one_request():
        WorkCalendar.load()
        with transaction.atomic():
            rename("ใหม่")()
            forget()
            assert office_name() == "ใหม่"
            transaction.set_rollback(True)
    assert in_a_request(office_name) == "เมืองเก่า"


@pytest.fixture
def committed_town(transactional_db: None) -> Iterator[None]:
    """A municipality that other connections see."""
    Municipality.objects.create(code="city", name_th="เมืองเก่า", name_en="Old")
    setup_cache.forget()
    yield
    setup_cache.forget()


@pytest.mark.usefixtures("committed_town")
class TestTwoProcesses:
    """Two connections, of which each sees what the other has committed."""

    def test_the_next_request_sees_what_another_process_has_changed(self) -> None:
        assert in_a_request(office_name) == "เมืองเก่า"
        on_another_connection(rename("ใหม่"))
        assert in_a_request(office_name) == "ใหม่"

    def test_a_request_that_has_begun_reads_on(self) -> None:
        with one_request():
            assert office_name() == "เมืองเก่า"
            on_another_connection(rename("ใหม่"))
            assert office_name() == "เมืองเก่า"

    def test_what_is_not_committed_yet_is_seen_by_its_own_process_alone(self) -> None:
        seen: list[str] = []
        with one_request(), transaction.atomic():
            rename("ใหม่")()
            assert office_name() == "ใหม่"
            on_another_connection(lambda: seen.append(in_a_request(office_name)))
        on_another_connection(lambda: seen.append(in_a_request(office_name)))
        assert seen == ["เมืองเก่า", "ใหม่"]

    def test_after_a_rollback_the_request_itself_reads_the_old_words(self) -> None:
        with one_request():
            with transaction.atomic():
                rename("ใหม่")()
                assert office_name() == "ใหม่"
                transaction.set_rollback(True)
            assert office_name() == "เมืองเก่า"

    def test_a_page_learns_the_version_with_its_session(self, client: Any) -> None:
        client.get("/en/track/")
        session = client.session
        session["something"] = 1
        session.save()
        with CaptureQueriesContext(connection) as statements:
            client.get("/en/track/")
        assert [one["sql"] for one in statements if one["sql"].startswith(setup_cache.VERSION)] == []
