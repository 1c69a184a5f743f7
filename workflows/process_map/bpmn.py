"""A version of a work plan as BPMN 2.0, with the places of all that is drawn, as Camunda Modeler and bpmn.io
read it.

The stages follow each other. The steps of a stage run side by side, between two parallel gateways where they
are several; approvals of the result come then, one after the other. Before a step that is not always done
stands an exclusive gateway, and one behind it.
"""

from dataclasses import dataclass, field
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from cases.models import Question, StepKind
from cases.text.normalization import cleaned
from cases.work_plans import conditions
from cases.work_plans.document import Plan, PlanStep, Stage

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC, DI = "http://www.omg.org/spec/DD/20100524/DC", "http://www.omg.org/spec/DD/20100524/DI"
NAMESPACE = "https://rap-rueang.example/work-plans"
PREFIXES = {"bpmn": BPMN, "bpmndi": BPMNDI, "dc": DC, "di": DI}
TASK, GATEWAY, EVENT = (120, 80), (50, 50), (36, 36)
SIZES = {"startEvent": EVENT, "endEvent": EVENT, "parallelGateway": GATEWAY, "exclusiveGateway": GATEWAY}
KINDS = {StepKind.INFORM: "sendTask", StepKind.ASK: "receiveTask"}
# From the middle of a thing to that of the next one, and from one step to the one beside it.
COLUMN, LINE, MIDDLE = 180, 130, 120


@dataclass
class Shape:
    """A thing that is drawn: what it is, its name, and where its middle lies."""

    tag: str
    name: str
    x: int
    y: int
    text: str = ""
    key: str = ""
    incoming: list[str] = field(default_factory=list)
    outgoing: list[str] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        """Its width and its height."""
        return SIZES.get(self.tag, TASK)


