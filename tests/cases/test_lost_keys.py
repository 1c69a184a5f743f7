"""A wrong or lost key is noticed; what cannot be read says so in its place, everything else goes on."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings as project
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from pytest_django import Settings

from cases import key_seals
from cases.actions import contact_preference
from cases.db.encryption import Unreadable
from cases.models import Case, Contact, Draft, KeySeal, User
from config import checks
from notifications.delivery import worker
from notifications.models import Notice, State
from tests.cases.views.pages import log_in
from tests.factories import STAFF_PASSWORD, FiledFactory, RequestTypeFactory
from tests.people import Citizen
from workflows.login import totp

pytestmark = pytest.mark.django_db
WORDS = "cannot be read: the key is missing"
NATIONAL_ID = "1101700230708"
OTHER = Fernet.generate_key().decode()
# A key of another installation, none that is a key, and one that was cut off while it was copied.
WRONG = [[OTHER], ["not-a-key"], [OTHER[:20]], [""]]


@pytest.fixture
def somchai(head: User) -> Citizen:
    request_type = RequestTypeFactory(department=head.memberships.get().department, needs_national_id=True)
    return Citizen(*FiledFactory(request_type=request_type, national_id=NATIONAL_ID))


@pytest.fixture
def case(somchai: Citizen) -> Case:
    return somchai.case


@pytest.fixture
def inside(client: Client, head: User) -> Client:
    """The head's browser."""
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def right(settings: Settings) -> Iterator[list[str]]:
    """The keys as they were, put back at the end."""
    key_seals.seal()
    keys = settings.FIELD_KEYS
    yield keys
    settings.FIELD_KEYS = keys


def deploy_ids() -> list[str | None]:
    return [one.id for one in checks.sealed_values()]


@pytest.mark.parametrize("keys", WRONG, ids=["another", "none", "cut", "empty"])
def test_wrong_keys_are_noticed_everywhere(
    keys: list[str], client: Client, right: list[str], settings: Settings
) -> None:
    assert client.get("/readyz").json()["checks"]["keys"]["ok"]
    assert deploy_ids() == []
    settings.FIELD_KEYS = keys
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["keys"]["ok"]) == (503, False)
    assert deploy_ids() == ["raprueang.E020"]
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("check_workflow", stderr=errors)
    assert "FIELD_KEYS" in errors.getvalue()


def test_keys_that_were_wrong_from_the_first_start_with_seals_are_noticed(
    case: Case, right: list[str], settings: Settings
) -> None:
    KeySeal.objects.all().delete()
    settings.FIELD_KEYS = [OTHER]
    key_seals.seal()
    assert (bool(key_seals.problem()), KeySeal.objects.exists()) == (True, False)


def test_a_key_that_was_added_is_sealed_and_then_missed(right: list[str], settings: Settings) -> None:
    settings.FIELD_KEYS = [OTHER, *right]
    key_seals.seal()
    key_seals.seal()
    assert (key_seals.problem(), KeySeal.objects.count()) == ("", 2)
    settings.FIELD_KEYS = right
    assert key_seals.problem()
    settings.FIELD_KEYS = [OTHER]
    assert key_seals.problem()
    call_command("accept_keys", stdout=io.StringIO())
    assert (key_seals.problem(), KeySeal.objects.count()) == ("", 1)


def test_a_new_database_has_a_seal() -> None:
    call_command("migrate", verbosity=0)
    assert KeySeal.objects.exists()


