"""The roles' sets of rights: filled with the defaults, shown as a table, changed by an administrator.

Each verb is a permission on cases (`rights.codename`), made here as soon as the verb is in the code. A verb
that is new gets its default roles; what an administrator has changed stays. Who approves a result, no role
says: the approval does.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.change_log.journal import journal
from cases.models import Case, RolePermission, User
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.rules import codename
from workflows.rights.spec import Notifies, Role

Pair = tuple[Verb, Role]
LABELS: dict[Role, Any] = {
    Role.HEAD: gettext_lazy("Head of the department"),
    Role.OFFICER: gettext_lazy("Officer in charge"),
    Role.COLLEAGUE: gettext_lazy("Other officers of the department"),
    Role.CLERK: gettext_lazy("Clerk at the counter"),
    Role.READER: gettext_lazy("Executive"),
    Role.HELPER: gettext_lazy("Department that helps with a subtask"),
    Role.SUBTASK_OFFICER: gettext_lazy("Officer of an open subtask"),
}
VERBS = [verb for verb, step in STEPS.items() if not step.of_approval]
# Who reads many cases without being in charge of them.
ONLOOKERS = (Role.COLLEAGUE, Role.CLERK, Role.READER, Role.HELPER, Role.SUBTASK_OFFICER)
# Steps after which the citizen is told that it is over.
FINAL = [verb for verb in VERBS if STEPS[verb].is_outcome and STEPS[verb].notifies is Notifies.CITIZEN]


def label(role: Role) -> str:
    """What the role is called."""
    return str(LABELS[role])


def fill(sender: AppConfig, using: str = "default", **kwargs: Any) -> None:
    """After every migrate: a permission for each verb that has none yet, with its default roles."""
    if RolePermission._meta.db_table not in connections[using].introspection.table_names():
        return
    content_type = ContentType.objects.db_manager(using).get_for_model(Case)
    for verb in VERBS:
        permission, made = Permission.objects.using(using).get_or_create(
            content_type=content_type, codename=codename(verb), defaults={"name": f"Case: {verb}"}
        )
        if made:
            rows = [RolePermission(role=role, permission=permission) for role in sorted(STEPS[verb].roles)]
            RolePermission.objects.using(using).bulk_create(rows)


def current() -> set[Pair]:
    """What each role may do now."""
    verbs = {codename(verb): verb for verb in VERBS}
    rows = RolePermission.objects.filter(permission__codename__in=verbs, role__in=list(Role))
    return {(verbs[name], Role(role)) for name, role in rows.values_list("permission__codename", "role")}


def defaults() -> set[Pair]:
    """What each role may do in a new installation."""
    return {(verb, role) for verb, step in STEPS.items() for role in step.roles}


def check(wanted: set[Pair]) -> None:
    """Raise ValidationError, with a sentence for each verb that nobody would be left to do."""
    missing = [
        _("“%(step)s” needs at least one of: %(roles)s. Otherwise cases would stand still.")
        % {"step": step.name, "roles": ", ".join(label(role) for role in sorted(step.needed_roles))}
        for verb, step in STEPS.items()
        if step.needed_roles and not any((verb, role) in wanted for role in step.needed_roles)
    ]
    if missing:
        raise ValidationError(missing)


def dangers(wanted: Iterable[Pair]) -> list[str]:
    """What is allowed but has to be wanted: one sentence each."""
    wanted = set(wanted)
    told = []
    for verb in FINAL:
        for role in ONLOOKERS:
            if (verb, role) in wanted:
                told.append(_finished_by(verb, role))
    if any((verb, Role.READER) in wanted for verb in Verb):
        told.append(
            _("Executives read every department's cases: a step that they have, they have in all of them.")
        )
    if (Verb.ASSIGN, Role.OFFICER) in wanted or (Verb.ASSIGN, Role.COLLEAGUE) in wanted:
        told.append(_("Officers who assign can give cases away, or take a colleague's, unseen by the head."))
    return told


@transaction.atomic
def change(wanted: set[Pair], *, by: User) -> list[str]:
    """Make the sets be these, and log it; return what changed, a line each. Raises ValidationError as
    `check` does."""
    check(wanted)
    before = current()
    permissions = {one.codename: one for one in Permission.objects.filter(content_type__app_label="cases")}
    with journal(lambda: by):
        for verb, role in before - wanted:
            RolePermission.objects.filter(role=role, permission=permissions[codename(verb)]).delete()
        for verb, role in wanted - before:
            RolePermission.objects.create(role=role, permission=permissions[codename(verb)])
    return _lines(before, wanted)


def _finished_by(verb: Verb, role: Role) -> str:
    names = {"role": label(role), "step": STEPS[verb].name}
    return _("%(role)s: with “%(step)s” they can end cases that are not theirs.") % names


def _lines(before: set[Pair], after: set[Pair]) -> list[str]:
    """Both directions, in the order of the verbs."""
    changed = sorted(before ^ after, key=lambda pair: ([*Verb].index(pair[0]), [*Role].index(pair[1])))
    return [f"{role}: {'+' if (verb, role) in after else '−'} {verb}" for verb, role in changed]
