"""Questions made by the administrator, without a programmer."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import override

from cases.models import QuestionSet
from cases.questionnaires.versions import current
from tests.cases.questions import FAULTS, ask, file_with, question
from tests.factories import RequestTypeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type():
    return RequestTypeFactory(code="street_light")


@pytest.fixture
def browser_of_administrator(client, administrator):
    client.force_login(administrator)
    return client


def row(key="", kind="short", **fields):
    """One question as the page sends it."""
    words = {"text_th": f"คำถาม {key}", "text_en": f"Question {key}"}
    return {"key": key, "kind": kind, **words, **fields}


def stored(question_set):
    """The questions of a version as the page sends them when nothing is touched."""
    return [
        row(
            one.key,
            one.kind,
            id=one.pk,
            position=one.position,
            choice_lines=one.choice_lines,
            show_if_key=one.show_if_key,
            show_if_value=one.show_if_value,
        )
        for one in question_set.questions.all()
    ]


def typed(rows):
    """The fields of the page."""
    kept = sum("id" in one for one in rows)
    data = {"questions-TOTAL_FORMS": len(rows), "questions-INITIAL_FORMS": kept}
    data |= {"blocks-TOTAL_FORMS": 0, "blocks-INITIAL_FORMS": 0}
    for number, one in enumerate(rows):
        data |= {f"questions-{number}-{name}": value for name, value in one.items()}
    return data


def save(client, question_set, rows, **more):
    """Press Save on the page of this version; the rows that are there come first."""
    with override("en"):
        url = reverse("admin:cases_questionset_change", args=[question_set.pk])
    return client.post(url, typed(rows) | more)


def add(client, request_type, rows):
    """Press Save on the page of a kind that asks nothing yet."""
    with override("en"):
        url = reverse("admin:cases_questionset_add")
    return client.post(url, {"request_type": request_type.pk, **typed(rows)})


def errors_of(response):
    """All that the page complains about."""
    formset = response.context["inline_admin_formsets"][0].formset
    return " ".join(str(form.errors) for form in formset.forms) + str(formset.non_form_errors())


def test_an_administrator_gives_a_kind_its_first_questions(browser_of_administrator, request_type):
    rows = [row("pole"), row("fault", "one", choice_lines="ดับ | It is out\nเสาเอียง | The pole leans")]
    assert add(browser_of_administrator, request_type, rows).status_code == 302
    pole, fault = current(request_type).questions.all()
    assert (pole.key, fault.kind, fault.choices) == ("pole", "one", FAULTS)


def test_an_administrator_asks_for_a_telephone_number(browser_of_administrator, request_type):
    rows = [row("owner", "phone", choice_lines="หนึ่ง\nสอง", minimum=1, max_length=9)]
    assert add(browser_of_administrator, request_type, rows).status_code == 302
    one = current(request_type).questions.get()
    assert (one.kind, one.choices, one.minimum, one.max_length) == ("phone", [], None, None)


def test_a_changed_question_makes_a_new_version(browser_of_administrator, request_type):
    old = ask(request_type, question("pole"))
    save(browser_of_administrator, old, [stored(old)[0] | {"text_en": "Which pole?"}])
    assert (current(request_type).version, current(request_type).questions.get().text_en) == (
        2,
        "Which pole?",
    )
    assert old.questions.get().text_en == "Question pole"


def test_saving_without_a_change_makes_none(browser_of_administrator, request_type):
    old = ask(request_type, question("pole"), question("fault", "one"))
    assert save(browser_of_administrator, old, [*stored(old), {"kind": "short"}]).status_code == 302
    assert current(request_type) == old


def test_a_question_is_added_before_the_others(browser_of_administrator, request_type):
    old = ask(request_type, question("pole"))
    save(
        browser_of_administrator, old, [stored(old)[0] | {"position": 2}, row("lamps", "number", position=1)]
    )
    assert [one.key for one in current(request_type).questions.all()] == ["lamps", "pole"]


def test_a_question_that_was_answered_can_be_taken_out(browser_of_administrator, request_type):
    old = ask(request_type, question("pole"), question("fault", "one"))
    case = file_with(old, {"q_pole": "A12"})
    first, second = stored(old)
    save(browser_of_administrator, old, [first | {"DELETE": "on"}, second])
    assert [one.key for one in current(request_type).questions.all()] == ["fault"]
    assert case.answers.get().question.key == "pole"


def test_two_questions_can_change_names(browser_of_administrator, request_type):
    old = ask(request_type, question("a"), question("b"))
    first, second = stored(old)
    save(browser_of_administrator, old, [first | {"key": "b"}, second | {"key": "a"}])
    assert [one.text_en for one in current(request_type).questions.all()] == ["Question a", "Question b"]
    assert [one.key for one in current(request_type).questions.all()] == ["b", "a"]


def test_a_question_without_a_short_name_gets_one(browser_of_administrator, request_type):
    add(browser_of_administrator, request_type, [row(text_th="หนึ่ง"), row("question_1"), row(text_th="สาม")])
    assert [one.key for one in current(request_type).questions.all()] == [
        "question_2",
        "question_1",
        "question_3",
    ]


@pytest.mark.parametrize("words", ["It is out", "ดับ"])
def test_a_condition_is_written_in_either_language(browser_of_administrator, request_type, words):
    waiting = row("since", "date", show_if_key="fault", show_if_value=words)
    add(
        browser_of_administrator,
        request_type,
        [row("fault", "one", choice_lines="ดับ | It is out\nเอียง"), waiting],
    )
    assert current(request_type).questions.get(key="since").show_if_value == "ดับ"


@pytest.mark.parametrize(("words", "value"), [("Yes", "yes"), ("ใช่", "yes"), ("no", "no"), ("ไม่ใช่", "no")])
def test_a_condition_may_be_yes_or_no(browser_of_administrator, request_type, words, value):
    waiting = row("since", "date", show_if_key="hurt", show_if_value=words)
    add(browser_of_administrator, request_type, [row("hurt", "yes_no"), waiting])
    assert current(request_type).questions.get(key="since").show_if_value == value


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([row("a"), row("a")], "Another question"),
        ([row("a", "one")], "at least two"),
        ([row("a", "one", choice_lines="หนึ่ง")], "at least two"),
        ([row("a", "one", choice_lines="หนึ่ง\nหนึ่ง | One")], "the same"),
        ([row("a", "one", choice_lines="| One\nสอง")], "Thai first"),
        ([row("a", "number", minimum=5, maximum=4)], "not smaller"),
        ([row("a", text_th="")], "required"),
        ([row("a", "guess")], "guess"),
        ([row("ก")], "valid"),
        ([row("a", show_if_key="b", show_if_value="yes"), row("b", "yes_no")], "No earlier question"),
        ([row("b"), row("a", show_if_key="b", show_if_value="yes")], "No earlier question"),
        ([row("b", "yes_no"), row("a", show_if_key="b", show_if_value="maybe")], "not one of the answers"),
        ([row("b", "yes_no"), row("a", show_if_key="b")], "or neither"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(browser_of_administrator, request_type, rows, why):
    assert why in errors_of(add(browser_of_administrator, request_type, rows))
    assert current(request_type) is None


def test_what_a_kind_of_answer_does_not_use_is_emptied(browser_of_administrator, request_type):
    add(browser_of_administrator, request_type, [row("a", choice_lines="หนึ่ง\nสอง", minimum=1, max_length=9)])
    one = current(request_type).questions.get()
    assert (one.choices, one.minimum, one.max_length) == ([], None, 9)


def test_an_earlier_version_can_be_read_and_not_changed(browser_of_administrator, request_type):
    old = ask(request_type, question("pole"))
    ask(request_type, question("lamps", "number"))
    with override("en"):
        page = browser_of_administrator.get(reverse("admin:cases_questionset_change", args=[old.pk]))
    assert "Question pole" in page.content.decode()
    assert save(browser_of_administrator, old, stored(old)).status_code == 403


def test_questions_are_never_deleted(browser_of_administrator, request_type):
    asked = ask(request_type, question("pole"))
    with override("en"):
        url = reverse("admin:cases_questionset_delete", args=[asked.pk])
    assert browser_of_administrator.post(url, {"post": "yes"}).status_code == 403
    assert QuestionSet.objects.count() == 1


def test_save_and_go_on_opens_the_new_version(browser_of_administrator, request_type):
    old = ask(request_type, question("pole"))
    answer = save(browser_of_administrator, old, [stored(old)[0] | {"required": "on"}], _continue="1")
    assert f"/questionset/{current(request_type).pk}/change/" in answer.url


def test_the_list_shows_what_is_asked_now(browser_of_administrator, request_type):
    ask(request_type, question("pole"))
    ask(request_type, question("lamps", "number"))
    with override("en"):
        url = reverse("admin:cases_questionset_changelist")
    assert browser_of_administrator.get(url).context["cl"].result_count == 1
    assert browser_of_administrator.get(url, {"versions": "all"}).context["cl"].result_count == 2


def test_who_may_only_look_cannot_change_questions(client, request_type):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_questionset"))
    client.force_login(reader)
    old = ask(request_type, question("pole"))
    assert save(client, old, [stored(old)[0] | {"text_en": "Else"}]).status_code == 403


def test_an_officer_has_no_part_in_it(client, request_type, officer):
    client.force_login(officer)
    asked = ask(request_type, question("pole"))
    assert save(client, asked, stored(asked)).status_code == 302
    assert current(request_type) == asked
