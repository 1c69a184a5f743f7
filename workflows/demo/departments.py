"""Work between departments in the demo: what happens to a pinned case once it has come to its state."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cases.deadlines.work_calendar import DAY
from cases.models import Subtask
from workflows.demo.life import Life, NotYet
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb


class SharedLife(Life):
    """A case that goes on between departments after `until`; `then` names how."""

    def __init__(self, *args: Any, then: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.then, self.went_on = then, False

    def _stop_here(self) -> None:
        if self.case.status == self.until and not self.went_on:
            self.went_on = True
            THEN[self.then](self)
            raise NotYet

    def send(self) -> None:
        """To the department that the story names."""
        code, reason = self.story["transfer"]
        self._step(Verb.TRANSFER, by=self.team.head, to=self.world.departments[code], reason=reason)

    def send_today(self) -> None:
        """The same, on the last day of office hours: the other department still has time to answer."""
        clock = self.world.clock
        today = timezone.localdate(clock.now)
        opened = clock.at(today, clock.calendar.opens) + datetime.timedelta(minutes=20)
        if not clock.calendar.is_working(today) or opened > clock.now:
            opened = clock.at(clock.calendar.shift(today, -1), clock.calendar.opens) + DAY / 4
        if opened < self.at:
            raise NotYet
        self._reach(opened)
        self.send()

    def send_to_and_fro(self) -> None:
        """Twice sent on and sent back; the third time the clerk decides."""
        for _ in range(2):
            self._office(0.1, 0.4)
            self.send()
            self._office(0.1, 0.4)
            self._step(Verb.SEND_BACK, by=self.team.head, reason=self.world.stories.pick("sent_back"))
        self._office(0.1, 0.4)
        self.send()

    def ask_subtask(self) -> Subtask:
        """The other department is asked, and names an officer."""
        code, what, _result = self.story["subtask"]
        to = self.world.departments[code]
        self._office(0.1, 0.6)
        clock = self.world.clock
        due_on = clock.calendar.shift(timezone.localdate(clock.now), 3)
        self._step(Verb.ASK_SUBTASK, by=self.team.head, to=to, what=what, due_on=due_on)
        subtask = Subtask.objects.filter(case=self.case).latest("pk")
        helpers = self.world.staff.teams[to.pk]
        self._do_subtask_step(SubtaskVerb.ASSIGN, subtask, by=helpers.head, to=helpers.officers[0])
        return Subtask.objects.get(pk=subtask.pk)

    def finish_subtask(self) -> None:
        """The other department does what it was asked."""
        subtask = self.ask_subtask()
        assert subtask.officer is not None
        self._do_subtask_step(
            SubtaskVerb.FINISH, subtask, by=subtask.officer, result=self.story["subtask"][2]
        )


THEN: dict[str, Callable[[SharedLife], object]] = {
    "sent": SharedLife.send_today,
    "desk": SharedLife.send_to_and_fro,
    "subtask": SharedLife.ask_subtask,
    "subtask_done": SharedLife.finish_subtask,
}
