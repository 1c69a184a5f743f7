"""Restricted kinds: named people read them and act as their head; others find nothing, whatever they head."""

import pytest

from cases import actions
from cases.access.decision_makers import deciders
from cases.models import Case, KindReader, User
from notifications.models import Notice
from tests.factories import CaseFactory, HeadFactory, RequestTypeFactory, UserFactory
from workflows import rights
from workflows.figures.board import readable
from workflows.inbox import queries, standard_views
from workflows.related.callers import earlier
from workflows.rights.catalogue import Verb
from workflows.rights.spec import Role
from workflows.steps import bulk

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type(department):
    return RequestTypeFactory(code="staff_conduct", department=department, restricted=True)


@pytest.fixture
def named(request_type):
    person = UserFactory(username="named")
    KindReader.objects.create(kind=request_type, user=person)
    return person


@pytest.fixture
def secret(request_type, head, officer):
    return CaseFactory(request_type=request_type, head=head, officer=officer)


def again(person: User) -> User:
    return User.objects.get(pk=person.pk)


def sees(person: User) -> bool:
    """By the list, and by the role: the two must agree."""
    found, person = Case.objects.visible_to(again(person)), again(person)
    assert all(rights.roles(person, case) for case in found)
    assert not any(rights.roles(person, case) for case in Case.objects.exclude(pk__in=found))
    return found.exists()


def test_who_was_named_reads_and_acts_as_head(secret, named):
    assert sees(named)
    assert rights.roles(again(named), secret) == {Role.HEAD}
    assert rights.may(again(named), Verb.ASSIGN, secret)


@pytest.mark.parametrize("who", ["head", "officer", "colleague", "clerk", "executive", "stranger"])
def test_nobody_else_reads_it(secret, named, who, request):
    assert not sees(request.getfixturevalue(who))


def test_the_officer_in_charge_reads_it(request_type, named, officer):
    CaseFactory(request_type=request_type, head=named, officer=officer, assigned=True)
    assert sees(officer)


def test_while_nobody_is_named_the_heads_read_it(secret, head, stranger):
    assert (sees(head), sees(stranger)) == (True, False)


def test_it_comes_back_to_the_heads_when_the_named_have_left(secret, named, head):
    User.objects.filter(pk=named.pk).update(is_active=False)
    assert sees(head)


def test_it_stays_with_the_named_when_it_goes_to_another_department(secret, named, head):
    other = HeadFactory()
    department = other.memberships.get().department
    actions.transfer(secret, to=department, by=again(named), reason="x")
    assert (sees(named), sees(other)) == (True, False)


def test_the_named_answer_for_the_department_that_it_goes_to(secret, named, head):
    other = HeadFactory()
    actions.transfer(secret, to=other.memberships.get().department, by=again(named), reason="x")
    answer = queries.InboxQuery(next(view for view in standard_views.VIEWS if view.name == "answer"))
    assert queries.matching_cases(again(named), answer).get() == secret
    assert not queries.matching_cases(again(other), answer).exists()


def test_being_named_for_an_open_kind_means_nothing(case, stranger):
    KindReader.objects.create(kind=case.request_type, user=stranger)
    assert not sees(stranger)


def test_its_letters_go_to_the_named_alone(request_type, named, head):
    case = CaseFactory(request_type=request_type, head=head)
    told = Notice.objects.filter(case=case).exclude(recipient=None)
    assert {notice.recipient for notice in told} == {named}


def test_letters_of_other_kinds_go_to_the_heads(case, named, head):
    assert set(deciders(case.request_type, case.department_id)) == {head}


def test_lists_search_callers_and_figures_are_silent_about_it(secret, named, head):
    for person, count in ((again(named), 1), (again(head), 0)):
        every = queries.InboxQuery(next(view for view in standard_views.VIEWS if view.name == "all"))
        words = queries.InboxQuery(every.view, text="สมชาย")
        assert queries.matching_cases(person, every).count() == count
        assert len(queries.page(person, words, [])[0].rows) == count
        assert len(earlier(person, "0812345678")) == count
        assert readable(person).count() == count
        row = bulk.Chosen(secret.number)
        assert len(bulk.perform(Verb.NOTE, [row], by=person, text="x").refused) == 1 - count


def test_the_named_have_it_in_their_list_of_what_is_to_assign(secret, named, head):
    wish = queries.InboxQuery(queries.views_for(again(named))[0])
    to_assign = next(view for view in queries.views_for(again(named)) if view.name == "assign")
    assert queries.matching_cases(again(named), queries.InboxQuery(to_assign)).get() == secret
    assert wish.view.name == "open"


@pytest.mark.parametrize("who", ["head", "officer", "colleague", "stranger", "named"])
@pytest.mark.parametrize(
    "view", [one for one in standard_views.VIEWS if one.decided], ids=lambda view: view.name
)
def test_a_view_of_what_somebody_decides_holds_nothing_that_is_not_theirs(
    secret, case, head, officer, named, who, view, request
):
    """Its condition alone chooses: it has to leave out the rest by itself, cases that have ended too."""
    CaseFactory(request_type=case.request_type, withdrawn=True)
    CaseFactory(request_type=secret.request_type, head=named, officer=officer, proposed=True)
    person = again(request.getfixturevalue(who))
    theirs = Case.objects.belonging_to(person).open().values_list("pk", flat=True)
    assert {one.pk for one in queries.matching_cases(person, queries.InboxQuery(view))} <= {*theirs}


def test_the_citizens_name_is_for_the_named(secret, named, head):
    assert rights.may_see_person(again(named), secret)
    assert not rights.may_see_person(again(head), secret)
    assert Case.objects.filter(rights.person_seen_by(again(named))).exists()
    assert not Case.objects.filter(rights.person_seen_by(again(head))).exists()
