"""Questions are changed card by card: only as the page has shown them, and only into what can be asked."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cases.errors import Stale
from cases.models import QuestionBlock, RequestType
from cases.questionnaires import blocks, editing
from cases.questionnaires.editing import Edit, Owner, seal
from cases.questionnaires.versions import current
from tests.cases.questions import FAULTS, ask, file_with, question
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def block() -> QuestionBlock:
    """A block that asks for a pole and its fault."""
    found = QuestionBlock.objects.create(code="pole", name_th="เสา", name_en="The pole")
    blocks.publish(found, [question("number"), question("fault", "one")])
    return found


@pytest.fixture
def kind(block: QuestionBlock) -> RequestType:
    """Asks for a colour, then the block, then what waits for the fault."""
    found = RequestTypeFactory(code="lamps", name_en="Street lamps")
    since = question("since", "date", show_if_key="fault", show_if_value="ดับ")
    ask(found, question("colour"), *blocks.asked(block), since)
    return found


def keys(owner: Owner) -> list[str]:
    version = current(owner)
    return [one.key for one in version.in_order] if version else []


def change(owner: Owner, edit: Edit) -> None:
    editing.change(owner, seal(current(owner)), edit)


def refused(owner: Owner, edit: Edit) -> str:
    """What is said of a change; nothing of it is stored."""
    before = current(owner)
    with pytest.raises(ValidationError) as error, override("en"):
        change(owner, edit)
    assert current(owner) == before
    return " ".join(error.value.messages)


def test_a_block_is_one_card_that_moves_as_one(kind: RequestType) -> None:
    case = file_with(current(kind), {"q_colour": "red"})  # type: ignore[arg-type]
    change(kind, partial(editing.moved, owner=kind, name="block:pole", step=-1))
    assert keys(kind) == ["number", "fault", "colour", "since"]
    change(kind, partial(editing.moved, owner=kind, name="block:pole", step=-1))
    change(kind, partial(editing.placed, owner=kind, name="colour", place=99))
    assert keys(kind) == ["number", "fault", "since", "colour"]
    assert (current(kind).version, case.question_set.version) == (3, 1)  # type: ignore[union-attr]


def test_what_waits_for_an_answer_stays_below_it(kind: RequestType) -> None:
    said = refused(kind, partial(editing.placed, owner=kind, name="since", place=0))
    assert "“Question since” is asked only after an answer to “Question fault”" in said
    said = refused(kind, partial(editing.without, owner=kind, name="block:pole"))
    assert "“Question since” is asked only after an answer to this" in said
    change(kind, partial(editing.without, owner=kind, name="since"))
    change(kind, partial(editing.without, owner=kind, name="block:pole"))
    assert keys(kind) == ["colour"]
    change(kind, partial(editing.with_block, code="pole"))
    assert keys(kind) == ["colour", "number", "fault"]
    assert "asked already" in refused(kind, partial(editing.with_block, code="pole"))
    assert "no block" in refused(kind, partial(editing.with_block, code="none"))


def test_conditions_follow_an_answer_that_is_written_anew(kind: RequestType) -> None:
    own = RequestTypeFactory()
    since = question("since", show_if_key="fault", show_if_value="ดับ")
    ask(own, question("fault", "one", stop_value="เสาเอียง", stop_th="ก", stop_en="A", stop_phone="1"), since)
    words = [{"th": "ไฟดับ", "en": "It is out"}, FAULTS[1]]
    fresh = question("fault", "one", choices=words)
    change(own, partial(editing.with_question, question=fresh, renamed={"ดับ": "ไฟดับ"}))
    assert current(own).in_order[1].show_if_value == "ไฟดับ"  # type: ignore[union-attr]
    gone = question("fault", "one", choices=[{"th": "ก", "en": "A"}, {"th": "ข", "en": "B"}])
    said = refused(own, partial(editing.with_question, question=gone))
    assert "“Question since” waits for “ไฟดับ” as answer to “Question fault”" in said


def test_a_block_is_changed_only_into_what_its_kinds_can_ask(block: QuestionBlock, kind: RequestType) -> None:
    said = refused(block, partial(editing.without, owner=block, name="fault"))
    assert "Street lamps: “Question since”" in said
    change(block, partial(editing.moved, owner=block, name="fault", step=-1))
    assert (keys(block), keys(kind)) == (["fault", "number"], ["colour", "fault", "number", "since"])


def test_who_has_seen_other_questions_changes_nothing(kind: RequestType) -> None:
    seen = seal(current(kind))
    change(kind, partial(editing.without, owner=kind, name="since"))
    for edit in (partial(editing.moved, owner=kind, name="colour", step=1), lambda questions: questions):
        with pytest.raises(Stale):
            editing.change(kind, seen, edit)
    with pytest.raises(Stale):
        change(kind, partial(editing.moved, owner=kind, name="since", step=1))
    with pytest.raises(Stale):
        editing.change(RequestTypeFactory(), seen, lambda questions: questions)


def test_a_short_name_is_never_given_twice(block: QuestionBlock, kind: RequestType) -> None:
    change(kind, partial(editing.without, owner=kind, name="colour"))
    names = {text: editing.new_key(kind, text) for text in ("Colour", "Number", "How many?", "ไทย", "new")}
    assert names == {
        "Colour": "colour_2",
        "Number": "number_2",
        "How many?": "how_many",
        "ไทย": "question",
        "new": "new_2",
    }
    assert editing.new_key(block, "Since") == "since_2"
    assert editing.new_key(RequestTypeFactory(), "Since") == "since"
