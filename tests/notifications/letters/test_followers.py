"""Letters to those who follow a case: which, what they must not say, and how they stop."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils.translation import override

from cases import actions
from cases.errors import Refused
from cases.intake import followers
from cases.models import Case, Follower, RequestType, User
from notifications.delivery import worker
from notifications.models import Audience, Letter, Notice
from notifications.pages.resend import resend
from tests.factories import CaseFactory, ExternalAgencyFactory, ResultCodeFactory
from tests.servers import MailServer

MALEE, JOHN = "malee@citizen.example", "john@citizen.example"
SECRET = "บอกนายสมชายที่ 99/1 แล้ว"


@pytest.fixture
def followed(case: Case, officer: User) -> Case:
    """A case in work, with two followers; the letters of before are gone."""
    found: Case = CaseFactory(request_type=case.request_type, in_progress=True, place=SECRET, details=SECRET)
    followers.add_follower(found, email=MALEE, language="th")
    followers.add_follower(found, email=JOHN, language="en")
    Notice.objects.all().delete()
    return found


def letters() -> list[Notice]:
    return list(Notice.objects.filter(audience=Audience.FOLLOWER).order_by("follower"))


def resolve(case: Case, officer: User) -> Case:
    return actions.resolve(case, by=officer, result=ResultCodeFactory(), details=SECRET)


def test_each_follower_is_told_of_the_result_in_the_own_language(followed: Case, officer: User) -> None:
    resolve(followed, officer)
    assert [(one.kind, one.address, one.language) for one in letters()] == [
        (Letter.FOLLOWED_RESULT, MALEE, "th"),
        (Letter.FOLLOWED_RESULT, JOHN, "en"),
    ]


STEPS: dict[str, Callable[[Case, User], Case]] = {
    "followed_result": resolve,
    "followed_rejected": lambda case, by: actions.reject(
        case, by=by, reason=SECRET, agency=ExternalAgencyFactory()
    ),
    "followed_withdrawn": lambda case, by: actions.withdraw(case, reason=SECRET),
    "followed_reopened": lambda case, by: actions.reopen(resolve(case, by), reason=SECRET),
}


@pytest.mark.parametrize("kind", STEPS)
def test_progress_is_told_without_a_word_that_anybody_typed(followed: Case, officer: User, kind: str) -> None:
    STEPS[kind](followed, officer)
    told = [one for one in letters() if one.kind == kind]
    assert len(told) == 2
    for one in told:
        for private in (SECRET, "99/1", followed.first_name, followed.last_name, followed.email, "/track/"):
            assert private not in one.subject + one.text + one.html
        assert one.secret == ""


def test_the_first_assignment_is_told_and_a_later_one_is_not(
    case: Case, head: User, officer: User, colleague: User
) -> None:
    followers.add_follower(case, email=MALEE, language="en")
    actions.assign(case, to=officer, by=head)
    actions.assign(case, to=colleague, by=head)
    assert [one.kind for one in letters()] == [Letter.FOLLOWED_ASSIGNED]


def test_a_question_and_an_answer_are_not_the_followers_business(followed: Case, officer: User) -> None:
    actions.answer(actions.ask(followed, by=officer, question=SECRET), text=SECRET)
    actions.send_message(followed, text=SECRET)
    assert not letters()


def test_the_result_is_named_with_its_day(followed: Case, officer: User) -> None:
    case = resolve(followed, officer)
    text = letters()[1].text
    assert case.result is not None
    assert f"Result: {case.result.name_en}" in text
    assert "Date of the result: " in text


def test_who_has_filed_the_case_gets_one_letter(followed: Case, officer: User) -> None:
    Follower.objects.create(case=followed, email=followed.email.upper())
    resolve(followed, officer)
    assert Notice.objects.filter(address__iexact=followed.email).count() == 1


def test_a_kind_that_became_restricted_tells_followers_nothing(followed: Case, officer: User) -> None:
    RequestType.objects.update(restricted=True)
    resolve(Case.objects.get(pk=followed.pk), officer)
    assert not letters()


def test_each_letter_has_the_readers_own_link_to_stop(followed: Case, officer: User) -> None:
    resolve(followed, officer)
    for one in letters():
        assert one.follower is not None
        token = followers.stop_token(one.follower.pk).split(":")[0]
        assert f"/follow/stop/{token}" in one.text
        assert f"/follow/stop/{token}" in one.html
        assert "\ue001" not in one.text + one.html


def test_the_mail_program_learns_how_to_stop(followed: Case, officer: User, smtp_server: MailServer) -> None:
    resolve(followed, officer)
    worker.deliver()
    (mail,) = smtp_server.sent_to(JOHN)
    assert "/en/follow/stop/" in mail["List-Unsubscribe"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_to_the_citizen_cannot_be_stopped(
    followed: Case, officer: User, smtp_server: MailServer
) -> None:
    resolve(followed, officer)
    worker.deliver()
    (mail,) = smtp_server.sent_to(followed.email)
    assert mail["List-Unsubscribe"] is None


def test_who_stops_is_forgotten_with_all_letters(followed: Case, officer: User) -> None:
    resolve(followed, officer)
    followers.stop(Follower.objects.get(email=MALEE).pk)
    assert [one.address for one in letters()] == [JOHN]


def test_one_follower_gets_one_letter_about_an_event(followed: Case, officer: User) -> None:
    resolve(followed, officer)
    first = letters()[0]
    first.pk = None
    first._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_a_letter_to_a_follower_is_not_sent_again(
    followed: Case, officer: User, smtp_server: MailServer
) -> None:
    resolve(followed, officer)
    worker.deliver()
    with pytest.raises(Refused):
        resend(letters()[0], by=officer)


def test_the_panel_counts_letters_to_followers_and_names_nobody(followed: Case, officer: User) -> None:
    resolve(followed, officer)
    with override("en"):
        page = Template("{% load notices %}{% notices_of case %}").render(Context({"case": followed}))
    assert "2 Waiting to be sent" in page
    assert "citizen.example" not in page
