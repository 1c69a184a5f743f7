"""What changes something: each request can be sent once, on a case or a form of its own."""

from collections.abc import Callable, Sequence
from functools import partial

from django.utils import timezone
from viewflow.workflow.models import Task

from cases.models import Case, CaseEvent, Membership, ResultCode, Status, User
from tests.bench import forms, visitors
from tests.bench.asks import Ask, address, typed
from tests.bench.pages import Row
from tests.bench.targets import INSERT
from workflows.engine import UNFINISHED
from workflows.inbox import queries

# Work of one click on several cases: those of a page of the inbox, and of a long one.
AT_ONCE = (queries.PAGE, queries.LONG_PAGE)


class Supply:
    """Cases that nobody has used yet in this run."""

    def __init__(self) -> None:
        self.used: set[int] = set()

    def take(self, n: int, **conditions: object) -> list[Case]:
        """At most so many cases on which the conditions hold, an own task standing open on each."""
        plain = {"request_type__restricted": False, "request_type__needs_approval": False}
        cases = Case.objects.filter(**plain, **conditions).exclude(pk__in=self.used)
        alone = cases.filter(duplicate=None, subtasks=None, transfers=None)
        found = list(alone.order_by("-pk")[:n])
        self.used |= {case.pk for case in found}
        return found


supply = Supply()


def rows() -> list[Row]:
    """Filing, logging in, and the steps of the staff."""
    return [
        Row("log in", log_in, good=(302,), hashes=1),
        Row("file a request", lambda n: forms.filled(n), good=(302,), floor=INSERT, once=True, hashes=1),
        Row("file with one photo", _filed(1), good=(302,), floor=INSERT, once=True, hashes=1),
        Row("file with three photos", _filed(3), good=(302,), floor=INSERT, once=True, hashes=1),
        Row("form: a photo of 12 megapixels", forms.with_photo, good=(302,), floor=INSERT, once=True),
        Row("form: a point on the map", forms.near, good=(302,), floor=INSERT),
        Row("assign", assign, good=(302,), floor=INSERT, once=True),
        Row("resolve", resolve, good=(302,), floor=INSERT, once=True),
        *(
            Row(f"assign {count} at once", partial(assign_many, at_once=count), floor=INSERT, once=True)
            for count in AT_ONCE
        ),
    ]


def _filed(photos: int) -> Callable[[int], Sequence[Ask]]:
    return lambda n: forms.filled(min(n, 40), photos=photos)


def log_in(n: int) -> list[Ask]:
    """User ID and password, from networks of their own."""
    cases = list(Case.objects.order_by("-pk")[:n])
    visitors.give_password(cases)
    bodies = [typed(user_id=case.number, password=visitors.PASSWORD) for case in cases]
    return [Ask("/track/", body=body, address=address(k)) for k, body in enumerate(bodies)]


def assign(n: int) -> list[Ask]:
    """Heads give new cases to officers."""
    asks = []
    for case in supply.take(n, status=Status.RECEIVED, officer=None):
        people = _people(case)
        if len(people) > 1:
            head, officer = people[0], people[-1]
            asks.append(_step(case, "assign", head, to=officer.pk, anyway="on"))
    return asks


def resolve(n: int) -> list[Ask]:
    """Officers report results that need no photo."""
    result = ResultCode.objects.filter(active=True, needs_photo=False).order_by("pk").first()
    assert result, "no result without a photo"
    asks = []
    for case in supply.take(n, status=Status.IN_PROGRESS, officer__is_active=True):
        assert case.officer
        words = {"result": result.pk, "details": "ดำเนินการเรียบร้อยแล้ว"}
        asks.append(_step(case, "resolve", case.officer, **words, **_today()))
    return asks


def assign_many(n: int, *, at_once: int) -> list[Ask]:
    """A head gives a page of the inbox to one officer: cases in any open state."""
    head = visitors.head()
    asks = []
    for _ in range(min(n, 200 // at_once)):
        states = [Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS]
        cases = supply.take(at_once, status__in=states, department__in=list(head.roles))
        if len(cases) == at_once:
            officer = _people(cases[0])[-1]
            rows = [f"{case.number}:{_task(case)}:{_last(case)}" for case in cases]
            body = typed(row=rows, to=officer.pk, note="", anyway="on")
            asks.append(Ask("/staff/bulk/assign/", visitors.seat(head), body))
    return asks


def _step(case: Case, verb: str, by: User, **fields: object) -> Ask:
    body = typed(task=_task(case), after=_last(case), seen_due=case.due_on.isoformat(), **fields)
    return Ask(f"/staff/cases/{case.number}/{verb}/", visitors.seat(by), body)


def _today() -> dict[str, int]:
    day = timezone.localdate()
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year}


def _people(case: Case) -> list[User]:
    """The department's people, a head first, the one in charge left out."""
    found = Membership.objects.filter(department=case.department_id, user__is_active=True)
    found = found.exclude(user=case.officer_id).select_related("user")
    return [one.user for one in sorted(found, key=lambda one: (one.role != Membership.Role.HEAD, one.pk))]


def _task(case: Case) -> int:
    return int(Task.objects.get(process=case.process_id, status__in=UNFINISHED).pk)


def _last(case: Case) -> int:
    last = CaseEvent.objects.filter(case=case).order_by("pk").last()
    return int(last.pk) if last else 0
