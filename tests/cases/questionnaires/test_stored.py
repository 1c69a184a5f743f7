"""Answers stored with their case, and read again: on pages, in the search, in the export."""

import uuid

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cases.drafts.uploads import DraftUploads, owns
from cases.forms.questions import QuestionForm
from cases.intake.filing import submit
from cases.models import Answer, Attachment, Case, QuestionSet
from cases.questionnaires import answers
from cases.questionnaires.answer_uploads import answer_uploads
from tests.cases.questions import ask, file_with, question
from tests.factories import FilingFactory, RequestTypeFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> QuestionSet:
    return ask(RequestTypeFactory(), question("pole"), question("fault", "one"), question("lamps", "number"))


TYPED = {"q_pole": "A12", "q_fault": "ดับ"}


def test_answers_are_stored_with_their_case(asked):
    case = file_with(asked, TYPED)
    assert case.question_set == asked
    assert [(one.question.key, one.text_en) for one in case.answers.all()] == [
        ("pole", "A12"),
        ("fault", "It is out"),
    ]


def test_a_case_that_cannot_be_stored_leaves_no_answers(asked):
    token = uuid.uuid4()
    file_with(asked, TYPED, token=token)
    with pytest.raises(IntegrityError):
        file_with(asked, TYPED, token=token)


@pytest.mark.django_db(transaction=True)
def test_a_second_filing_with_the_same_form_leaves_one_set_of_answers(asked):
    token = uuid.uuid4()
    file_with(asked, TYPED, token=token)
    with pytest.raises(IntegrityError):
        file_with(asked, TYPED, token=token)
    assert Answer.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_an_answer_to_another_kinds_question_stores_nothing(asked):
    other = ask(RequestTypeFactory(), question("x"))
    stray = answers.answer(other.questions.get(), "x")
    request = FilingFactory(request_type=asked.request_type)
    request.question_set, request.answers = asked, [stray]
    with pytest.raises(ValueError, match="not asked"):
        submit(request)
    assert not Case.objects.exists()


def test_answers_cost_one_statement_however_many(asked):
    file_with(asked, {})
    with CaptureQueriesContext(connection) as without:
        file_with(asked, {})
    with CaptureQueriesContext(connection) as having:
        file_with(asked, {**TYPED, "q_lamps": "3"})
    assert len(having) == len(without) + 1


def test_the_pages_show_questions_and_answers_in_the_readers_language(asked):
    case = file_with(asked, TYPED)
    page = Template("{% load questions %}<dl>{% answers_of case %}</dl>")
    with override("en"):
        english = page.render(Context({"case": case}))
    with override("th"):
        thai = page.render(Context({"case": case}))
    assert ("Question fault" in english, "It is out" in english) == (True, True)
    assert ("คำถาม fault" in thai, "ดับ" in thai) == (True, True)


def test_an_answer_is_shown_as_text_never_as_markup(asked):
    case = file_with(asked, {"q_pole": "<script>1</script>"})
    assert "<script>" not in Template("{% load questions %}{% answers_of case %}").render(
        Context({"case": case})
    )


def test_showing_the_answers_costs_one_statement(asked, django_assert_num_queries):
    case = file_with(asked, {**TYPED, "q_lamps": "3"})
    with django_assert_num_queries(1):
        Template("{% load questions %}{% answers_of case %}").render(Context({"case": case}))


