"""Blocks of questions: one wording that several request types ask, changed in one place."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.models import QuestionBlock, RequestType, SetupChange, User
from cases.questionnaires import blocks
from cases.questionnaires.versions import current
from cases.setup.files import written
from cases.setup.imports import bring_in
from tests.cases.questionnaires.test_admin import errors_of, row, stored, typed
from tests.cases.questions import FAULTS, ask, file_with, question
from tests.cases.setup.test_files import HEAD, wrong
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def block() -> QuestionBlock:
    """A block that asks for a pole and its fault."""
    found = QuestionBlock.objects.create(code="pole", name_th="เสา", name_en="The pole")
    blocks.publish(found, [question("number"), question("fault", "one")])
    return found


@pytest.fixture
def lamps(block: QuestionBlock) -> RequestType:
    """A request type whose last question waits for an answer of the block."""
    kind = RequestTypeFactory(code="lamps", name_en="Street lamps")
    since = question("since", "date", show_if_key="fault", show_if_value="ดับ")
    ask(kind, question("colour"), *blocks.asked(block), since)
    return kind


@pytest.fixture
def wires(block: QuestionBlock) -> RequestType:
    """A request type that asks the block and nothing else."""
    kind = RequestTypeFactory(code="wires", name_en="Wires")
    ask(kind, *blocks.asked(block))
    return kind


def keys(kind: RequestType) -> list[str]:
    """What a request type asks now."""
    version = current(kind)
    return [one.key for one in version.in_order] if version else []


def test_a_change_of_a_block_reaches_every_request_type_and_no_case(
    block: QuestionBlock, lamps: RequestType, wires: RequestType
) -> None:
    asked = current(lamps)
    assert asked
    case = file_with(asked, {"q_number": "A12", "q_fault": "ดับ"})
    blocks.publish(block, [question("height", "number"), *blocks.asked(block)])
    assert (keys(lamps), keys(wires)) == (
        ["colour", "height", "number", "fault", "since"],
        ["height", "number", "fault"],
    )
    assert [one.question.key for one in case.answers.all()] == ["number", "fault"]
    assert (case.question_set, asked.questions.count()) == (asked, 4)
    before = [current(lamps), current(wires), current(block)]
    blocks.publish(block, blocks.asked(block))
    assert [current(lamps), current(wires), current(block)] == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ([question("number")], "No earlier question"),
        ([question("fault", "one", choices=[FAULTS[1], {"th": "ก", "en": "A"}])], "not one of the answers"),
        ([question("fault", "one"), question("colour")], "colour"),
        ([], "at least one"),
    ],
)
def test_a_change_that_breaks_a_request_type_is_refused_with_its_name(
    block: QuestionBlock, lamps: RequestType, wires: RequestType, change: list[object], said: str
) -> None:
    before = (current(block), current(lamps), current(wires))
    with pytest.raises(ValidationError) as refused, override("en"):
        blocks.publish(block, change)  # type: ignore[arg-type]
    assert said in (text := " ".join(refused.value.messages)), text
    assert ("Wires" in text, "Street lamps" in text or not change) == (False, True)
    assert (current(block), current(lamps), current(wires)) == before


def test_the_database_refuses_questions_of_nobody_and_of_two(
    block: QuestionBlock, lamps: RequestType
) -> None:
    version = current(lamps)
    assert version
    for wrongly in ({"block": block}, {"request_type": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(version).objects.filter(pk=version.pk).update(**wrongly)


def test_the_page_of_a_kind_inserts_a_block_among_its_questions(
    client: Client, administrator: User, block: QuestionBlock
) -> None:
    client.force_login(administrator)
    kind = RequestTypeFactory(code="lamps")
    old = ask(kind, question("first"), question("last"))
    first, last = stored(old)
    inserted = {"blocks-TOTAL_FORMS": 1, "blocks-0-position": 1, "blocks-0-inserts": block.pk}
    with override("en"):
        url = reverse("admin:cases_questionset_change", args=[old.pk])
    rows = [first, last | {"show_if_key": "fault", "show_if_value": "It is out"}]
    assert client.post(url, typed(rows) | inserted).status_code == 302
    assert keys(kind) == ["first", "number", "fault", "last"]
    version = current(kind)
    assert version
    assert version.in_order[3].show_if_value == "ดับ"
    with override("en"):
        url = reverse("admin:cases_questionset_change", args=[version.pk])
    page = client.get(url).text
    assert (page.count('name="questions-0-key"'), "คำถาม fault" in page) == (1, False)
    refused = client.post(url, typed([row("number")]) | inserted)
    assert "Another question has this short name" in errors_of(refused)


def test_a_block_is_taken_out_of_a_kind(client: Client, administrator: User, wires: RequestType) -> None:
    client.force_login(administrator)
    version = current(wires)
    assert version
    first = version.in_order[0]
    url = reverse("admin:cases_questionset_change", args=[version.pk])
    out = {
        "blocks-TOTAL_FORMS": 1,
        "blocks-INITIAL_FORMS": 1,
        "blocks-0-id": first.pk,
        "blocks-0-DELETE": "on",
    }
    out |= {"blocks-0-position": 1, "blocks-0-inserts": first.block_id}
    assert client.post(url, typed([row("own")]) | out).status_code == 302
    assert keys(wires) == ["own"]


def test_the_page_of_a_block_changes_it_and_names_who_asks_it(
    client: Client, administrator: User, block: QuestionBlock, lamps: RequestType
) -> None:
    client.force_login(administrator)
    with override("en"):
        url = reverse("admin:cases_questionblock_change", args=[block.pk])
    version = current(block)
    assert version
    number, fault = stored(version)
    names = {"name_th": "เสา", "name_en": "The pole", "position": 0}
    assert "Street lamps" in client.get(url).text
    asked = typed([number, fault | {"DELETE": "on"}])
    assert "Street lamps" in errors_of(client.post(url, asked | names | {"active": "on"}))
    assert "Street lamps" in client.post(url, typed([number, fault]) | names).text
    assert QuestionBlock.objects.get().active
    changed = typed([number | {"text_en": "Which pole?"}, fault]) | names | {"active": "on"}
    assert client.post(url, changed).status_code == 302
    assert "Which pole?" in [one.text_en for one in current(lamps).in_order]  # type: ignore[union-attr]
    [line] = SetupChange.objects.all()
    assert (line.table, line.title) == ("cases.blockversion", "เสา")


@pytest.mark.parametrize("page", ["changelist", "add"])
def test_who_may_not_change_questions_does_not_open_blocks(client: Client, clerk: User, page: str) -> None:
    client.force_login(clerk)
    assert client.get(reverse(f"admin:cases_questionblock_{page}")).status_code in (302, 403)


def test_a_file_holds_blocks_and_names_them_where_they_are_asked(
    block: QuestionBlock, lamps: RequestType, wires: RequestType
) -> None:
    text = written()
    assert (text.count("block: pole"), text.count("- key: fault")) == (3, 1)
    before = [current(lamps), current(wires), current(block)]
    assert bring_in(text, by=None) == []
    assert [current(lamps), current(wires), current(block)] == before
    renamed = text.replace("key: fault", "key: defect").replace("show_if_key: fault", "show_if_key: defect")
    bring_in(renamed, by=None)
    assert (keys(lamps), keys(wires)) == (["colour", "number", "defect", "since"], ["number", "defect"])


def test_a_file_that_breaks_a_kind_or_a_block_that_is_asked_is_refused(
    block: QuestionBlock, lamps: RequestType
) -> None:
    rows = "- block: pole\n  questions:\n  - {key: number, kind: short, text_th: ก, text_en: A}\n"
    [(_line, words)] = wrong(f"{HEAD}cases.blockversion:\n{rows}")
    assert lamps.name_th in words or lamps.name_en in words
    assert wrong(f"{HEAD}cases.questionblock: []\n")
    rows = "- request_type: lamps\n  questions:\n  - {block: none}\n"
    [(_line, words)] = wrong(f"{HEAD}cases.questionset:\n{rows}")
    assert "none" in words
    assert keys(lamps) == ["colour", "number", "fault", "since"]
