"""The eight ready plans, each from the citizen's form to the letter with its result: skipped, refused and
returned steps, missing papers, approvals in order, a closed department, an officer who leaves, a version
published in the middle, a move there and back."""

import functools
from collections.abc import Callable

import pytest

from cases.models import Department, PlanVersion, Subtask, User, WorkPlan
from cases.work_plans import versions
from cases.work_plans.document import Plan
from tests.cases.work_plans.plans import step
from tests.journeys.conftest import Town
from tests.journeys.planned import Offices, Planned, letters_to
from tests.pictures import picture
from tests.servers import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "เครื่องมือยังไม่พร้อม"
PAPERS = ("form_kho1", "deed_copy", "drawings", "calculation", "land_consent")


def building_permit(offices: Offices) -> None:
    """Papers are missing and asked for once; a version with a third approval is published in the middle, to
    which the case goes, comes back, and goes again; three approve in order."""
    answers = {"q_work": "ดัดแปลง ต่อเติม", "q_area": "120", "q_storeys": "2", "q_deed": "4711"}
    one = Planned(offices, "building_permit", "ENG", q_own_land="yes", **answers)
    one.begin()
    assert "ตรวจเอกสาร" in one.track().text
    found = dict.fromkeys(PAPERS, "there") | {"drawings": "missing", "calculation": "missing"}
    _save(one, "papers", **found)
    one.do(one.officer, "papers", "ask_papers")
    letter = one.letter("แบบแปลนพร้อมลายมือชื่อผู้ออกแบบ")
    assert "รายการคำนวณของวิศวกร" in letter
    assert "สำเนาโฉนด" not in letter
    one.answer("ส่งเอกสารเพิ่มเติมแล้ว")
    one.do(one.officer, "papers", drawings="there", calculation="there")
    one.do(one.officer, "zoning", zone="ก่อสร้างได้")
    assert (one.case.stage, one.states()["sanitation"]) == (2, "skipped")
    one.do(one.officer, "site", site_photo=picture(), setback="6", encroaches="no")

    first = one.case.plan_version
    assert first
    second = _with_third_approval(first)
    assert one.case.plan_version == first
    for button, then in ((False, second), (True, first), (False, second)):
        _move(offices, first, back=button)
        assert one.case.plan_version == then

    one.do(one.officer, "review", structure_ok="on", fee="2500")
    approvals = (
        ("head_approves", "head1.ENG"),
        ("clerk_approves", "clerk"),
        ("executive_approves", "executive"),
    )
    for key, who in approvals:
        assert one.states()[key] == "asked"
        one.do(who, key)
    one.letter("ค่าธรรมเนียม 2500 บาท")
    one.do(one.officer, "issue", permit_number="12/2569")
    one.ends("propose")


def tree_near_line(offices: Offices) -> None:
    """The electricity authority refuses by telephone, is asked once more and does it; a step is added and
    skipped; the head approves the result."""
    one = Planned(offices, "tree_trim", "ENG", q_trees="1", q_wires="yes")
    one.begin()
    one.do(one.officer, "look", tree_before=picture(), near_line="yes", girth="180")
    one.do(one.officer, "power_off", "refuse", reason=REASON)
    assert REASON in offices.desk(one.head).go(f"/staff/cases/{one.number}/").text
    one.do(one.head, "power_off", "repeat")
    one.do(one.officer, "power_off", power_off_on_day="9", power_off_on_month="12", power_off_on_year="2026")
    assert "9 ธันวาคม 2569" in one.letter("ดับไฟ")
    one.step(one.officer, "add_step", key="close_lane")
    one.do(one.officer, "close_lane", "skip", reason="ถนนปิดอยู่แล้ว")
    one.do(one.officer, "cut", cones_set="on", tree_after=picture())
    one.ends("propose")


