"""Random work plans that can be published: every kind of step with every doer that fits it, conditions,
findings, approvals, and what may be skipped or added."""

from typing import Any

from hypothesis import strategies as st

from cases.models import DECIDERS, Doer, StepKind
from cases.work_plans.checks import MOST_APPROVALS, OUTSIDE_KINDS
from cases.work_plans.document import Shown
from tests.cases.work_plans.plans import finding, stage, step

# The departments of the town beside that of the request type, an outside party, and what the form asks.
OTHERS, PARTY = ("PHE", "EDU"), "pea"
ASKED, ANSWERS = "work", ("build", "repair")
WITHOUT_FINDINGS = (StepKind.APPROVE, StepKind.ASK, StepKind.INFORM)
Step = dict[str, Any]


def fits(kind: StepKind, doer: Doer) -> bool:
    """Whether a plan may have such a step: an approval is an office's, a question is the citizen's; outside
    parties do and inspect."""
    if kind == StepKind.ASK or doer == Doer.CITIZEN:
        return (kind, doer) == (StepKind.ASK, Doer.CITIZEN)
    if doer == Doer.OUTSIDE:
        return kind in OUTSIDE_KINDS
    return kind != StepKind.APPROVE or doer in DECIDERS


PAIRS = [(kind, doer) for kind in StepKind for doer in Doer if fits(kind, doer)]


def whole(key: str, kind: StepKind, doer: Doer, **more: Any) -> Step:
    """A step of this kind and doer with all that such a one has to have."""
    found: Step = {"kind": str(kind), "doer": str(doer), **more}
    if doer == Doer.DEPARTMENT:
        found.setdefault("department", OTHERS[0])
    if doer == Doer.OUTSIDE:
        found.setdefault("party", PARTY)
    if kind == StepKind.PAPERS and not found.get("findings"):
        found["findings"] = [finding(f"{key}-p", "paper", "โฉนด", "Deed", required=True)]
    if kind == StepKind.INFORM:
        found.setdefault("shown", str(Shown.LINE))
    if kind == StepKind.ASK or found.get("shown", Shown.NOTHING) != Shown.NOTHING:
        found["told_th"] = f"แจ้ง {key}"
    return step(key, **found)


@st.composite
def plans(draw: st.DrawFn, prefix: str = "s", most: int = 4) -> list[dict[str, Any]]:
    """The stages of a plan; its steps and findings are named by the prefix."""
    drawn = _Drawn(draw, prefix)
    stages = [drawn.stage(number) for number in range(draw(st.integers(1, most)))]
    if yes := drawn.result_approvals():
        if draw(st.booleans()):
            stages.append(stage(f"{prefix}{len(stages)}", *yes))
        else:
            stages[-1]["steps"] += yes
    if draw(st.booleans()):
        draw(st.sampled_from(stages))["reopens"] = True
    return stages


@st.composite
def changed(draw: st.DrawFn, stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stages of a next version: with new steps, without some, or in another order. Not each of them can
    be published."""
    found = [one | {"steps": list(one["steps"])} for one in stages]
    new = draw(plans("n", 2))
    change = draw(st.sampled_from(["beside", "before", "behind", "without", "other order", "another"]))
    place = draw(st.integers(0, len(found) - 1))
    if change == "beside":
        found[place]["steps"] += new[0]["steps"]
    elif change in ("before", "behind"):
        found[place + (change == "behind") : place + (change == "behind")] = new
    elif change == "without":
        found[place]["steps"].pop()
    elif change == "other order":
        found.reverse()
    else:
        found = new
    named = [one for one in found if one.pop("reopens", False)]
    return found if not named else [{**found[0], "reopens": True}, *found[1:]]


class _Drawn:
    """A plan that is being drawn, with what its steps have found so far."""

    def __init__(self, draw: st.DrawFn, prefix: str) -> None:
        self.draw, self.prefix = draw, prefix
        self.steps = self.approvals = 0
        # The yes-or-no findings of the stages before.
        self.known: list[str] = []

    def stage(self, number: int) -> dict[str, Any]:
        """The next stage; its first step has to be done."""
        steps = [self._step(number, place) for place in range(self.draw(st.sampled_from([1, 1, 2, 3])))]
        for one in steps:
            self.known += [two["key"] for two in one.get("findings", ()) if two["kind"] == "yes_no"]
        return stage(f"{self.prefix}{number}", *steps)

    def result_approvals(self) -> list[Step]:
        """The approvals of the result, for the last stage or for one of their own; none, mostly."""
        most = min(2, MOST_APPROVALS - self.approvals)
        doers = [
            self.draw(st.sampled_from(DECIDERS)) for _one in range(self.draw(st.sampled_from([0, 0, 1, 2])))
        ]
        made = []
        for doer in doers[:most]:
            self.steps += 1
            made.append(whole(f"{self.prefix}{self.steps}", StepKind.APPROVE, doer, of_result=True))
        return made

    def _step(self, number: int, place: int) -> Step:
        kind, doer = self.draw(st.sampled_from(self._pairs(number)))
        self.steps += 1
        self.approvals += kind == StepKind.APPROVE
        key = f"{self.prefix}{self.steps}"
        more: Step = {"days": self.draw(st.integers(0, 3))}
        if doer == Doer.DEPARTMENT:
            more["department"] = self.draw(st.sampled_from(OTHERS))
        elif doer == Doer.HEAD:
            more["department"] = self.draw(st.sampled_from(["", *OTHERS]))
        more |= self.draw(st.sampled_from([{}, {}, {"may_skip": True}]))
        if place and kind != StepKind.ASK:
            more |= self.draw(st.sampled_from([{}, {}, {"optional": True}]))
        more |= self.draw(st.sampled_from([{}, {"when": self._when()}]))
        more |= self.draw(st.sampled_from([{}, {"shown": str(Shown.LINE)}, {"shown": str(Shown.LETTER)}]))
        if kind == StepKind.INFORM:
            more["shown"] = more.get("shown", str(Shown.LINE))
        if kind not in WITHOUT_FINDINGS:
            more["findings"] = self._findings(key, kind)
        return whole(key, kind, doer, **more)

    def _pairs(self, number: int) -> list[tuple[StepKind, Doer]]:
        """The kinds and doers that can come now: the first stage has nothing to approve yet."""
        full = number == 0 or self.approvals == MOST_APPROVALS
        return [pair for pair in PAIRS if not (full and pair[0] == StepKind.APPROVE)]

    def _when(self) -> dict[str, str]:
        found = [
            {"question": ASKED, "answer": ANSWERS[0]},
            {"question": ASKED, "answer": ANSWERS[1]},
            {"urgency": "urgent"},
            {"community": "โนนสูง"},
        ]
        found += [{"question": key, "answer": "yes"} for key in self.known]
        return self.draw(st.sampled_from(found))

    def _findings(self, key: str, kind: StepKind) -> list[dict[str, Any]]:
        if kind == StepKind.PAPERS:
            count = self.draw(st.integers(1, 2))
            return [
                finding(f"{key}-p{one}", "paper", "เอกสาร", "Paper", required=True) for one in range(count)
            ]
        found = [finding(f"{key}-y", "yes_no", "ใช่หรือไม่", "Yes or no", required=self.draw(st.booleans()))]
        return self.draw(st.sampled_from([[], found]))
