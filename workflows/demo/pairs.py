"""The same matter twice: the demo joins an open case with an older one of its request type, at the same
spot."""

import datetime

from cases.actions import duplicates, subtask_state
from cases.models import RUNNING, Case, CaseEvent
from workflows.demo.stamps import backdate
from workflows.demo.world import Filed, World


def pair(world: World, filed: list[Filed]) -> None:
    """Join one pair of open cases of the same request type and department, where there is one."""
    found: dict[tuple[int, int], Case] = {}
    for case in (one.case for one in filed):
        if case.status not in RUNNING or case.latitude is None or case.request_type.restricted:
            continue
        main = found.setdefault((case.request_type_id, case.department_id), case)
        at = world.clock.calendar.counted_from(_last(case))
        # What others still do for a case keeps it on its own.
        if main is not case and at < world.clock.now and not subtask_state.helping(case):
            _join(world, case, main, at)
            return


def _join(world: World, case: Case, main: Case, at: datetime.datetime) -> None:
    """The second citizen stood on the same spot; the head saw it in the next office hour."""
    spot = {name: getattr(main, name) for name in ("place", "area", "latitude", "longitude")}
    Case.objects.filter(pk=case.pk).update(**spot)
    head = world.staff.teams[case.department_id].head
    began = datetime.datetime.now(datetime.UTC)
    duplicates.mark_duplicate(case, of=main, by=head, now=at)
    backdate(case, at, since=began)


def _last(case: Case) -> datetime.datetime:
    return CaseEvent.objects.filter(case=case).latest("pk").at