def road_collapse(offices: Offices) -> None:
    """The department that closes the road is closed itself in the middle: its step is refused, and skipped
    with a reason; what comes later is still its head's, who leaves nothing undone."""
    one = Planned(offices, "road_collapse", "ENG")
    one.begin()
    one.do(one.officer, "secure", hole_photo=picture(), barriers="on", must_close="yes", cause="ดินทรุดตัว")
    assert one.states() == {
        "secure": "done",
        "close_road": "asked",
        "waterworks": "skipped",
        "plan_repair": "in_work",
    }
    Department.objects.filter(code="CLK").update(active=False)
    one.do("head1.CLK", "close_road", "refuse", reason="ยุบรวมหน่วยงานแล้ว")
    one.do(one.head, "close_road", "skip", reason="ตำรวจปิดถนนแล้ว")
    one.do(one.officer, "plan_repair")
    one.do(one.officer, "repair", road_after=picture(), compacted="on")
    one.do(one.head, "head_approves")
    one.helped("CLK", "open_road")
    one.letter("เปิดการจราจรตามปกติ")
    Department.objects.filter(code="CLK").update(active=True)
    one.ends()


def nuisance(offices: Offices) -> None:
    """The head does not approve: the second inspection is done once more, and what follows it."""
    one = Planned(offices, "nuisance_other", "PHE")
    one.begin()
    one.do(one.officer, "first_look", is_nuisance="yes")
    one.do(one.officer, "advice", **_until("15", "12", "2026"), measure="ให้คำแนะนำ")
    one.letter("15 ธันวาคม 2569")
    one.do(one.officer, "second_look", put_right="no", second_photo=picture())
    one.helped("CLK", "legal")
    one.proposes()
    one.step(one.head, "return_result", to="second_look", reason="ขอให้วัดเสียงอีกครั้ง")
    assert (one.case.stage, one.states()["second_look"]) == (3, "in_work")
    one.do(one.officer, "second_look", put_right="yes", second_photo=picture())
    assert one.states()["legal"] == "skipped"
    one.ends("propose")


def welfare_visit(offices: Offices) -> None:
    """The officer leaves in the middle: the step goes back with the case, and on with the next officer."""
    one = Planned(offices, "vulnerable_help", "SWF")
    one.begin()
    one.do(one.officer, "call", bedridden="yes", people="3")
    assert one.row("visit").officer == User.objects.get(username=one.officer)
    letters = functools.partial(letters_to, offices.town, f"{one.head}@office.example")
    before = len(letters())
    User.objects.get(username=one.officer).memberships.get().delete()
    assert (one.case.status, one.row("visit").state, one.row("visit").officer) == ("assigned", "asked", None)
    wait_for(lambda: len(letters()) > before, what="a letter to the head")
    assert "กลับมาที่ท่าน" in letters()[-1]
    one.officer = "officer2.SWF"
    one.begin()
    assert one.row("visit").officer == User.objects.get(username="officer2.SWF")
    one.do(one.officer, "visit", needs=["เงินสงเคราะห์"])
    one.helped("PHE", "nurse", care_plan="พลิกตัวทุกสองชั่วโมง")
    one.do(one.head, "head_approves")
    one.ends()


def market_stall(offices: Offices) -> None:
    """The place does not pass: the citizen is asked by the plan, and answers; the fee is paid elsewhere."""
    one = Planned(offices, "health_business", "PHE")
    one.begin()
    papers = ("id_copy", "health_certificate", "food_training", "stall_map")
    one.do(one.officer, "papers", **dict.fromkeys(papers, "there"))
    improve = "ทำความสะอาดรางระบายน้ำ"
    one.do(one.officer, "hygiene", clean_water="yes", stall_photo=picture(), passed="no", to_improve=improve)
    assert one.case.status == "waiting"
    one.letter(improve)
    one.answer("ปรับปรุงแล้ว")
    one.do(one.officer, "last_check", stall_fee="1200")
    one.do(one.head, "head_approves")
    one.letter("1200 บาท")
    one.helped("FIN", "payment", receipt="ร.12/2569")
    one.ends("propose")


