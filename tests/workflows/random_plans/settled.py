"""The rows that all towns of random plans have: departments, people, a request type with its form."""

from cases.deadlines.work_calendar import WorkCalendar
from cases.models import RequestType
from tests.cases.questions import ask, question
from tests.factories import (
    DepartmentFactory,
    ExternalAgencyFactory,
    FilingFactory,
    HeadFactory,
    OfficerFactory,
    OutsidePersonFactory,
    RequestTypeFactory,
    ResultCodeFactory,
    UserFactory,
)
from tests.workflows.random_plans.plans import ANSWERS, ASKED, OTHERS, PARTY


class Settled:
    """The rows that all towns have: made once."""

    def __init__(self) -> None:
        OutsidePersonFactory(party__code=PARTY)
        department = DepartmentFactory(code="ENG")
        for code in ("ENG", *OTHERS):
            here = DepartmentFactory(code=code)
            for number in (1, 2):
                HeadFactory(username=f"head{number}.{code}", department=here)
                OfficerFactory(username=f"officer{number}.{code}", department=here)
        UserFactory(username="clerk", group="clerk")
        UserFactory(username="executive1", group="executive")
        UserFactory(username="executive2", group="executive")
        UserFactory(username="administrator", group="administrator", is_staff=True)
        self.request_type = RequestTypeFactory(code="tree", department=department, target_working_days=300)
        choices = [{"th": one, "en": one} for one in ANSWERS]
        self.question_set = ask(self.request_type, question(ASKED, "one", choices=choices))
        self.lamp = RequestTypeFactory(code="lamp", department=DepartmentFactory(code=OTHERS[0]))
        self.result, self.agency = ResultCodeFactory(), ExternalAgencyFactory()
        self.calendar = WorkCalendar.load()
        # What a filing needs besides is made with it.
        FilingFactory(request_type=self.request_type)

    def other_than(self, request_type: RequestType) -> RequestType:
        """The request type that a case is not of: one has plans, the other has none."""
        return self.lamp if request_type.pk != self.lamp.pk else self.request_type