@pytest.mark.parametrize("program", [["-c", "import config.wsgi"], ["manage.py", "work", "--once"]], ids=str)
def test_it_is_said_when_a_program_starts(program: list[str], transactional_db: None, tmp_path: Path) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    ours = {"DATABASE_URL": database, "FIELD_KEYS": OTHER, "PLAIN_STATIC": "0", "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, *program],
        cwd=project.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"} | ours,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "CRITICAL config.start" in done.stderr
    assert "FIELD_KEYS do not open" in done.stderr
    assert "static files are not packed" in done.stderr


@pytest.mark.parametrize("keys", WRONG[:2], ids=["another", "none"])
def test_the_page_of_a_case_says_which_word_cannot_be_read(
    keys: list[str], case: Case, inside: Client, right: list[str], settings: Settings
) -> None:
    settings.FIELD_KEYS = keys
    page = inside.get(f"/en/staff/cases/{case.number}/")
    assert page.status_code == 200
    assert WORDS in page.content.decode()
    assert case.last_name in page.content.decode()


def test_the_citizens_log_in_and_page_go_on(somchai: Citizen, client: Client, settings: Settings) -> None:
    settings.FIELD_KEYS = [OTHER]
    assert log_in(client, somchai.case.number, somchai.password)["Location"] == "/en/track/cases/"
    for page in ("/en/track/cases/", f"/en/track/cases/{somchai.case.number}/"):
        assert somchai.case.number in client.get(page).content.decode()


def test_the_list_of_letters_goes_on_and_the_letter_waits_for_the_key(
    case: Case, inside: Client, right: list[str], settings: Settings
) -> None:
    client, settings.FIELD_KEYS = inside, [OTHER]
    assert client.get("/en/staff/notices/").status_code == 200
    letter = Notice.objects.filter(case=case).exclude(secret="").get()
    assert client.get(f"/en/staff/notices/{letter.pk}/").status_code == 200
    worker.deliver()
    letter.refresh_from_db()
    assert letter.state == State.PENDING
    settings.FIELD_KEYS = right
    Notice.objects.update(due_at=letter.created)
    worker.deliver()
    letter.refresh_from_db()
    assert letter.state == State.SENT
    assert not any(WORDS in str(one.body) for one in mail.outbox)


def test_the_second_step_says_why_no_code_opens(
    client: Client, head: User, right: list[str], settings: Settings
) -> None:
    totp.add_app(head, totp.new_secret(), 1)
    totp.new_spares(head)
    settings.FIELD_KEYS = [OTHER]
    page = client.post("/en/staff/login/", {"username": head.username, "password": STAFF_PASSWORD})
    page = client.post(page["Location"], {"code": "123456"})
    assert page.status_code == 200
    assert "No code can be checked" in page.content.decode()


def test_the_page_of_the_own_log_in_and_a_new_app_go_on(
    head: User, inside: Client, right: list[str], settings: Settings
) -> None:
    totp.add_app(head, totp.new_secret(), 1)
    totp.new_spares(head)
    inside.get("/en/staff/security/app/")
    settings.FIELD_KEYS = [OTHER]
    overview = inside.get("/en/staff/security/")
    assert "The spare codes cannot be read" in overview.content.decode()
    assert inside.get("/en/staff/security/app/").status_code == 200
    assert Authenticator.objects.count() == 2


def test_what_could_not_be_read_is_not_lost_by_saving_it(
    case: Case, right: list[str], settings: Settings
) -> None:
    contact_preference.link_line(case, line_id="U4af4980629")
    draft = Draft(request_type=case.request_type)
    draft.put("where", {"place": ["Market"]}, Draft.State.TYPED)
    draft.save()
    settings.FIELD_KEYS = [OTHER]
    for row in (Case.objects.get(), Contact.objects.get(), Draft.objects.get()):
        row.save()
    assert isinstance(Case.objects.get().national_id, Unreadable)
    assert not Draft.objects.get().typed("where")
    settings.FIELD_KEYS = right
    assert Case.objects.get().national_id == NATIONAL_ID
    assert Contact.objects.get().line_id == "U4af4980629"
    assert Draft.objects.get().typed("where")["place"] == "Market"


def test_a_draft_that_cannot_be_read_is_begun_anew(case: Case, client: Client, settings: Settings) -> None:
    code = case.request_type.code
    client.get(f"/en/requests/{code}/")
    settings.FIELD_KEYS = [OTHER]
    assert client.get(f"/en/requests/{code}/", follow=True).status_code == 200
