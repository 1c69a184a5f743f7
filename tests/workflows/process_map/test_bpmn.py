"""A plan as BPMN: every arrow has its ends, everything is drawn, and the modellers' rules hold."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.translation import override

from cases.models import PlanVersion, RequestType, User, WorkPlan
from cases.work_plans.document import Plan
from tests.workflows.process_map.conftest import STAGES, parsed, published, stage, step
from tests.workflows.views.conftest import Seat, address
from workflows.process_map import bpmn

# Made before the transaction of the first test begins.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds_made")]
SPACES = {"b": bpmn.BPMN, "di": bpmn.BPMNDI, "dc": bpmn.DC, "w": bpmn.DI}
MANY = (
    *STAGES,
    stage(
        "line\x0b & <wire>",
        step("line", when={"urgency": "urgent"}),
        step("tell", kind="inform", shown="letter", told_th="แจ้ง"),
        step("more", optional=True),
    ),
    stage("ask", step("ask", kind="ask", doer="citizen", told_th="เมื่อใด")),
)


def drawn(*stages: dict[str, Any]) -> ElementTree.Element:
    with override("en"):
        return parsed(bpmn.document(Plan.from_json({"stages": list(stages)}), name="Tree", asked={}))


@pytest.mark.parametrize("stages", [(), STAGES[:1], STAGES, MANY])
def test_every_arrow_has_its_ends_and_everything_is_drawn(stages: Any) -> None:
    root = drawn(*stages)
    process = root.find("b:process", SPACES)
    assert process is not None
    flows = {flow.attrib["id"]: flow.attrib for flow in process.findall("b:sequenceFlow", SPACES)}
    nodes = [one for one in process if one.attrib["id"] not in flows]
    keys = {one.attrib["id"] for one in nodes}
    for key, flow in flows.items():
        assert {flow["sourceRef"], flow["targetRef"]} <= keys, key
    for node in nodes:
        for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            named = {one.text for one in node.findall(f"b:{tag}", SPACES)}
            assert named == {key for key, flow in flows.items() if flow[end] == node.attrib["id"]}
    shapes = {one.attrib["bpmnElement"] for one in root.iterfind(".//di:BPMNShape", SPACES)}
    edges = {one.attrib["bpmnElement"] for one in root.iterfind(".//di:BPMNEdge", SPACES)}
    assert (shapes, edges) == (keys, {*flows})


def test_steps_side_by_side_stand_between_gateways() -> None:
    root = drawn(*MANY)
    found = [one.tag.split("}")[1] for one in root.iterfind("b:process/*", SPACES)]
    assert found.count("parallelGateway") == 4
    assert found.count("exclusiveGateway") == 4
    assert (found.count("userTask"), found.count("sendTask"), found.count("receiveTask")) == (6, 1, 1)


def test_no_box_lies_on_another() -> None:
    root = drawn(*MANY)
    boxes = [one.attrib for one in root.iterfind(".//dc:Bounds", SPACES)]
    spans = [tuple(int(box[name]) for name in ("x", "y", "width", "height")) for box in boxes]
    for number, (x, y, width, height) in enumerate(spans):
        for left, top, wide, high in spans[number + 1 :]:
            apart = x + width <= left or left + wide <= x or y + height <= top or top + high <= y
            assert apart, (x, y, left, top)


def test_a_published_version_is_taken_along(
    desk: Seat, head: User, tree: RequestType, plan: WorkPlan
) -> None:
    version = plan.versions.get()
    answer = desk(head).page("map_bpmn", version.pk)
    assert answer.status_code == 200
    assert parsed(answer.content).tag == f"{{{bpmn.BPMN}}}definitions"
    assert "Step measure" in answer.content.decode()


def test_a_draft_is_not(desk: Seat, head: User, tree: RequestType, plan: WorkPlan) -> None:
    draft = PlanVersion.objects.create(plan=plan, number=9)
    assert desk(head).page("map_bpmn", draft.pk).status_code == 404


def test_nor_by_those_who_see_no_figures(client: Client, officer: User, desk: Seat, plan: WorkPlan) -> None:
    version = published(plan, *STAGES)
    assert desk(officer).page("map_bpmn", version.pk).status_code == 403
    assert client.get(address("map_bpmn", version.pk)).status_code == 302
