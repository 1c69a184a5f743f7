"""The roles' sets of rights: changed by an administrator, never so that a case would stand still."""

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.management import call_command

from cases.models import RolePermission, SetupChange, User
from workflows import rights, role_sets
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
GIVEN = (Verb.REJECT, Role.COLLEAGUE)


def again(person: User) -> User:
    """The person as the next request knows them."""
    return User.objects.get(pk=person.pk)


def test_each_verb_but_those_of_an_approval_is_a_permission():
    wanted = {f"{verb}_case" for verb in role_sets.VERBS}
    assert wanted <= set(Permission.objects.values_list("codename", flat=True))


def test_a_new_installation_has_the_default_sets():
    assert role_sets.current() == role_sets.defaults()


def test_every_role_and_every_verb_has_a_name():
    assert all(role_sets.label(role) for role in Role)
    assert all(step.name and step.button and step.done for step in STEPS.values())


def test_a_right_that_is_given_holds_at_the_next_request(case, colleague, administrator):
    assert not rights.may(colleague, Verb.REJECT, case)
    role_sets.change(role_sets.current() | {GIVEN}, by=administrator)
    assert rights.may(again(colleague), Verb.REJECT, case)


def test_a_right_that_is_taken_away_is_gone_at_the_next_request(case, head, administrator):
    role_sets.change(role_sets.current() - {(Verb.REJECT, Role.HEAD)}, by=administrator)
    assert not rights.may(again(head), Verb.REJECT, case)


@pytest.mark.parametrize("verb", [verb for verb, step in STEPS.items() if step.needed_roles])
def test_what_would_let_cases_stand_still_is_refused(verb, administrator):
    without = {pair for pair in role_sets.current() if pair[0] != verb}
    with pytest.raises(ValidationError, match="stand still"):
        role_sets.change(without, by=administrator)
    assert role_sets.current() == role_sets.defaults()


def test_what_is_dangerous_is_explained():
    told = role_sets.dangers({(Verb.RESOLVE, Role.READER), (Verb.ASSIGN, Role.COLLEAGUE)})
    assert len(told) == 3
    assert role_sets.dangers(role_sets.defaults()) == []


def test_a_change_is_kept_with_its_author(administrator):
    role_sets.change(role_sets.current() | {GIVEN}, by=administrator)
    entry = SetupChange.objects.get()
    assert (entry.by, entry.action, entry.title) == (administrator, "added", "colleague: reject_case")


def test_nothing_changed_is_not_logged(administrator):
    assert role_sets.change(role_sets.current(), by=administrator) == []
    assert not SetupChange.objects.exists()


def test_an_upgrade_keeps_what_was_changed(administrator):
    role_sets.change(role_sets.current() - {(Verb.REJECT, Role.HEAD)}, by=administrator)
    call_command("migrate", verbosity=0)
    assert (Verb.REJECT, Role.HEAD) not in role_sets.current()


def test_a_verb_that_is_new_gets_its_default_roles():
    Permission.objects.get(codename="resolve_case").delete()
    assert not RolePermission.objects.filter(permission__codename="resolve_case").exists()
    call_command("migrate", verbosity=0)
    assert role_sets.current() == role_sets.defaults()


def test_departments_sets_and_kinds_take_one_statement(head, django_assert_num_queries):
    head = again(head)
    with django_assert_num_queries(1):
        assert head.roles
        assert rights.granted(head, Verb.ASSIGN) == {Role.HEAD}
        assert head.access_profile.named_for == frozenset()
