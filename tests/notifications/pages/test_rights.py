"""Who may do what with a letter: role × right, for each kind of reader."""

import pytest

from cases.models import Case, User
from notifications.models import Notice
from notifications.pages.rights import Right, may_list, rights_to
from tests.factories import RequestTypeFactory

ALL = {"state", "case", "words", "resend", "elsewhere", "cancel", "lift"}
READS = {"state", "case"}
TO_CITIZEN = {
    "head": ALL,
    "officer": ALL - {"lift"},
    "colleague": {*READS, "resend"},
    "clerk": ALL,
    "executive": READS,
    "stranger": set(),
    "administrator": {"state", "lift"},
}
TO_STAFF = {
    "head": ALL - {"elsewhere"},
    "officer": ALL - {"elsewhere", "lift"},
    "colleague": ALL - {"elsewhere", "lift"},
    "clerk": ALL - {"elsewhere"},
    "executive": {*READS, "words"},
    "stranger": set(),
    "administrator": {"state", "lift"},
}


@pytest.fixture
def people(request: pytest.FixtureRequest, head: User, officer: User, colleague: User):
    """A person of the table by name."""

    def person(name: str) -> User:
        request.getfixturevalue(name)
        return User.objects.get(username=name)

    return person


@pytest.fixture
def notices(case: Case, officer: User) -> dict[str, Notice]:
    """The letters of a case with an officer in charge, by audience."""
    Case.objects.update(officer=officer)
    return {notice.audience: notice for notice in Notice.objects.select_related("case")}


@pytest.mark.parametrize("role", TO_CITIZEN)
def test_each_role_and_a_letter_to_the_citizen(role, people, notices) -> None:
    assert rights_to(people(role), notices["citizen"]) == TO_CITIZEN[role]


@pytest.mark.parametrize("role", TO_STAFF)
def test_each_role_and_a_letter_to_the_staff(role, people, notices) -> None:
    assert rights_to(people(role), notices["head"]) == TO_STAFF[role]


@pytest.mark.parametrize(
    ("role", "expected"),
    [("head", ALL), ("clerk", set()), ("colleague", set()), ("administrator", {"state", "lift"})],
)
def test_a_letter_of_a_restricted_case_is_its_heads(role, expected, people, notices) -> None:
    Case.objects.update(request_type=RequestTypeFactory(restricted=True))
    assert rights_to(people(role), Notice.objects.get(audience="citizen")) == expected


def test_the_officer_reads_no_letter_to_a_citizen_who_stays_unnamed(people, notices) -> None:
    Case.objects.update(hide_identity=True)
    assert rights_to(people("officer"), Notice.objects.get(audience="citizen")) == {*READS, Right.RESEND}


@pytest.mark.parametrize("role", ["head", "clerk", "officer"])
def test_nobody_reads_or_sends_a_letter_to_a_follower(role, people, notices) -> None:
    notices["citizen"].audience = "follower"
    assert rights_to(people(role), notices["citizen"]) == READS


@pytest.mark.parametrize("role", ["head", "clerk", "executive"])
def test_a_letter_of_no_case_is_nobodys_but_the_administrators(role, people, notices) -> None:
    notices["citizen"].case = None
    assert not rights_to(people(role), notices["citizen"])
    assert rights_to(people("administrator"), notices["citizen"]) == {"state", "lift"}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("head", True),
        ("clerk", True),
        ("administrator", True),
        ("stranger", True),
        ("officer", False),
        ("colleague", False),
        ("executive", False),
    ],
)
def test_who_has_the_list(role, may, people) -> None:
    assert may_list(people(role)) is may
