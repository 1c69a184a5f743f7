"""Whoever guesses addresses, fields and ids finds nothing of somebody else's case, on any page there is.

The pages come from the resolver: a new one is covered by itself. One with an argument of a new name makes
this fail until `samples` knows what a stranger would put there.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.translation import override

from cases import actions
from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Attachment, Case, RolePermission, RoutingRule, StaffSession, User
from notifications.models import Notice, TraffyReport, Unreached, WebhookEndpoint
from notifications.traffy.said import Said
from tests.cases.views.pages import log_in
from tests.factories import CaseFactory, DepartmentFactory, FiledFactory, OfficerFactory, RequestTypeFactory
from tests.pictures import photo
from tests.workflows.views.conftest import open_task
from workflows.login import totp
from workflows.models import SavedView
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb

pytestmark = pytest.mark.django_db
PERSON = {
    "first_name": "ซ่อนนาม",
    "last_name": "ไม่เปิดเผย",
    "phone": "+66899999123",
    "email": "hidden@secret.example",
    "house_no": "777/89ก",
    "details": "เรื่องที่คนนอกต้องไม่รู้",
    "place": "หลังบ้านที่ไม่มีใครรู้จัก",
}
NOTE = "บันทึกภายในที่คนนอกต้องไม่อ่าน"
SECRETS = [*PERSON.values(), NOTE, "089 999 9123"]
# Arguments that name something of the case, or of its people.
NAMING = {"number", "pk", "key", "object_id", "id"}
# Open to everybody by intention; what they show is looked at all the same.
PUBLIC = {"cases:verify"}
# The program's own files, for everybody by its licence.
LEFT_OUT = {"source"}
ENTRANCES = ("/staff/login/", "/track/", "/admin/login/", "/staff/security/")


@dataclass(frozen=True)
class Page:
    """An address pattern: its full name, and its arguments."""

    name: str
    arguments: frozenset[str]


def pages(resolver: URLResolver | None = None, space: str = "") -> Iterator[Page]:
    """Every page that has a name, whatever application it is of."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from pages(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield Page(f"{space}{one.name}", frozenset(_arguments(one)))


def _arguments(pattern: URLPattern) -> set[str]:
    return set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)


PAGES = sorted(set(pages()), key=lambda page: (page.name, sorted(page.arguments)))


@pytest.fixture
def foreign(department: Any, head: User, officer: User) -> Case:
    """A case full of things that are nobody else's business."""
    request_type = RequestTypeFactory(code="road_damage", department=department)
    case = CaseFactory(
        request_type=request_type, head=head, officer=officer, in_progress=True, photos=[photo()], **PERSON
    )
    actions.note(case, by=head, text=NOTE)
    due_on = WorkCalendar.load().shift(timezone.localdate(), 1)
    subtasks.ask_subtask(case, to=DepartmentFactory(code="CLK"), what=NOTE, due_on=due_on, by=head)
    Notice.objects.filter(case=case, audience="citizen").update(state="failed", secret="")
    SavedView.objects.create(owner=head, name="ของหัวหน้า", query="view=all", department=department)
    RoutingRule.objects.create(name="กฎ", department=department)
    StaffSession.objects.create(key="f" * 64, user=head, since=case.received_at, network="x")
    totp.add_app(head, totp.new_secret(), 0)
    WebhookEndpoint.objects.create(name="ผู้รับเหมา", address="https://contractor.example/hook")
    said = Said("2026-B9WGC7", words=PERSON["details"], place=PERSON["place"]).kept()
    TraffyReport.objects.create(ticket="2026-B9WGC7", said=said, state=TraffyReport.State.WAITING)
    return case


def samples(case: Case) -> dict[str, list[Any]]:
    """What a stranger would put into an address, by the argument's name."""
    head = User.objects.get(username="head")
    keys = [
        *Attachment.objects.filter(case=case).values_list("pk", flat=True),
        *Notice.objects.filter(case=case).values_list("pk", flat=True),
        *Unreached.objects.filter(case=case).values_list("pk", flat=True),
        *SavedView.objects.values_list("pk", flat=True),
        *RoutingRule.objects.values_list("pk", flat=True),
        *Authenticator.objects.values_list("pk", flat=True),
        *WebhookEndpoint.objects.values_list("pk", flat=True),
        *TraffyReport.objects.values_list("pk", flat=True),
        *case.events.values_list("pk", flat=True)[:1],
    ]
    return {
        # Of a case, and of a version or a stage of a work plan.
        "number": [case.number, 1],
        "pk": keys,
        "id": [head.pk],
        "object_id": [head.pk, case.pk],
        "key": list(StaffSession.objects.values_list("key", flat=True)),
        "verb": [*Verb],
        "version": ["x"],
        "letter": ["received", "result"],
        "notice": list(Notice.objects.filter(case=case).values_list("pk", flat=True)[:1]),
        "language": ["th", "en"],
        "subtask": list(case.subtasks.values_list("pk", flat=True)),
        "subtask_verb": [*SubtaskVerb],
        "code": [case.request_type.code],
        "photo": keys,
        "page": ["what", "where", "you"],
        "extension": ["csv", "xlsx"],
        "token": ["x", case.number],
        "secret": ["x"],
        "content_type_id": [1],
        "app_label": ["cases", "auth", "workflows"],
        "url": ["cases/case/"],
        "service": ["mailgun", "postmark"],
        "channel": ["email", "line", "sms"],
        "chapter": ["head"],
        "name": ["morning"],
        "form": ["json", "xml"],
        "path": ["requests"],
        "unit": ["x"],
        "rest": ["cases", f"cases/{case.number}", f"cases/{case.number}/steps/note", "docs"],
    }


