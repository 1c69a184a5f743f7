"""The pages of the letters: who may change them, what is said when it is wrong, the letter as it reads."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.models import Case, Municipality, User
from notifications.letters.content.rendering import MARK, STOP, Rendered, default_words
from notifications.models import Letter, LetterText, Notice
from tests.factories import CaseFactory, ExternalAgencyFactory, RequestTypeFactory, ResultCodeFactory

pytestmark = pytest.mark.django_db
GOOD = {"subject": "{number} เสร็จแล้ว", "body": "แจ้งได้ถึง {until} โทร {phone}"}


def address(name: str, *args: object) -> str:
    with override("en"):
        return reverse(f"notifications:{name}", args=args)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def admin_desk(administrator: User) -> Client:
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="Sample City", phone="042 000 000")
    return client_of(administrator)


def post(desk: Client, letter: str = "result", language: str = "th", **typed: object) -> Any:
    return desk.post(address("words", letter, language), {**GOOD, **typed})


def shown(response: Any) -> Any:
    """The letter on the page. The default words are rendered in a context that knows every name."""
    found = (one.get("shown") for one in response.context)
    return next((one for one in found if isinstance(one, Rendered)), None)


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("person", ["head", "officer", "clerk", "executive"])
@pytest.mark.parametrize(
    ("page", "args"), [("letters", ()), ("words", ("result", "th")), ("restore", ("result", "th"))]
)
def test_only_an_administrator_comes_in(request: Any, person: str, page: str, args: tuple[str, ...]) -> None:
    client = client_of(request.getfixturevalue(person))
    assert client.get(address(page, *args)).status_code == 403
    assert client.post(address(page, *args), GOOD).status_code == 403
    assert not LetterText.objects.exists()


def test_a_stranger_is_sent_to_the_log_in(client: Client, db: None) -> None:
    assert client.get(address("letters")).status_code == 302


def test_the_list_has_every_letter_in_both_languages(admin_desk: Client) -> None:
    page = text(admin_desk.get(address("letters")))
    for letter in Letter:
        for language in ("th", "en"):
            assert address("words", letter, language) in page


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_default_can_be_opened_and_shown(admin_desk: Client, language: str) -> None:
    for letter in Letter:
        assert admin_desk.get(address("words", letter, language)).status_code == 200, letter
        typed = default_words(letter, language)._asdict()
        letter_shown = shown(post(admin_desk, letter, language, show="1", **typed))
        assert letter_shown.subject, letter
        assert not {MARK, STOP, "{", "}"} & set(letter_shown.subject + letter_shown.text), letter
    assert not LetterText.objects.exists()


@pytest.mark.parametrize(("letter", "language"), [("x", "th"), ("result", "de"), ("layout", "th")])
def test_there_is_no_other_letter(admin_desk: Client, letter: str, language: str) -> None:
    assert admin_desk.get(address("words", letter, language)).status_code == 404
    assert admin_desk.post(address("restore", letter, language)).status_code == 404


def test_a_change_is_saved_marked_and_taken_back(admin_desk: Client, administrator: User) -> None:
    assert post(admin_desk).status_code == 302
    saved = LetterText.objects.get()
    assert (saved.subject, saved.changed_by) == (GOOD["subject"], administrator)
    assert "changed" in text(admin_desk.get(address("letters")))
    assert "Restore the default" in text(admin_desk.get(address("words", "result", "th")))
    admin_desk.post(address("restore", "result", "th"))
    assert not LetterText.objects.exists()


def test_wrong_words_are_said_and_kept(admin_desk: Client) -> None:
    page = text(post(admin_desk, body="แจ้งได้ถึง {untill}"))
    assert "There is no placeholder {untill} here." in page
    assert "แจ้งได้ถึง {untill}" in page
    assert not LetterText.objects.exists()


@pytest.mark.parametrize("field", ["subject", "body"])
def test_nothing_may_be_left_empty(admin_desk: Client, field: str) -> None:
    assert "Write " in text(post(admin_desk, **{field: " "}))
    assert not LetterText.objects.exists()


def test_words_that_stopped_fitting_are_marked(admin_desk: Client, administrator: User) -> None:
    LetterText.objects.create(
        letter="result", language="th", subject="{number}", body="{gone}", changed_by=administrator
    )
    assert "cannot be used" in text(admin_desk.get(address("letters")))
    assert "the default ones go out" in text(admin_desk.get(address("words", "result", "th")))


def test_a_made_up_case_is_shown_without_a_number(admin_desk: Client) -> None:
    ResultCodeFactory()
    response = post(admin_desk, show="1")
    assert "made-up case" in text(response)
    assert "2569-00014 เสร็จแล้ว" in shown(response).subject
    assert "042 000 000" in shown(response).text


def test_a_real_case_is_shown_to_whoever_may_read_it(case: Case, administrator: User) -> None:
    User.objects.filter(pk=administrator.pk).update(is_superuser=True)
    ResultCodeFactory(), ExternalAgencyFactory()
    before = Case.objects.get(pk=case.pk).status, Notice.objects.count()
    response = post(client_of(User.objects.get(pk=administrator.pk)), show="1", number=case.number)
    assert case.number in shown(response).subject
    assert "Fixed" in shown(response).text or "แก้ไข" in shown(response).text
    assert (Case.objects.get(pk=case.pk).status, Notice.objects.count()) == before


@pytest.mark.parametrize("number", ["2569-99999", "x"])
def test_a_case_that_may_not_be_read_does_not_exist(admin_desk: Client, case: Case, number: str) -> None:
    case.place = "Secret Lane"
    case.save()
    answers = [post(admin_desk, show="1", number=one) for one in (case.number, number)]
    for answer in answers:
        assert shown(answer) is None
        assert "There is no case with this number that you may read." in text(answer)


def test_the_letter_shown_is_the_one_that_goes_out(admin_desk: Client, administrator: User) -> None:
    request_type = RequestTypeFactory()
    post(admin_desk)
    case = CaseFactory(request_type=request_type, resolved=True)
    sent = Notice.objects.get(kind="result", audience="citizen")
    assert sent.subject == f"{case.number} เสร็จแล้ว"
    assert "โทร 042 000 000" in sent.text


def test_markup_in_the_words_is_text(admin_desk: Client) -> None:
    page = text(post(admin_desk, show="1", body="{until}<script>alert(1)</script>"))
    assert "<script>alert" not in page
