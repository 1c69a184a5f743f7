"""A case with a work plan on the pages of those who work it: its steps, its findings, its approvals."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cases.actions import findings, lifecycle, plan_moves, subtasks
from cases.models import Case, CaseEvent, Department, Finding, Membership, RequestType, Subtask, User
from tests.cases.actions.test_plan_moves import another
from tests.cases.actions.test_stages import filed, now, published, row, stage, step
from tests.factories import HeadFactory, OfficerFactory, RequestTypeFactory, ResultCodeFactory
from tests.pictures import picture
from tests.workflows.views.case.test_sent_again import opened
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows import engine
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db
LINE = {
    "key": "near_line",
    "kind": "yes_no",
    "text_th": "ใกล้สายไฟ",
    "text_en": "Near a line",
    "required": True,
}
VOLTS = {
    **{"key": "volts", "kind": "number", "text_th": "กี่โวลต์", "text_en": "Volts", "required": True},
    **{"show_if_key": "near_line", "show_if_value": "yes"},
}
NOTE = {"key": "note", "kind": "short", "text_th": "หมายเหตุ", "text_en": "Remark"}
BARK = {"key": "bark", "kind": "file", "text_th": "รูปเปลือก", "text_en": "Bark"}
DEED = {"key": "deed", "kind": "paper", "text_th": "โฉนด", "text_en": "Title deed", "required": True}


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="tree", department=department, target_working_days=30)


@pytest.fixture
def there(stranger: User) -> Department:
    """The department of the stranger."""
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def tree(request_type: RequestType, there: Department, head: User, officer: User) -> Case:
    """A case whose plan has a look, a step of another department under a condition, and an approval."""
    line = {"when": {"question": "near_line", "answer": "yes"}, "department": there.code}
    published(
        request_type,
        stage(
            "Look",
            step("look", kind="inspect", findings=[LINE, VOLTS, NOTE, BARK]),
            step("more", optional=True),
        ),
        stage("Cut", step("line", doer="department", **line), step("cut", may_skip=True)),
        stage("Approve", step("yes", kind="approve", doer="head")),
    )
    return filed(request_type, head, officer)


def at(subtask: Subtask, verb: str) -> str:
    return address("subtask", subtask.case.number, subtask.pk, verb)


def do(seat: Desk, subtask: Subtask, verb: str, **typed: Any) -> Any:
    task = engine.open_task(subtask).pk if subtask.is_open else ""
    return seat.post(at(subtask, verb), {"task": task, **typed})


def kept(subtask: Subtask) -> dict[str, Any]:
    return {one.key: one.value for one in Finding.objects.filter(subtask=subtask)}


def tree_head(case: Case) -> User:
    """The head of the department of the case."""
    return User.objects.get(memberships__department=case.department, memberships__role="head")


def test_what_was_done_under_a_version_that_the_case_has_left_is_still_read(
    desk: Seat, request_type: RequestType, head: User, officer: User
) -> None:
    """Its step is gone in the version to which the case has moved; an old page of it says so."""
    published(request_type, stage("a", step("look", findings=[NOTE])), stage("b", step("cut")))
    case = filed(request_type, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=officer, values={"note": "ต้นเอียง"})
    plan_moves.move(now(case), to=another(now(case), stage("b", step("cut"))), by=head)
    for reader in (officer, head):
        page = text(desk(reader).page("case", case.number))
        for said in ("earlier version", "Step look", "Remark", "ต้นเอียง", "Step cut"):
            assert said in page
    answer = do(desk(officer), row(case, "look"), "finish", result="typed words")
    assert (answer.status_code, "typed words" in text(answer)) == (409, True)


class TestFindings:
    def test_the_page_says_what_is_to_be_done_where_and_what_was_found(
        self, desk: Seat, tree: Case, officer: User
    ) -> None:
        Case.objects.update(place="ริมคลอง", latitude="17.4", longitude="102.8")
        findings.keep(row(tree, "look"), {"note": "ต้นเอียง"}, by=officer)
        page = text(desk(officer).get(at(row(tree, "look"), "finish")))
        for said in ("Step look", "ริมคลอง", "openstreetmap", "Near a line", "ต้นเอียง", str(officer)):
            assert said in page

    def test_save_keeps_the_good_lines_and_what_was_typed_in_the_bad_ones(
        self, desk: Seat, tree: Case, officer: User
    ) -> None:
        typed = {"q_near_line": "yes", "q_volts": "viel", "q_note": "hoch"}
        page = do(desk(officer), row(tree, "look"), "finish", save=1, **typed)
        assert kept(row(tree, "look")) == {"near_line": "yes", "note": "hoch"}
        assert (page.status_code, "viel" in text(page), row(tree, "look").is_open) == (200, True, True)
        assert do(desk(officer), row(tree, "look"), "finish", save=1, q_volts="0").status_code == 302
        assert kept(row(tree, "look"))["volts"] == 0

    def test_a_line_that_a_colleague_has_changed_meanwhile_is_not_overwritten(
        self, desk: Seat, tree: Case, officer: User, head: User
    ) -> None:
        findings.keep(row(tree, "look"), {"near_line": "no", "note": "hers"}, by=head)
        old = {"seen_q_near_line": "null", "seen_q_note": "null", "q_near_line": "", "q_note": ""}
        assert do(desk(officer), row(tree, "look"), "finish", save=1, **old).status_code == 302
        assert kept(row(tree, "look")) == {"near_line": "no", "note": "hers"}
        page = do(desk(officer), row(tree, "look"), "finish", save=1, **old | {"q_note": "mine"})
        assert "has written “hers” here" in text(page)
        assert kept(row(tree, "look"))["note"] == "hers"
        again = old | {"q_note": "mine", "seen_q_note": '"hers"'}
        do(desk(officer), row(tree, "look"), "finish", save=1, **again)
        assert kept(row(tree, "look"))["note"] == "mine"

    def test_what_was_filled_in_stands_on_the_page_of_who_has_lost_the_case(
        self, desk: Seat, tree: Case, officer: User, colleague: User, head: User
    ) -> None:
        """Numbers and choices too, also those that could not be taken."""
        shown = opened(desk(officer), "subtask", tree.number, row(tree, "look").pk, "finish")
        lifecycle.assign(now(tree), to=colleague, by=head)
        typed = {"q_near_line": "yes", "q_volts": "viel", "q_note": "hoch"}
        answer = desk(officer).post(at(row(tree, "look"), "finish"), {**shown, **typed})
        page = text(answer)
        assert (answer.status_code, "Nothing was done." in page, kept(row(tree, "look"))) == (409, True, {})
        for said in ("Near a line", "Yes", "Volts", "viel", "hoch"):
            assert said in page

    def test_what_was_emptied_or_does_not_apply_any_more_is_removed(
        self, desk: Seat, tree: Case, officer: User
    ) -> None:
        findings.keep(row(tree, "look"), {"near_line": "yes", "note": "x"}, by=officer)
        findings.keep(row(tree, "look"), {"volts": Decimal(230)}, by=officer)
        shown = {"seen_q_near_line": '"yes"', "seen_q_volts": "230", "seen_q_note": '"x"'}
        do(desk(officer), row(tree, "look"), "finish", save=1, q_near_line="no", q_note="", **shown)
        assert kept(row(tree, "look")) == {"near_line": "no"}

    def test_the_history_says_what_stood_there_before(
        self, desk: Seat, tree: Case, officer: User, head: User
    ) -> None:
        """Where a value is corrected, removed, or found otherwise when the step is done once more; not where
        it is written for the first time, or as it was."""
        changed = CaseEvent.objects.filter(case=tree, kind="finding_changed")
        for values in ({"near_line": "no", "note": "oak"}, {"note": "oak"}):
            findings.keep(row(tree, "look"), values, by=officer)
        assert not changed.exists()
        findings.keep(row(tree, "look"), {"note": "elm"}, by=head)
        findings.keep(row(tree, "look"), {"note": ""}, by=officer)
        subtasks.finish_subtask(row(tree, "look"), by=officer)
        subtasks.finish_subtask(row(tree, "cut"), by=officer)
        subtasks.return_step(row(tree, "yes"), to="look", by=head, reason="Look again.")
        subtasks.finish_subtask(
            row(tree, "look"), by=officer, values={"near_line": "yes", "volts": Decimal(230)}
        )
        page = text(desk(officer).page("case", tree.number))
        for words in ("Remark: oak → elm", "Remark: elm → –", "Near a line: No → Yes"):
            assert page.count(words) == 1
        assert list(changed.order_by("pk").values_list("by", flat=True)) == [head.pk, officer.pk, officer.pk]

    def test_a_photo_is_kept_with_the_case_and_shown(self, desk: Seat, tree: Case, officer: User) -> None:
        do(desk(officer), row(tree, "look"), "finish", save=1, q_bark=picture())
        found = Finding.objects.get(key="bark")
        assert found.attachment is not None
        assert found.attachment.event is not None
        assert (found.attachment.case, found.attachment.event.kind) == (tree, "step_photo")
        assert f"/photos/{found.attachment.pk}/" in text(desk(officer).get(at(row(tree, "look"), "finish")))
        assert "Photo taken at a step" in text(desk(officer).page("case", tree.number))

    def test_done_names_what_is_missing_beside_its_line_and_keeps_the_rest(
        self, desk: Seat, tree: Case, officer: User
    ) -> None:
        page = do(desk(officer), row(tree, "look"), "finish", q_near_line="yes", q_note="kept")
        assert "This has to be filled in." in text(page)
        assert (row(tree, "look").is_open, kept(row(tree, "look"))["note"]) == (True, "kept")
        assert do(desk(officer), row(tree, "look"), "finish", q_volts="230").status_code == 302
        assert row(tree, "look").state == "done"

    def test_a_dash_for_the_citizen_is_told_before_it_is_sent(
        self, desk: Seat, request_type: RequestType, head: User, officer: User
    ) -> None:
        """Of the step's own words, and of those that follow at once; a box says that it is meant."""
        news = step("news", kind="inform", shown="letter", told_th="สูง {findings.note}")
        published(request_type, stage("Look", step("look", findings=[NOTE])), stage("Tell", news))
        case, seat = filed(request_type, head, officer), desk(officer)
        page = text(do(seat, row(case, "look"), "finish"))
        assert "The citizen is told of this, and nothing was filled in: Remark." in page
        assert row(case, "look").is_open
        do(seat, row(case, "look"), "finish", with_dash="on")
        assert case.events.get(kind="informed").message == "สูง –"

    @pytest.mark.parametrize("name", ["colleague", "stranger", "clerk", "head"])
    def test_nobody_else_fills_in_a_line(
        self, desk: Seat, tree: Case, colleague: User, request: pytest.FixtureRequest, name: str
    ) -> None:
        user = request.getfixturevalue(name)
        answer = do(desk(user), row(tree, "look"), "finish", save=1, q_note="not mine")
        assert answer.status_code in (403, 404)
        assert not kept(row(tree, "look"))

    def test_a_step_that_is_done_takes_no_line_any_more_and_shows_what_was_typed(
        self, desk: Seat, tree: Case, officer: User
    ) -> None:
        seat, subtask = desk(officer), row(tree, "look")
        task = engine.open_task(subtask).pk
        do(seat, subtask, "finish", q_near_line="no")
        page = seat.post(at(subtask, "finish"), {"task": task, "save": 1, "q_note": "too late"})
        assert (page.status_code, "too late" in text(page)) == (409, True)
        assert "note" not in kept(subtask)