def addresses(page: Page, known: dict[str, list[Any]]) -> set[str]:
    """The page's addresses, with all samples that fit."""
    names = sorted(page.arguments)
    found = set()
    for values in itertools.product(*(known[name] for name in names)):
        try:
            with override("en"):
                found.add(reverse(page.name, kwargs=dict(zip(names, values, strict=True))))
        except NoReverseMatch:
            continue
    return found


def fields(case: Case) -> dict[str, Any]:
    """Fields by which pages name cases and people, with somebody else's in them."""
    head, last = User.objects.get(username="head"), case.events.latest("pk").pk
    row = f"{case.number}:{open_task(case)}:{last}"
    words = dict.fromkeys(
        (
            "reason",
            "text",
            "question",
            "note",
            "details",
            "name",
            "comment",
            "password",
            "code",
            "because",
            "said",
        ),
        "x",
    )
    return words | {
        "row": row,
        "case": case.number,
        "number": case.number,
        "q": case.number,
        "user_id": case.number,
        "wanted": case.number,
        "find": case.number,
        "task": open_task(case),
        "after": 0,
        "to": case.officer_id,
        "officer": case.officer_id,
        "department": case.department_id,
        "checked": "id_card",
        "phone": "0899999123",
        "username": "head",
        "right": "resolve:colleague",
        "sure": "1",
        "action": "reset_second_factor",
        "_selected_action": head.pk,
        "answer": "{}",
    }


def state(case: Case) -> list[Any]:
    """Everything that a stranger could have changed."""
    return [
        Case.objects.filter(pk=case.pk).values().get(),
        list(case.events.values_list("pk", "message")),
        list(Notice.objects.filter(case=case).order_by("pk").values_list("pk", "state")),
        list(Unreached.objects.values_list("pk", "reached_at")),
        Attachment.objects.filter(case=case).count(),
        list(case.subtasks.values_list("pk", "state")),
        SavedView.objects.filter(owner__username="head").count(),
        Authenticator.objects.filter(user__username="head").count(),
        StaffSession.objects.filter(user__username="head").count(),
        RolePermission.objects.count(),
        list(RoutingRule.objects.values_list("pk", "name")),
        list(User.objects.order_by("pk").values_list("username", "is_active", "password", "is_superuser")),
    ]


# Whoever ends or removes what is not there, or not any more, is told so on the list.
LISTS = ("/staff/absence/", "/staff/views/")


def problems(client: Client, case: Case) -> list[str]:
    """What went wrong, for each page, method and address."""
    known, typed, found = samples(case), fields(case), []
    for page in PAGES:
        if page.name in LEFT_OUT:
            continue
        tried = addresses(page, known)
        found += [] if tried else [f"{page} has no address"]
        for address, method in itertools.product(sorted(tried), ("get", "post")):
            response = getattr(client, method)(address, typed)
            found += [f"{method} {address}: {what}" for what in _wrong(page, response)]
    return found


def _wrong(page: Page, response: Any) -> Iterator[str]:
    if response.status_code >= 500 and response.status_code != 503:
        yield str(response.status_code)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace")
    yield from (f"shows {secret}" for secret in SECRETS if secret in text)
    if page.arguments & NAMING and page.name not in PUBLIC and not _refused(response):
        yield f"is open ({response.status_code} {response.headers.get('Location', '')})"


def _refused(response: Any) -> bool:
    if response.status_code == 302:
        return any(entrance in response["Location"] for entrance in (*ENTRANCES, *LISTS))
    return response.status_code in (403, 404, 405, 429)


def test_every_argument_of_an_address_has_a_sample(foreign: Case) -> None:
    assert {name for page in PAGES for name in page.arguments} - set(samples(foreign)) == set()


def test_the_pages_of_every_room_are_tried() -> None:
    rooms = {page.name.split(":")[0] for page in PAGES}
    assert {"staff", "cases", "notifications", "admin"} <= rooms


def test_a_hostile_officer_of_another_department_finds_and_changes_nothing(foreign: Case) -> None:
    hostile = OfficerFactory(username="hostile", department__code="PHE")
    before = state(foreign)
    assert (problems(Persistent(hostile), foreign), state(foreign)) == ([], before)


def test_nobody_finds_or_changes_anything_without_a_log_in(foreign: Case) -> None:
    before = state(foreign)
    assert (problems(Client(raise_request_exception=False), foreign), state(foreign)) == ([], before)


def test_the_citizen_of_another_case_finds_and_changes_nothing(foreign: Case) -> None:
    case, password = FiledFactory(request_type=foreign.request_type)
    client, before = Client(raise_request_exception=False), state(foreign)
    log_in(client, case.number, password)
    assert (problems(client, foreign), state(foreign)) == ([], before)


class Persistent(Client):
    """A browser that logs in again whenever a page has logged it out."""

    def __init__(self, user: User) -> None:
        super().__init__(raise_request_exception=False)
        self.user = user

    def request(self, **request: Any) -> Any:
        """One page, as this person."""
        if "_auth_user_id" not in self.session:
            self.force_login(self.user, backend="django.contrib.auth.backends.ModelBackend")
        return super().request(**request)