@dataclass(frozen=True)
class Flow:
    """An arrow from one thing to another; at `level` it passes beneath what lies between."""

    key: str
    source: Shape
    target: Shape
    name: str = ""
    level: int | None = None

    @property
    def points(self) -> list[tuple[int, int]]:
        """Where it bends."""
        (x1, y1), (x2, y2) = (self.source.x, self.source.y), (self.target.x, self.target.y)
        right, left = x1 + self.source.size[0] // 2, x2 - self.target.size[0] // 2
        if self.level is not None:
            bottoms = (y1 + self.source.size[1] // 2, y2 + self.target.size[1] // 2)
            return [(x1, bottoms[0]), (x1, self.level), (x2, self.level), (x2, bottoms[1])]
        if y1 == y2:
            return [(right, y1), (left, y2)]
        bend = (right + left) // 2
        return [(right, y1), (bend, y1), (bend, y2), (left, y2)]


def document(plan: Plan, *, name: str, asked: dict[str, Question]) -> bytes:
    """The plan as a BPMN file in the reader's language; `asked` are the questions of the form by their short
    names."""
    for prefix, uri in PREFIXES.items():
        ElementTree.register_namespace(prefix, uri)
    root = _Writer(plan, name, asked).root()
    ElementTree.indent(root)
    file: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return file


class _Writer:
    """Lays a plan out from left to right, then writes it."""

    def __init__(self, plan: Plan, name: str, asked: dict[str, Question]) -> None:
        self._plan, self._name, self._asked = plan, name, asked
        self._shapes: list[Shape] = []
        self._flows: list[Flow] = []
        self._x = COLUMN // 2
        last = self._shape("startEvent", _("The work begins"))
        for stage in plan.stages:
            last = self._stage(stage, last)
        self._flow(last, self._shape("endEvent", _("The result is given")))

    def root(self) -> ElementTree.Element:
        """The whole file."""
        root = ElementTree.Element(_tag("bpmn", "definitions"), id="definitions", targetNamespace=NAMESPACE)
        process = ElementTree.SubElement(
            root, _tag("bpmn", "process"), id="plan", name=cleaned(self._name), isExecutable="false"
        )
        for shape in self._shapes:
            _write_shape(process, shape)
        for flow in self._flows:
            _write_flow(process, flow)
        self._write_diagram(root)
        return root

    def _stage(self, stage: Stage, last: Shape) -> Shape:
        """Draw the steps of a stage, approvals of the result last; return the thing with which it ends."""
        last = self._side_by_side(stage, [one for one in stage.steps if not one.of_result], last)
        for step in stage.steps:
            if step.of_result:
                last = self._line(step, last, MIDDLE)
        return last

    def _side_by_side(self, stage: Stage, steps: list[PlanStep], last: Shape) -> Shape:
        if len(steps) < 2:
            return self._line(steps[0], last, MIDDLE) if steps else last
        split = self._shape("parallelGateway", stage.name)
        self._flow(last, split)
        begin, ends = self._x, list[Shape]()
        for number, step in enumerate(steps):
            self._x = begin
            ends.append(self._line(step, split, MIDDLE + number * LINE))
        self._x = max(end.x for end in ends) + COLUMN
        join = self._shape("parallelGateway", "")
        for end in ends:
            self._flow(end, join)
        return join

    def _line(self, step: PlanStep, last: Shape, y: int) -> Shape:
        """Draw one step, with its condition."""
        condition = self._condition(step)
        if not condition:
            task = self._task(step, y)
            self._flow(last, task)
            return task
        question = self._shape("exclusiveGateway", condition, y)
        task, after = self._task(step, y), self._shape("exclusiveGateway", "", y)
        self._flow(last, question)
        self._flow(question, task, name=_("Yes"))
        self._flow(task, after)
        self._flow(question, after, name=_("No"), level=y + LINE // 2)
        return after

    def _condition(self, step: PlanStep) -> str:
        words = conditions.in_words(step, self._plan, self._asked)
        return words or (_("Does the officer add it?") if step.optional else "")

    def _task(self, step: PlanStep, y: int) -> Shape:
        days = _("%(who)s; working days: %(days)s") % {"who": step.doer_words, "days": step.days}
        text = "\n".join(filter(None, [f"{step.kind_words}. {days}", step.text]))
        return self._shape(KINDS.get(StepKind(step.kind), "userTask"), step.name, y, text)

    def _shape(self, tag: str, name: str, y: int = MIDDLE, text: str = "") -> Shape:
        shape = Shape(tag, name, self._x, y, text, key=f"node_{len(self._shapes) + 1}")
        self._shapes.append(shape)
        self._x += COLUMN
        return shape

    def _flow(self, source: Shape, target: Shape, *, name: str = "", level: int | None = None) -> None:
        flow = Flow(f"flow_{len(self._flows) + 1}", source, target, name, level)
        source.outgoing.append(flow.key)
        target.incoming.append(flow.key)
        self._flows.append(flow)

    def _write_diagram(self, root: ElementTree.Element) -> None:
        diagram = ElementTree.SubElement(root, _tag("bpmndi", "BPMNDiagram"), id="diagram")
        plane = ElementTree.SubElement(diagram, _tag("bpmndi", "BPMNPlane"), id="plane", bpmnElement="plan")
        for shape in self._shapes:
            _write_bounds(plane, shape)
        for flow in self._flows:
            edge = ElementTree.SubElement(
                plane, _tag("bpmndi", "BPMNEdge"), id=f"{flow.key}_di", bpmnElement=flow.key
            )
            for x, y in flow.points:
                ElementTree.SubElement(edge, _tag("di", "waypoint"), x=str(x), y=str(y))


def _write_shape(process: ElementTree.Element, shape: Shape) -> None:
    found = ElementTree.SubElement(process, _tag("bpmn", shape.tag), id=shape.key)
    if shape.name:
        found.set("name", cleaned(shape.name))
    if shape.text:
        ElementTree.SubElement(found, _tag("bpmn", "documentation")).text = cleaned(shape.text)
    for tag, keys in (("incoming", shape.incoming), ("outgoing", shape.outgoing)):
        for key in keys:
            ElementTree.SubElement(found, _tag("bpmn", tag)).text = key


def _write_flow(process: ElementTree.Element, flow: Flow) -> None:
    ends = {"sourceRef": flow.source.key, "targetRef": flow.target.key}
    found = ElementTree.SubElement(process, _tag("bpmn", "sequenceFlow"), {"id": flow.key, **ends})
    if flow.name:
        found.set("name", cleaned(flow.name))


def _write_bounds(plane: ElementTree.Element, shape: Shape) -> None:
    found = ElementTree.SubElement(
        plane, _tag("bpmndi", "BPMNShape"), id=f"{shape.key}_di", bpmnElement=shape.key
    )
    width, height = shape.size
    corner = {"x": str(shape.x - width // 2), "y": str(shape.y - height // 2)}
    ElementTree.SubElement(
        found, _tag("dc", "Bounds"), {**corner, "width": str(width), "height": str(height)}
    )


def _tag(prefix: str, name: str) -> str:
    return f"{{{PREFIXES[prefix]}}}{name}"