def test_a_case_that_was_asked_nothing_costs_no_statement(case, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert (
            Template("{% load questions %}{% answers_of case %}").render(Context({"case": case})).strip()
            == ""
        )


def test_the_export_has_the_answers_by_their_short_names(asked, django_assert_num_queries):
    first, second = file_with(asked, TYPED), file_with(asked, {"q_lamps": "3"})
    with django_assert_num_queries(1), override("en"):
        rows = answers.rows([first.pk, second.pk])
    assert rows == {first.pk: {"pole": "A12", "fault": "It is out"}, second.pk: {"lamps": "3"}}


def test_a_telephone_number_is_in_the_export_of_the_case_and_not_in_that_about_nobody():
    case = file_with(ask(RequestTypeFactory(), question("owner", "phone")), {"q_owner": "0812345678"})
    assert answers.rows([case.pk]) == {case.pk: {"owner": "081 234 5678"}}
    assert answers.rows([case.pk], typed=False) == {}


def test_the_pages_show_a_telephone_number_as_one_dials_it():
    case = file_with(ask(RequestTypeFactory(), question("owner", "phone")), {"q_owner": "042211234#17"})
    with override("th"):
        page = Template("{% load questions %}{% answers_of case %}").render(Context({"case": case}))
    assert "042 211 234 ต่อ 17" in page


def sent(rf, data, *, session=None):
    """A POST of a browser."""
    request = rf.post("/", data)
    request.session = session or SessionStore()
    return request


@pytest.fixture
def with_photo() -> QuestionSet:
    return ask(RequestTypeFactory(), question("paper", "file", required=True))


def uploads_of(rf, asked, data, *, token, session=None):
    """What each question's uploads hold after this POST."""
    by_key = answer_uploads(sent(rf, data, session=session), token, asked)
    for uploads in by_key.values():
        uploads.take()
    return by_key


def test_a_photo_that_answers_a_question_belongs_to_the_case(rf, with_photo):
    uploads = uploads_of(rf, with_photo, {"q_paper": picture()}, token=uuid.uuid4())
    case = file_with(with_photo, {}, uploads=uploads)
    photo = case.answers.get().attachment
    assert (photo.case, photo.draft, photo.event.kind) == (case, None, "submitted")


def test_a_photo_is_shown_by_its_thumbnail(rf, with_photo):
    case = file_with(
        with_photo, {}, uploads=uploads_of(rf, with_photo, {"q_paper": picture()}, token=uuid.uuid4())
    )
    html = Template("{% load questions %}{% answers_of case %}").render(Context({"case": case}))
    assert f"/photos/{case.answers.get().attachment_id}/thumbnail/" in html


def test_a_file_that_is_no_photo_is_refused_beside_its_question(rf, with_photo):
    uploads = uploads_of(rf, with_photo, {"q_paper": picture(name="x.txt", format="BMP")}, token=uuid.uuid4())
    form = QuestionForm({})
    form.ask(with_photo, uploads=uploads)
    assert "q_paper" in form.errors


def test_a_photo_survives_an_error_elsewhere_on_the_form(rf, with_photo):
    token, session = uuid.uuid4(), SessionStore()
    uploads_of(rf, with_photo, {"q_paper": picture()}, token=token, session=session)
    again = uploads_of(rf, with_photo, {}, token=token, session=session)["paper"]
    assert len(again.photos) == 1
    assert owns(again.request, again.photos[0].draft)


def test_another_photo_takes_the_place_of_the_first(rf, with_photo):
    token, session = uuid.uuid4(), SessionStore()
    first = uploads_of(rf, with_photo, {"q_paper": picture()}, token=token, session=session)["paper"].photos
    other = {"q_paper": picture(64, 48)}
    second = uploads_of(rf, with_photo, other, token=token, session=session)["paper"].photos
    assert first != second
    assert list(Attachment.objects.all()) == second


def test_a_bad_file_leaves_the_good_photo_in_its_place(rf, with_photo):
    token, session = uuid.uuid4(), SessionStore()
    uploads_of(rf, with_photo, {"q_paper": picture()}, token=token, session=session)
    bad = {"q_paper": picture(format="BMP")}
    assert len(uploads_of(rf, with_photo, bad, token=token, session=session)["paper"].photos) == 1


def test_a_ticked_photo_is_removed(rf, with_photo):
    token, session = uuid.uuid4(), SessionStore()
    photo = uploads_of(rf, with_photo, {"q_paper": picture()}, token=token, session=session)["paper"].photos[
        0
    ]
    assert (
        uploads_of(rf, with_photo, {"remove_q_paper": photo.pk}, token=token, session=session)["paper"].photos
        == []
    )


def test_the_photos_of_the_form_itself_stay_apart(rf, with_photo):
    token, session = uuid.uuid4(), SessionStore()
    uploads_of(rf, with_photo, {"q_paper": picture()}, token=token, session=session)
    assert DraftUploads(sent(rf, {}, session=session), token).photos == []


def test_another_browser_does_not_get_the_photo(rf, with_photo):
    token = uuid.uuid4()
    uploads_of(rf, with_photo, {"q_paper": picture()}, token=token)
    assert uploads_of(rf, with_photo, {}, token=token)["paper"].photos == []
