"""The pages of the work plans: the draft and its buttons, one step, and trying it."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.errors import Stale
from cases.models import PlanVersion, RequestType, SetupChange, User, WorkPlan
from cases.work_plans import versions
from cases.work_plans.document import Plan
from tests.cases.admin.test_set_up import fields_of
from tests.cases.questions import ask, question
from tests.cases.work_plans.plans import draft_of, finding, stage, step
from tests.factories import HeadFactory, RequestTypeFactory, StandardTextFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
NO_ROWS = {"findings-TOTAL_FORMS": "0", "findings-INITIAL_FORMS": "0"}


def test_english_words_can_be_left_out(desk: Seat, administrator: User, draft: PlanVersion) -> None:
    """The Thai ones stand in for them: of a plan as of a finding, which the words for the citizen can hold by
    the name that the page says."""
    desk(administrator).post(address("setup_plans_new"), {"name_th": "ตลาด", "active": "on"})
    assert WorkPlan.objects.get(name_th="ตลาด").name_en == "ตลาด"
    form = typed_step(draft) | rows(row(0, text_th="ความสูง", kind="number"))
    desk(administrator).post(address("setup_plan_new_step", "tree", "cutting"), form)
    made = Plan.from_json(PlanVersion.objects.get(pk=draft.pk).content).by_key["prune"]
    assert made.findings == (finding("question_1", "number", "ความสูง", "ความสูง"),)
    assert "{findings.question_1}" in text(desk(administrator).page("setup_plan_step", "tree", "prune"))


def test_what_is_wrong_with_a_finding_is_told_at_the_top(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    form = typed_step(draft) | rows(row(0, text_en="Height", kind="number"))
    answer = text(desk(administrator).post(address("setup_plan_new_step", "tree", "cutting"), form))
    assert '<a href="#id_findings-0-text_th">What is found out, in Thai: This field is required' in answer


def test_a_kind_does_not_lose_what_its_texts_ask_for(
    desk: Seat, administrator: User, plan: WorkPlan, kind: RequestType
) -> None:
    """By another plan, by none, or by a plan that is put out of use; also on the page of the kind."""
    height = finding("height", "number", "สูง", "Height")
    versions.publish(draft_of(plan, stage("Look", step("look", findings=[height]))))
    seat, form = desk(administrator), {"name_th": "ก", "name_en": "A", "active": "on", "kinds": [kind.pk]}
    assert seat.post(address("setup_plan_names", "tree"), form).status_code == 302
    StandardTextFactory(step="resolve", kind=kind, text_th="สูง {findings.height}")
    without = {"name_th": "ก", "name_en": "A", "active": "on"}
    resting = form | {"active": ""}
    for name, args, typed in (
        ("setup_plans_new", [], form),
        ("setup_plan_names", ["tree"], without),
        ("setup_plan_names", ["tree"], resting),
    ):
        answer = seat.post(address(name, *args), typed)
        assert (answer.status_code, "{findings.height}" in text(answer)) == (200, True)
    assert seat.post(address("setup_plan_names", "tree"), form).status_code == 302
    assert RequestType.objects.get(pk=kind.pk).work_plan == plan
    page = reverse("admin:cases_requesttype_change", args=[kind.pk])
    answer = seat.post(page, fields_of(seat.get(page)) | {"work_plan": ""})
    assert (answer.status_code, "{findings.height}" in text(answer)) == (200, True)
    assert seat.post(page, fields_of(seat.get(page)) | {"name_en": "Trees"}).status_code == 302


def keys(version: PlanVersion) -> list[list[str]]:
    content = PlanVersion.objects.get(pk=version.pk).content
    return [[one.key for one in found.steps] for found in Plan.from_json(content).stages]


def typed_step(version: PlanVersion, **fields: Any) -> dict[str, Any]:
    """The form of a step as the page sends it."""
    usual = {"name_th": "ตัดกิ่ง", "name_en": "Prune", "kind": "do", "doer": "officer", "days": "2"}
    return {"seen": versions.seal(version), "shown": "nothing", **usual, **NO_ROWS, **fields}


def row(number: int, **fields: Any) -> dict[str, Any]:
    """A line of the findings as the page sends it."""
    return {f"findings-{number}-{name}": value for name, value in {"kind": "short", **fields}.items()}


def rows(*found: dict[str, Any], stored: int = 0) -> dict[str, Any]:
    numbers = {"findings-TOTAL_FORMS": str(len(found)), "findings-INITIAL_FORMS": str(stored)}
    return numbers | {name: value for one in found for name, value in one.items()}


PAGES = [
    ("setup_plans", []),
    ("setup_plans_new", []),
    ("setup_plan", ["tree"]),
    ("setup_plan_names", ["tree"]),
    ("setup_plan_new_stage", ["tree"]),
    ("setup_plan_stage", ["tree", "looking"]),
    ("setup_plan_new_step", ["tree", "looking"]),
    ("setup_plan_step", ["tree", "look"]),
    ("setup_plan_publish", ["tree"]),
    ("setup_plan_versions", ["tree"]),
    ("setup_plan_version", ["tree", 1]),
    ("setup_plan_try", ["tree", 1]),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_the_administrator_opens_every_page(
    desk: Seat, administrator: User, draft: PlanVersion, name: str, args: list[Any]
) -> None:
    assert desk(administrator).page(name, *args).status_code == 200


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("who", ["head", "officer"])
def test_who_may_not_set_up_neither_sees_nor_changes_a_plan(
    desk: Seat, request: Any, draft: PlanVersion, who: str, name: str, args: list[Any]
) -> None:
    seat = desk(request.getfixturevalue(who))
    typed = typed_step(draft, remove="look", accepted="1")
    answers = [seat.page(name, *args), seat.post(address(name, *args), typed)]
    assert [one.status_code for one in answers] == [403, 403]
    assert keys(draft) == [["look", "measure"], ["cut"]]


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("setup_plan", ["none"]),
        ("setup_plan_stage", ["tree", "none"]),
        ("setup_plan_new_step", ["tree", "none"]),
        ("setup_plan_step", ["tree", "none"]),
        ("setup_plan_version", ["tree", 2]),
        ("setup_plan_try", ["tree", 2]),
    ],
)
def test_what_is_not_there_is_not_found(
    desk: Seat, administrator: User, draft: PlanVersion, name: str, args: list[Any]
) -> None:
    assert desk(administrator).page(name, *args).status_code == 404


def test_a_new_plan_begins_with_an_empty_draft(desk: Seat, administrator: User, kind: RequestType) -> None:
    form = {"name_th": "ตลาด", "name_en": "Market stall", "active": "on", "kinds": [kind.pk]}
    answer = desk(administrator).post(address("setup_plans_new"), form)
    assert answer["Location"] == address("setup_plan", "market-stall")
    made = WorkPlan.objects.get(code="market-stall")
    assert RequestType.objects.get(pk=kind.pk).work_plan == made
    assert [one.is_draft for one in made.versions.all()] == [True]


def test_a_kind_has_one_plan(desk: Seat, administrator: User, plan: WorkPlan, kind: RequestType) -> None:
    """Choosing it for another plan takes it from the first; leaving it out leaves it without a plan."""
    seat = desk(administrator)
    assert "Tree trimming (now: Tree)" in text(seat.page("setup_plans_new"))
    form = {"name_th": "ตลาด", "name_en": "new", "active": "on"}
    seat.post(address("setup_plans_new"), {**form, "kinds": [kind.pk]})
    assert RequestType.objects.get(pk=kind.pk).work_plan == WorkPlan.objects.get(code="new_2")
    seat.post(address("setup_plan_names", "new_2"), form)
    assert RequestType.objects.get(pk=kind.pk).work_plan is None
    assert SetupChange.objects.filter(table="cases.requesttype", by=administrator).count() == 2


@pytest.mark.parametrize(
    ("button", "now"),
    [
        ({"down": "look"}, [["measure", "look"], ["cut"]]),
        ({"up": "measure"}, [["measure", "look"], ["cut"]]),
        ({"up": "look"}, [["look", "measure"], ["cut"]]),
        ({"right": "look"}, [["measure"], ["cut", "look"]]),
        ({"left": "cut"}, [["look", "measure", "cut"], []]),
        ({"right": "cut"}, [["look", "measure"], ["cut"]]),
        ({"placed": "look looking 1"}, [["measure", "look"], ["cut"]]),
        ({"placed": "measure cutting 0"}, [["look"], ["measure", "cut"]]),
        ({"placed": "cut looking 9"}, [["look", "measure", "cut"], []]),
        ({"copy": "cut"}, [["look", "measure"], ["cut", "cut-2"]]),
        ({"remove": "measure"}, [["look"], ["cut"]]),
        ({"stage_right": "looking"}, [["cut"], ["look", "measure"]]),
        ({"stage_left": "cutting"}, [["cut"], ["look", "measure"]]),
    ],
)
def test_a_button_changes_the_draft(
    desk: Seat, administrator: User, draft: PlanVersion, button: dict[str, str], now: list[list[str]]
) -> None:
    answer = desk(administrator).post(address("setup_plan", "tree"), {"seen": versions.seal(draft), **button})
    assert (answer.status_code, keys(draft)) == (302, now)


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"remove_stage": "looking"}, "This stage has steps."),
        ({"remove": "none"}, "This step is not there any more."),
        ({"stage_left": "none"}, "This stage is not there any more."),
        ({"placed": "none cutting 0"}, "This step is not there any more."),
        ({"placed": "look none 0"}, "This stage is not there any more."),
        ({"placed": "look cutting up"}, "Press one of the buttons"),
        ({}, "Press one of the buttons"),
    ],
)
def test_a_button_that_does_not_fit_says_why(
    desk: Seat, administrator: User, draft: PlanVersion, button: dict[str, str], said: str
) -> None:
    answer = desk(administrator).post(address("setup_plan", "tree"), {"seen": versions.seal(draft), **button})
    assert said in text(answer)
    assert keys(draft) == [["look", "measure"], ["cut"]]


@pytest.mark.parametrize("button", [{"remove": "look"}, {"discard": "1"}, {"stage_right": "looking"}])
def test_a_button_of_an_old_page_does_nothing(
    desk: Seat, administrator: User, draft: PlanVersion, button: dict[str, str]
) -> None:
    old = {"seen": versions.seal(draft)}
    seat = desk(administrator)
    seat.post(address("setup_plan", "tree"), {**old, "down": "look"})
    answer = seat.post(address("setup_plan", "tree"), {**old, **button})
    assert (answer.status_code, "was not done" in text(answer)) == (409, True)
    assert keys(draft) == [["measure", "look"], ["cut"]]


def test_the_later_of_two_saves_is_refused_and_keeps_what_was_typed(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    """It can be saved again, into the draft as it is now."""
    seat, page = desk(administrator), address("setup_plan_step", "tree", "cut")
    late = typed_step(draft, name_en="Cut low")
    seat.post(address("setup_plan_step", "tree", "look"), typed_step(draft, name_en="Look twice"))
    answer = seat.post(page, late)
    assert (answer.status_code, 'value="Cut low"' in text(answer)) == (409, True)
    assert "Nothing is saved yet" in text(answer)
    again = seat.post(page, {**late, "seen": answer.context["seen"]})
    assert again["Location"] == address("setup_plan", "tree") + "#step-cut"
    now = Plan.from_json(PlanVersion.objects.get(pk=draft.pk).content).by_key
    assert (now["look"].name_en, now["cut"].name_en) == ("Look twice", "Cut low")


def test_a_step_that_was_removed_meanwhile_is_not_saved(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    seat, page = desk(administrator), address("setup_plan_step", "tree", "look")
    late = typed_step(draft, name_en="Look twice")
    seat.post(address("setup_plan", "tree"), {"seen": versions.seal(draft), "remove": "look"})
    answer = seat.post(page, late)
    assert (answer.status_code, 'value="Look twice"' in text(answer)) == (409, True)
    assert "not there any more" in text(answer)
    assert keys(draft) == [["measure"], ["cut"]]


def test_a_draft_that_was_published_meanwhile_is_not_changed(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    late, pressed = typed_step(draft), {"seen": versions.seal(draft), "remove": "look"}
    versions.publish(draft)
    seat = desk(administrator)
    answers = [
        seat.post(address("setup_plan_step", "tree", "look"), late),
        seat.post(address("setup_plan_new_step", "tree", "looking"), late),
        seat.post(address("setup_plan_stage", "tree", "looking"), {"name_th": "x", "seen": late["seen"]}),
        seat.post(address("setup_plan", "tree"), pressed),
        seat.post(address("setup_plan_publish", "tree"), late),
    ]
    assert [one.status_code for one in answers] == [409] * 5
    assert keys(draft) == [["look", "measure"], ["cut"]]


def test_a_published_version_is_changed_by_no_page_and_not_by_the_database(draft: PlanVersion) -> None:
    published = versions.publish(draft)
    with pytest.raises(Stale):
        versions.change(published, versions.seal(published), lambda plan: Plan())
    changes: list[dict[str, Any]] = [{"content": {"stages": []}}, {"number": 9}, {"published_at": None}]
    for change in changes:
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            PlanVersion.objects.filter(pk=published.pk).update(**change)
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        published.delete()


def test_a_stage_is_added_and_renamed(desk: Seat, administrator: User, draft: PlanVersion) -> None:
    seat = desk(administrator)
    seat.post(address("setup_plan_new_stage", "tree"), {"name_th": "อนุมัติ", "seen": versions.seal(draft)})
    draft.refresh_from_db()
    form = {"name_th": "ตัด", "name_en": "Cutting", "reopens": "on", "seen": versions.seal(draft)}
    seat.post(address("setup_plan_stage", "tree", "cutting"), form)
    stages = Plan.from_json(PlanVersion.objects.get(pk=draft.pk).content).stages
    assert [(one.name_en, one.reopens) for one in stages] == [("Look", False), ("Cutting", True), ("", False)]
    assert keys(draft) == [["look", "measure"], ["cut"], []]


def test_a_stage_that_was_moved_meanwhile_is_still_the_one_that_is_saved(
    desk: Seat, administrator: User, draft: PlanVersion
) -> None:
    """An old page of a stage names that stage, not whichever stands in its place now; saved again, it is the
    one that changes."""
    seat, page = desk(administrator), address("setup_plan_stage", "tree", "looking")
    old = {"name_th": "สำรวจ", "name_en": "Survey", "seen": versions.seal(draft)}
    seat.post(address("setup_plan", "tree"), {"seen": old["seen"], "stage_right": "looking"})
    answer = seat.post(page, old)
    assert (answer.status_code, "<h1>Look</h1>" in text(answer)) == (409, True)
    seat.post(page, old | {"seen": versions.seal(PlanVersion.objects.get(pk=draft.pk))})
    stages = Plan.from_json(PlanVersion.objects.get(pk=draft.pk).content).stages
    assert [(one.key, one.name_en) for one in stages] == [("cutting", "Cut"), ("looking", "Survey")]


def test_enter_in_a_field_of_a_step_saves_it(desk: Seat, administrator: User, draft: PlanVersion) -> None:
    """The Enter key presses the first button of the form: it is not the one that adds a line."""
    page = text(desk(administrator).page("setup_plan_step", "tree", "look"))
    form = page[page.index('<form method="post" novalidate>') :]
    assert form.index("<button") == form.index('<button type="submit" hidden>Save</button>')


def test_a_step_is_written_with_its_condition_and_findings(
    desk: Seat, administrator: User, draft: PlanVersion, kind: RequestType
) -> None:
    """The lines come one by one; a line without a short name gets one."""
    ask(kind, question("wires", "yes_no"))
    seat = desk(administrator)
    lines = rows(row(0, text_th="ความสูง", text_en="Height", kind="number", required="on"), row(1))
    form = typed_step(draft, asked="wires=yes", urgency="urgent", more="1") | lines
    answer = seat.post(address("setup_plan_new_step", "tree", "cutting"), form)
    assert answer["Location"] == address("setup_plan_step", "tree", "prune") + "#findings"
    draft.refresh_from_db()
    made = Plan.from_json(draft.content).by_key["prune"]
    assert (made.when.question, made.when.answer, made.when.urgency) == ("wires", "yes", "urgent")
    assert made.findings == (finding("question_1", "number", "ความสูง", "Height", required=True),)
    first = row(0, key="question_1", text_th="ความสูง", text_en="Height", kind="number", position="2")
    second = row(1, text_th="เอียง", text_en="Leans", kind="one", choice_lines="มาก | Much\nน้อย", position="1")
    form = typed_step(draft, asked="wires=yes") | rows(first, second, stored=1)
    seat.post(address("setup_plan_step", "tree", "prune"), form)
    made = Plan.from_json(PlanVersion.objects.get(pk=draft.pk).content).by_key["prune"]
    assert [(one["key"], one["kind"]) for one in made.findings] == [
        ("question_2", "one"),
        ("question_1", "number"),
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name_th": ""}, "This field is required"),
        ({"days": "400"}, "365"),
        ({"asked": "none=x"}, "Select a valid choice"),
        (rows(row(0, text_th="ก", text_en="a", kind="one")), "at least two answers"),
        (rows(row(0, text_th="ก", text_en="a", key="height")), "Another question has this short name."),
        (rows(row(0, text_th="ก", text_en="a", show_if_key="x", show_if_value="y")), "No earlier question"),
    ],
)
def test_what_does_not_hold_is_refused_and_kept(
    desk: Seat, administrator: User, plan: WorkPlan, fields: dict[str, str], said: str
) -> None:
    height = finding("height", "number", "สูง", "Height")
    draft = draft_of(plan, stage("Look", step("look", findings=[height]), key="looking"))
    answer = desk(administrator).post(
        address("setup_plan_new_step", "tree", "looking"), typed_step(draft, name_en="Prune") | fields
    )
    assert (answer.status_code, said in text(answer), 'value="Prune"' in text(answer)) == (200, True, True)
    assert keys(draft) == [["look"]]


def test_a_condition_that_nothing_asks_any_more_is_shown_and_not_dropped(
    desk: Seat, administrator: User, plan: WorkPlan
) -> None:
    draft = draft_of(plan, stage("Look", step("look", when={"question": "gone", "answer": "yes"})))
    seat = desk(administrator)
    assert "gone=yes" in text(seat.page("setup_plan_step", "tree", "look"))
    seat.post(address("setup_plan_step", "tree", "look"), typed_step(draft, asked="gone=yes"))
    assert Plan.from_json(PlanVersion.objects.get(pk=draft.pk).content).by_key["look"].when.question == "gone"


def test_trying_a_plan_stores_nothing_and_says_why_a_step_is_skipped(
    desk: Seat, administrator: User, plan: WorkPlan, kind: RequestType
) -> None:
    ask(kind, question("wires", "yes_no"))
    near = finding("near", "yes_no", "ใกล้", "Near the line?")
    draft_of(
        plan,
        stage("Look", step("look", findings=[near], when={"question": "wires", "answer": "yes"})),
        stage("Cut", step("line", when={"question": "near", "answer": "yes"}), step("cut", days=3)),
    )
    seat, page = desk(administrator), address("setup_plan_try", "tree", 1)
    both = {"q_wires": "yes", "q_near": "yes"}

    def due(**typed: str) -> list[list[bool]]:
        walked = seat.post(page, typed).context["walked"]
        return [[one.due is not None for one in found.steps] for found in walked]

    before = [*PlanVersion.objects.values()]
    assert due(**both) == [[True], [True, True]]
    # What is found at a step that was skipped is not known.
    assert due(**{**both, "q_wires": "no"}) == [[False], [False, True]]
    assert "“Near the line?” is answered with “Yes”." in text(seat.post(page, {"q_wires": "yes"}))
    assert [*PlanVersion.objects.values()] == before
    assert not SetupChange.objects.exists()


def test_the_list_costs_the_same_however_many_plans_there_are(
    desk: Seat, administrator: User, draft: PlanVersion, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        more = WorkPlan.objects.create(code=f"p{number}", name_th="x", name_en="x")
        RequestTypeFactory(work_plan=more)
        draft_of(more, stage("Look", step("look")))
    seat = desk(administrator)
    seat.page("setup_plans")
    with django_assert_max_num_queries(15):
        seat.page("setup_plans")


def test_the_first_page_of_the_set_up_warns_of_what_nobody_can_finish(
    desk: Seat, administrator: User, plan: WorkPlan, head: User
) -> None:
    """The head has left since the plan was published."""
    other = HeadFactory(department__code="FAR", department__name_en="Far office")
    versions.publish(draft_of(plan, stage("Look", step("look", doer="department", department="FAR"))))
    seat = desk(administrator)
    assert "Nobody can finish the plan" not in text(seat.page("setup"))
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert "Nobody can finish the plan “Tree”. “Step look”: Far office has no head" in text(
        seat.page("setup")
    )
