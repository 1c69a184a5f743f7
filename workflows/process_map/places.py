"""What places are called, which of them are one, and how long they should keep a case."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.deadlines.work_calendar import WorkCalendar
from cases.models import PlanVersion, RequestType, Status
from cases.work_plans.document import Plan, Stage
from cases.work_plans.versions import to_begin
from workflows.process_map.counting import MORE
from workflows.process_map.graph import place as stage_place


@dataclass(frozen=True)
class Places:
    """The places of one request type, or of all together, whose stages are one place there. A stage of
    another version that has the key of one of the `current` version is the same place, whatever its number
    and its name."""

    request_type: RequestType | None = None
    current: int | None = None
    plans: dict[int, Plan] = field(default_factory=dict)
    plan_names: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, request_type: RequestType | None, places: Iterable[str]) -> "Places":
        """With the versions of the request type's plan, and those that these places are of (two SQL
        statements)."""
        of_places = Q(pk__in={int(place.split(".")[0]) for place in places if "." in place})
        of_type = Q(plan=request_type.work_plan_id if request_type else None, published_at__isnull=False)
        versions = PlanVersion.objects.filter(of_places | of_type).select_related("plan")
        current = to_begin(request_type) if request_type else None
        return cls(
            request_type,
            current.pk if current else None,
            {one.pk: Plan.from_json(one.content) for one in versions},
            {one.pk: str(one) for one in versions},
        )

    @property
    def stages(self) -> list[str]:
        """The places of the current version, in their order."""
        if self.current is None:
            return []
        stages = self.plans[self.current].stages
        return [stage_place(self.current, number) for number, _stage in enumerate(stages, start=1)]

    def same(self, place: str) -> str:
        """The place under which this one is shown."""
        stage = self._stage(place)
        if stage is None or self.current is None or place.startswith(f"{self.current}."):
            return place
        number = self.plans[self.current].number_of.get(stage.key)
        return stage_place(self.current, number) if number else place

    def parts(self, shown: str) -> list[str]:
        """All places that are shown under this one."""
        if "." not in shown:
            return [shown]
        return [place for place in self._every_stage() if self.same(place) == shown]

    def named(self) -> dict[str, str]:
        """The names of all of them, for what is written when nobody's language is known any more."""
        return {place: self.name(place) for place in (*Status.values, *self._every_stage())}

    def name(self, place: str) -> str:
        """What it is called; a stage of another version with the version."""
        if place in Status.values:
            return str(Status(place).label)
        stage = self._stage(place)
        if stage is None:
            return place if place == MORE else _("Unknown")
        version = int(place.split(".")[0])
        if version == self.current:
            return stage.name
        return _("%(stage)s, %(plan)s") % {"stage": stage.name, "plan": self.plan_names[version]}

    def target(self, place: str) -> int | None:
        """In how many working days a case should have gone on; None where nobody says."""
        if stage := self._stage(place):
            return stage.days or None
        if place == Status.RECEIVED:
            return WorkCalendar.load().reply_days
        works = place == Status.IN_PROGRESS and self.request_type is not None
        return self.request_type.target_working_days if works and self.request_type else None

    def is_last(self, place: str) -> bool:
        """Whether it is the last stage of its version: whoever has done all stages stands there."""
        version, number = (int(part) for part in place.split("."))
        return number == len(self.plans[version].stages)

    def _every_stage(self) -> Iterator[str]:
        for version, plan in self.plans.items():
            for number, _one in enumerate(plan.stages, start=1):
                yield stage_place(version, number)

    def _stage(self, place: str) -> Stage | None:
        if "." not in place:
            return None
        version, number = (int(part) for part in place.split("."))
        stages = self.plans[version].stages if version in self.plans else ()
        return stages[number - 1] if 0 < number <= len(stages) else None
