"""What the API answers, in shapes: dates as 2026-12-31, moments with their zone, words in the caller's
language."""

import datetime
import uuid

from ninja import Schema

from workflows.api.form_fields import Field


class Named(Schema):
    """A thing of the set-up: its code, which never changes, and its name."""

    code: str
    name: str


class Person(Schema):
    """A member of staff."""

    id: int
    name: str


class Place(Schema):
    """A point on the map."""

    latitude: float
    longitude: float


class CaseRow(Schema):
    """A case in a list."""

    number: str
    status: str
    status_words: str
    kind: Named
    department: Named
    officer: Person | None
    urgency: str
    place: str
    received_at: datetime.datetime
    changed_at: datetime.datetime
    due_on: datetime.date
    first_reply_due_on: datetime.date | None
    late: bool
    main: str | None


class CaseList(Schema):
    """Some cases; `next` and `previous` go into `after` and `before` for the pages beside this one, and are
    empty where there is none."""

    cases: list[CaseRow]
    next: str
    previous: str


class Photo(Schema):
    """A picture or a paper of a case, and the address of its file. `withheld` says why there is none."""

    id: uuid.UUID
    kind: str
    created: datetime.datetime
    event: int
    withheld: str
    file: str
    thumbnail: str


class Event(Schema):
    """Something that has happened. `to_citizen` says whether the citizen reads the words."""

    id: int
    kind: str
    at: datetime.datetime
    what: str
    names: str
    by: str
    words: str
    to_citizen: bool
    photos: list[uuid.UUID]


class Answered(Schema):
    """A question of the form with its answer."""

    question: str
    answer: str


class Result(Schema):
    """What came of a case; of a rejected one, why, and where to go instead."""

    result: Named | None
    cause: Named | None
    details: str
    on: datetime.date | None
    agency: Named | None


class Citizen(Schema):
    """Who asks. The identity number is shown in part alone."""

    name: str
    national_id: str
    telephone: str
    email: str
    line_id: str
    address: list[str]
    language: str


class Case(CaseRow):
    """A case as its page shows it. `citizen` is null for who may not know it; `after` is the last event,
    which a step names as what it was done on."""

    receipt_number: str
    unit: Named | None
    area: Named | None
    channel: Named
    channel_reference: str
    details: str
    point: Place | None
    answers: list[Answered]
    question: str
    result: Result | None
    hide_identity: bool
    citizen: Citizen | None
    photos: list[Photo]
    after: int


class Step(Schema):
    """A step that can be done now. `blocked` and `warning` say what stands in its way."""

    verb: str
    name: str
    task: int
    hint: str
    warning: str
    blocked: str
    fields: list[Field]


class Subtask(Schema):
    """A subtask of a case with what the caller can do with it."""

    id: int
    name: str
    state: str
    state_words: str
    whose: str
    due_on: datetime.date | None
    task: int
    steps: list[Step]


class Steps(Schema):
    """What the caller can do with a case now; `after` and a step's `task` go into it."""

    after: int
    steps: list[Step]
    subtasks: list[Subtask]


class Done(Schema):
    """What a step has led to; `readable` says whether the caller still reads the case."""

    number: str
    status: str
    after: int
    readable: bool


class Filed(Schema):
    """A request that became a case. Its password goes to the citizen alone."""

    number: str
    receipt_number: str
    due_on: datetime.date


class Kind(Schema):
    """A kind of request, and in how many working days it is to be done."""

    code: str
    name: str
    category: Named
    department: Named
    target_working_days: int
    restricted: bool
    refers_only: bool


class PlanStep(Schema):
    """A step of a work plan."""

    key: str
    name: str
    kind: str
    days: int
    optional: bool


class Stage(Schema):
    """A stage of a work plan with its steps."""

    name: str
    steps: list[PlanStep]


class WholeKind(Kind):
    """A kind with what its form asks, for `POST /cases`, and with its work plan."""

    fields: list[Field]
    plan: list[Stage]


class Department(Named):
    """A department with its units."""

    units: list[Named]


class Line(Schema):
    """The numbers of a period: of all cases, or of one line of a table."""

    value: str
    name: str
    open: int
    late: int
    received: int
    done: int
    punctual: int
    share: int | None
    median_days: float | None
    rated: int
    stars: float | None
    reopened: int


class Figures(Schema):
    """The figures of a period and of the one before, and told apart in one way."""

    since: datetime.date
    until: datetime.date
    total: Line
    before: Line
    by: str
    lines: list[Line]


class LetterState(Schema):
    """A letter about a case: what it is, to what sort of reader, and what became of it; no address and no
    words."""

    kind: str
    what: str
    audience: str
    channel: str
    state: str
    state_words: str
    attempts: int
    sent_at: datetime.datetime | None
    arrived_at: datetime.datetime | None


class FieldError(Schema):
    """What is wrong with a field."""

    field: str
    message: str


class ProblemDetails(Schema):
    """Why something was not done (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[FieldError] = []
