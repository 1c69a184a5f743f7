"""Everything that is sealed comes under the newest key, and the old one may go."""

import io

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from cases import key_seals
from cases.db.encryption import Unreadable, encrypt
from cases.models import Case, Draft, KeySeal, User
from config import sealed_columns
from tests.factories import FiledFactory, RequestTypeFactory
from workflows.forms.filters import sealed, unsealed
from workflows.models import SavedView

pytestmark = pytest.mark.django_db
NATIONAL_ID = "1101700230708"
NEW = Fernet.generate_key().decode()


@pytest.fixture
def case(head: User) -> Case:
    """With something sealed in every way: in a column, in a JSON document, in an address."""
    kind = RequestTypeFactory(department=head.memberships.get().department, needs_national_id=True)
    found, _password = FiledFactory(request_type=kind, national_id=NATIONAL_ID)
    Authenticator.objects.create(user=head, type="totp", data={"secret": encrypt("JBSWY3DP")})
    SavedView.objects.create(
        owner=head, name="ของฉัน", query=f"view=all&find={sealed('สมชาย').replace('=', '%3D')}"
    )
    key_seals.seal()
    return found


def reencrypt(*options: str) -> str:
    out = io.StringIO()
    call_command("reencrypt", *options, stdout=out)
    return out.getvalue()


def test_the_old_key_may_go_once_nothing_lies_under_it(case: Case, head: User, settings: Settings) -> None:
    old = settings.FIELD_KEYS[0]
    settings.FIELD_KEYS = [NEW, old]
    key_seals.seal()
    said = reencrypt("--count")
    assert "lie under an older key" in said
    assert Authenticator.objects.get().data["secret"].startswith("gAAAA")
    said = reencrypt()
    assert "Key 2: 0 sealed" in said
    assert "Nothing lies under an older key" in said
    settings.FIELD_KEYS = [NEW]
    assert Case.objects.get().national_id == NATIONAL_ID
    token = SavedView.objects.get().query.partition("find=")[2].replace("%3D", "=")
    assert unsealed(token) == "สมชาย"
    assert Fernet(NEW).decrypt(Authenticator.objects.get().data["secret"]) == b"JBSWY3DP"
    assert not key_seals.problem()
    assert KeySeal.objects.count() == 1
    # Once more there is nothing to do.
    assert "0 rows were sealed anew" in reencrypt()


def test_what_no_key_opens_is_counted_and_stays_as_it_is(case: Case, settings: Settings) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT national_id FROM cases_case")
        (before,) = cursor.fetchone()
        settings.FIELD_KEYS = [NEW]
        with pytest.raises(CommandError, match="no key may go"):
            reencrypt()
        cursor.execute("SELECT national_id FROM cases_case")
        assert cursor.fetchone() == (before,)
    assert isinstance(Case.objects.get().national_id, Unreadable)


def test_a_row_that_somebody_else_has_written_meanwhile_is_left_to_them(
    case: Case, settings: Settings
) -> None:
    column = next(one for one in sealed_columns.columns() if str(one) == "cases_case.national_id")
    ((key, text),) = column.rows(None)
    case.national_id = "3100600445635"
    case.save(update_fields=["national_id"])
    assert not column.store(key, text, "lost")
    assert Case.objects.get().national_id == "3100600445635"


def test_every_column_that_holds_a_sealed_word_is_known(case: Case) -> None:
    Draft.objects.create(request_type=case.request_type, content="words")
    known = {str(column) for column in sealed_columns.columns()}
    # Sessions end by themselves; the seals of the keys go when their key may go.
    known |= {"django_session.session_data", "cases_keyseal.sealed"}
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb')"
        )
        for table, column in cursor.fetchall():
            name = connection.ops.quote_name
            cursor.execute(f"SELECT 1 FROM {name(table)} WHERE {name(column)}::text LIKE '%gAAAA%' LIMIT 1")  # noqa: S608
            found |= {f"{table}.{column}"} if cursor.fetchone() else set()
    assert found <= known, found - known
    assert {"cases_case.national_id", "mfa_authenticator.data", "workflows_savedview.query"} <= found