class TestTheRoad:
    def test_from_the_look_to_the_result(
        self, desk: Seat, tree: Case, head: User, officer: User, stranger: User, there: Department
    ) -> None:
        """A condition holds, another department does its step, the approval is sent back, then given."""
        helper = OfficerFactory(username="helper", department=there)
        do(desk(officer), row(tree, "look"), "finish", q_near_line="yes", q_volts="230")
        page = text(desk(stranger).page("case", tree.number))
        assert "Stage 2 of 3: Cut" in page
        assert do(desk(stranger), row(tree, "line"), "assign", to=helper.pk).status_code == 302
        assert do(desk(helper), row(tree, "line"), "finish").status_code == 302
        assert do(desk(officer), row(tree, "cut"), "skip", reason="Dead already.").status_code == 302
        assert "Stage 3 of 3: Approve" in text(desk(head).page("case", tree.number))
        back = do(desk(head), row(tree, "yes"), "return", to="cut", reason="It stands.")
        assert back.status_code == 302
        assert (now(tree).stage, row(tree, "cut").turn) == (2, 2)
        for name, user in (("cut", officer), ("yes", head)):
            assert do(desk(user), row(tree, name), "finish").status_code == 302
        day = timezone.localdate()
        on = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
        said = {"result": ResultCodeFactory().pk, "details": "Cut.", **on}
        assert desk(officer).do(tree, "resolve", **said).status_code == 302
        assert now(tree).status == "resolved"
        assert not list(disagreements())

    def test_the_approver_reads_what_was_done(
        self, desk: Seat, tree: Case, head: User, officer: User
    ) -> None:
        """On the page of the approval: each step that was done, with what was found and said."""
        assert "Further photos" in text(desk(officer).get(at(row(tree, "look"), "finish")))
        found = {"q_near_line": "no", "q_note": "An old oak", "q_bark": picture()}
        do(desk(officer), row(tree, "look"), "finish", result="Looked at it.", **found)
        do(desk(officer), row(tree, "cut"), "skip", reason="Dead already.")
        page = text(desk(head).get(at(row(tree, "yes"), "finish")))
        bark = Finding.objects.get(key="bark").attachment
        assert bark is not None
        for words in ("What was done", "Looked at it.", "An old oak", f"/photos/{bark.pk}/"):
            assert words in page
        assert "Dead already." not in page

    def test_the_page_says_why_a_step_was_skipped_and_whose_turn_it_is(
        self, desk: Seat, tree: Case, officer: User
    ) -> None:
        do(desk(officer), row(tree, "look"), "finish", q_near_line="no")
        page = desk(officer).page("case", tree.number)
        assert "“Near a line” is answered with “Yes”." in text(page)
        assert page.context["page"].next == f"“Step cut” is with: {officer}."
        assert "Work on the step: Step cut" in text(page)
        assert "Work on the step: Step cut" not in text(desk(tree_head(tree)).page("case", tree.number))
        assert "The plan has steps that are not done yet" in text(
            desk(officer).page("step", tree.number, "resolve")
        )

    @pytest.mark.parametrize(
        ("when", "why"),
        [
            ({"urgency": "urgent"}, "The urgency is: "),
            ({"community": "หนองบัว"}, "The community&#x27;s name contains “หนองบัว”."),
            ({"question": "near_line", "answer": "yes"}, "“Near a line” is answered with “Yes”."),
        ],
    )
    def test_of_each_condition_the_page_says_why_not_and_the_citizen_hears_nothing(
        self, desk: Seat, request_type: RequestType, head: User, officer: User, when: Any, why: str
    ) -> None:
        published(
            request_type,
            stage("Look", step("look", findings=[LINE])),
            stage("Cut", step("secret", when=when), step("cut")),
        )
        case = filed(request_type, head, officer)
        assert f"Only where this holds: {why}" in text(desk(officer).page("case", case.number))
        do(desk(officer), row(case, "look"), "finish", q_near_line="no")
        assert f"It is done only where this holds: {why}" in text(desk(officer).page("case", case.number))
        assert CaseEvent.Kind.STEP_SKIPPED not in CaseEvent.SHOWN

    def test_a_refused_step_is_asked_once_more_or_skipped(
        self, desk: Seat, tree: Case, head: User, officer: User, stranger: User
    ) -> None:
        do(desk(officer), row(tree, "look"), "finish", q_near_line="yes", q_volts="9")
        do(desk(stranger), row(tree, "line"), "refuse", reason="No time.")
        refused = row(tree, "line")
        assert "was refused" in text(desk(head).page("case", tree.number))
        assert do(desk(head), refused, "repeat").status_code == 302
        assert (row(tree, "line").turn, row(tree, "line").state) == (2, "asked")
        assert do(desk(head), refused, "repeat").status_code == 409
        do(desk(stranger), row(tree, "line"), "refuse", reason="No time still.")
        assert do(desk(head), row(tree, "line"), "skip", reason="We do it.").status_code == 302
        assert not list(disagreements())

    def test_an_optional_step_is_added_and_keeps_the_stage_open(
        self, desk: Seat, tree: Case, officer: User
    ) -> None:
        assert "Step more" in text(desk(officer).page("step", tree.number, "add_step"))
        assert desk(officer).do(tree, "add_step", key="more").status_code == 302
        do(desk(officer), row(tree, "look"), "finish", q_near_line="no")
        assert (now(tree).stage, row(tree, "more").is_open) == (1, True)
        assert not list(disagreements())
        assert do(desk(officer), row(tree, "more"), "finish").status_code == 302
        assert now(tree).stage == 2
        assert desk(officer).do(tree, "add_step", key="more").status_code == 409

    def test_nobody_approves_their_own_work(
        self, desk: Seat, request_type: RequestType, head: User, officer: User
    ) -> None:
        HeadFactory(username="other_head", department=request_type.department)
        published(
            request_type,
            stage("a", step("look", doer="head")),
            stage("b", step("yes", kind="approve", doer="head")),
        )
        case = filed(request_type, head, officer)
        do(desk(head), row(case, "look"), "finish")
        page = do(desk(head), row(case, "yes"), "finish", result="It is fine.")
        assert page.status_code == 409
        assert "Somebody else has to approve it." in text(page)
        assert "It is fine." in text(page)

    def test_missing_papers_are_named_before_they_are_asked_for(
        self, desk: Seat, request_type: RequestType, head: User, officer: User
    ) -> None:
        published(request_type, stage("a", step("check", kind="papers", findings=[DEED])))
        case = filed(request_type, head, officer)
        assert do(desk(officer), row(case, "check"), "ask_papers").status_code == 409
        page = do(desk(officer), row(case, "check"), "finish", q_deed="missing")
        assert (page.status_code, "Documents are missing: Title deed" in text(page)) == (409, True)
        assert "<li>Title deed</li>" in text(desk(officer).get(at(row(case, "check"), "ask_papers")))
        assert do(desk(officer), row(case, "check"), "ask_papers").status_code == 302
        assert now(case).status == "waiting"
        assert not list(disagreements())

    def test_an_act_that_steps_do_not_have_is_no_page(
        self, desk: Seat, tree: Case, head: User, officer: User
    ) -> None:
        assert desk(head).get(at(row(tree, "look"), "cancel")).status_code == 404
        assert desk(officer).get(at(row(tree, "look"), "fly")).status_code == 404


def test_a_plan_of_eight_steps_costs_at_most_four_statements_more(
    desk: Seat, request_type: RequestType, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    plain = filed(request_type, head, officer)
    asked = {"when": {"question": "near_line", "answer": "yes"}}
    published(
        request_type,
        stage(
            "a",
            step("look", findings=[LINE, NOTE]),
            step("b"),
            step("c"),
            step("papers", kind="papers", findings=[DEED]),
        ),
        stage("b", step("d", **asked), step("e"), step("f"), step("g", kind="approve", doer="head")),
    )
    planned = filed(request_type, head, officer)
    seat = desk(officer)
    for case in (plain, planned):
        seat.page("case", case.number)
    with django_assert_max_num_queries(200) as without:
        seat.page("case", plain.number)
    with django_assert_max_num_queries(len(without) + 4):
        seat.page("case", planned.number)


def test_a_line_of_the_history_names_the_step(desk: Seat, tree: Case, officer: User) -> None:
    subtasks.finish_subtask(row(tree, "look"), by=officer, values={"near_line": "no"})
    page = text(desk(officer).page("case", tree.number))
    assert "<strong>Step done</strong>: Step look" in page
    assert "<strong>Stage begun</strong>: Stage 2 of 3: Cut" in page