def public_space(offices: Offices) -> None:
    """Two departments work side by side, then two people approve, the second with a letter."""
    one = Planned(offices, "stage_place", "CLK")
    one.begin()
    one.do(one.officer, "free", place_free="on", electricity="yes", sells_food="yes")
    one.helped("PHE", "food")
    assert one.case.stage == 2
    one.helped("ENG", "wiring")
    one.do(one.head, "head_approves")
    one.do("executive", "executive_approves")
    one.letter("อนุญาตให้ท่านใช้สถานที่")
    one.ends()


def staff_complaint(offices: Offices) -> None:
    """A head investigates, so the other one approves; nobody else opens the case."""
    one = Planned(offices, "staff_conduct", "CLK")
    one.officer = "head1.CLK"
    one.begin()
    assert offices.desk("clerk").go(f"/staff/cases/{one.number}/").status == 404
    one.do(one.officer, "independence", no_interest="on", name_hidden="on")
    one.do(one.officer, "hear_both", person_heard="on", founded="ไม่มีมูล", facts="เป็นความเข้าใจผิด")
    desk = offices.desk(one.officer)
    desk.go(f"/staff/cases/{one.number}/subtasks/{one.row('independent_approval').pk}/finish/")
    assert desk.send("/finish/").status == 409
    one.do("head2.CLK", "independent_approval")
    assert one.states()["discipline"] == "skipped"
    one.do(one.officer, "lessons")
    one.ends()


def _save(one: Planned, key: str, **found: str) -> None:
    """Lines are kept; the step is not done yet."""
    desk, row = one.offices.desk(one.officer), one.row(key)
    desk.go(f"/staff/cases/{one.number}/subtasks/{row.pk}/finish/")
    page = desk.send("/finish/", save="1", **{f"q_{name}": value for name, value in found.items()})
    assert page.status == 200, page.text
    assert Subtask.objects.get(pk=row.pk).is_open


def _until(day: str, month: str, year: str) -> dict[str, str]:
    return {"right_until_day": day, "right_until_month": month, "right_until_year": year}


def _with_third_approval(first: PlanVersion) -> PlanVersion:
    """The next version: the clerk approves between the head and the executive."""
    stages = [dict(one) for one in first.content["stages"]]
    place = next(at for at, one in enumerate(stages) if one["steps"][0]["key"] == "executive_approves")
    clerk = {"name_th": "ปลัดเห็นชอบ", "steps": [step("clerk_approves", kind="approve", doer="clerk")]}
    content = {"stages": [*stages[:place], clerk, *stages[place:]]}
    return versions.publish_content(first.plan, Plan.from_json(content))


def _move(offices: Offices, first: PlanVersion, *, back: bool) -> None:
    """The administrator moves all running cases of the first version on, or back."""
    desk = offices.desk("administrator")
    desk.go(f"/staff/setup/plans/{first.plan.code}/versions/{first.number}/move/")
    page = desk.send("/move/", **({"back": "1"} if back else {}))
    assert page.status == 200, page.text


JOURNEYS: tuple[Callable[[Offices], None], ...] = (
    building_permit,
    tree_near_line,
    road_collapse,
    nuisance,
    welfare_visit,
    market_stall,
    public_space,
    staff_complaint,
)


@pytest.mark.timeout(900)
def test_each_ready_plan_from_the_form_to_the_letter(at_work: Town, subtests: pytest.Subtests) -> None:
    """One worker and one mail server serve them all: a worker takes 20 s to start."""
    offices = Offices(at_work)
    for journey in JOURNEYS:
        with subtests.test(plan=journey.__name__):
            journey(offices)
    assert {one.__name__ for one in JOURNEYS} == set(WorkPlan.objects.values_list("code", flat=True))
