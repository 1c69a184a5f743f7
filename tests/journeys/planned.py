"""A request of a kind with a work plan, on its road from the form to the result, over HTTP."""

from typing import Any

from cases.models import Case, Department, ResultCode, Subtask, User
from tests.factories import HeadFactory, OfficerFactory, UserFactory
from tests.journeys.conftest import SOMCHAI, Town
from tests.journeys.visitor import Page, Visitor
from tests.pictures import picture
from tests.servers import wait_for
from workflows.consistency import disagreements

ID = "1101700207030"
RESULT = "ดำเนินการเรียบร้อยแล้วตามแผน"
# Two people head the office of the clerk: whoever has investigated does not approve.
STAFF = {"CLK": 2, "ENG": 1, "PHE": 1, "SWF": 1, "FIN": 1}


class Offices:
    """The desks of a town; each person logs in once."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self._desks: dict[str, Visitor] = {}
        for code, heads in STAFF.items():
            department = Department.objects.get(code=code)
            for number in range(1, heads + 1):
                self._person(f"head{number}.{code}", HeadFactory, department=department)
                self._person(f"officer{number}.{code}", OfficerFactory, department=department)
        self._person("officer2.SWF", OfficerFactory, department=Department.objects.get(code="SWF"))
        self._person("clerk", UserFactory, group="clerk")
        self._person("executive", UserFactory, group="executive")
        self._person("administrator", UserFactory, group="administrator", is_staff=True)

    def desk(self, name: str) -> Visitor:
        """The desk of a person."""
        if name not in self._desks:
            self._desks[name] = self.town.desk(name)
        return self._desks[name]

    @staticmethod
    def _person(name: str, factory: Any, **said: Any) -> None:
        factory(username=name, **said)


def letters_to(town: Town, address: str) -> list[str]:
    """The letters to an address, in the order they came: subject and text."""
    found = town.mail.sent_to(address)
    return [f"{one['Subject']}\n{one.get_body(('plain',)).get_content()}" for one in found]  # type: ignore[union-attr]


class Planned:
    """One request on its road; `head` and `officer` are of the department in charge."""

    def __init__(self, offices: Offices, request_type: str, department: str, **answers: Any) -> None:
        self.offices, self.town = offices, offices.town
        self.head, self.officer = f"head1.{department}", f"officer1.{department}"
        self.read = len(self._letters())
        self.citizen = self.town.visitor()
        self.number, self.password = self.town.file(self.citizen, request_type, national_id=ID, **answers)
        self.letter(self.number)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return Case.objects.select_related("plan_version__plan").get(number=self.number)

    def row(self, key: str) -> Subtask:
        """The last turn of a step."""
        return Subtask.objects.filter(case__number=self.number, step=key).latest("turn")

    def begin(self) -> None:
        """The head names the officer, who begins."""
        self.step(self.head, "assign", to=User.objects.get(username=self.officer).pk)
        self.step(self.officer, "start")

    def step(self, who: str, verb: str, **typed: Any) -> Page:
        """A verb of the case, on its page."""
        return self.town.step(self.offices.desk(who), self.number, verb, **typed)

    def do(self, who: str, key: str, verb: str = "finish", **typed: Any) -> Page:
        """A verb of a step, on its page; the findings by their short names."""
        desk, row = self.offices.desk(who), self.row(key)
        page = desk.go(f"/staff/cases/{self.number}/subtasks/{row.pk}/{verb}/")
        assert page.status == 200, page.text
        asked = page.form(f"/{verb}/").names
        sent = {name if name in asked else f"q_{name}": value for name, value in typed.items()}
        page = desk.send(f"/{verb}/", **sent)
        assert page.status == 200, page.text
        # Whoever has refused it may not read the case any more.
        assert page.path in (f"/staff/cases/{self.number}/", "/staff/"), page.text
        assert not list(disagreements())
        return page

    def helped(self, department: str, key: str, **found: Any) -> None:
        """Another department does a step: its head names an officer, who finishes it."""
        helper = User.objects.get(username=f"officer1.{department}")
        self.do(f"head1.{department}", key, "assign", to=helper.pk)
        self.do(helper.username, key, **found)

    def track(self) -> Page:
        """The page of the citizen."""
        page = self.citizen.go(f"/track/cases/{self.number}/")
        if page.path != f"/track/cases/{self.number}/":
            self.town.log_in(self.citizen, self.number, self.password)
            page = self.citizen.go(f"/track/cases/{self.number}/")
        assert page.status == 200, page.text
        return page

    def answer(self, text: str, **typed: Any) -> None:
        """The citizen answers what was asked."""
        self.track()
        page = self.citizen.send("answer", text=text, photos=[picture()], **typed)
        assert (page.status, text in page.text) == (200, True), page.text

    def letter(self, *words: str) -> str:
        """The text of the citizen's next letter that has these words; waits for it."""
        found = wait_for(lambda: self._with(words), what=f"a letter with {words}")
        self.read, text = found
        return str(text)

    def proposes(self, verb: str = "propose") -> None:
        """The officer sends the result, for approval or to the citizen."""
        result = ResultCode.objects.get(code="fixed").pk
        self.step(self.officer, verb, result=result, details=RESULT, photos=[picture()])

    def ends(self, verb: str = "resolve") -> None:
        """The result is given, and the citizen has it in a letter and on the page."""
        self.proposes(verb)
        if verb == "propose":
            self.step(self.head, "approve")
        self.letter(self.number, RESULT)
        assert RESULT in self.track().text
        assert self.case.status == "resolved"

    def states(self) -> dict[str, str]:
        """The steps with the states of their last turns."""
        rows = Subtask.objects.filter(case__number=self.number).order_by("turn")
        return {row.step: row.state for row in rows}

    def _letters(self) -> list[str]:
        return letters_to(self.town, SOMCHAI)

    def _with(self, words: tuple[str, ...]) -> tuple[int, str] | None:
        letters = list(enumerate(self._letters()))[self.read :]
        return next(((at + 1, text) for at, text in letters if all(one in text for one in words)), None)
