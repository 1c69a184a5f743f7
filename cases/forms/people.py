"""The forms of a person of the staff: who, where, with which offices; and what a change of them is refused
for, on whichever page it is made."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.access.emergency_account import why_it_stays
from cases.access.offices import office_by
from cases.actions.last_of_office import last_office, nobody_left
from cases.actions.offboarding import last_headed, no_head_left, per_department
from cases.forms.named import NamedForm
from cases.models import Doer, Membership, User

# Who has it can hand out rights.
CHANGES_PEOPLE = "change_user"
# What only a superuser may hand out: everything else is a group or a membership.
POWERS = ("is_superuser", "user_permissions")
OWN_RIGHTS = _("Nobody raises their own rights: another administrator can do it.")


class PersonForm(UserChangeForm):  # type: ignore[type-arg]
    """A person's fields; the last head of a department, the last clerk or executive for whom something waits,
    and the last one who can hand out rights, do not leave. `by` is who changes them: nobody gives rights to
    themselves."""

    by: User | None = None

    def clean_is_active(self) -> bool:
        """Refuse what would leave a department without a head."""
        active: bool = self.cleaned_data["is_active"]
        if not active and self.initial.get("is_active"):
            _need_heads(self.instance, self.instance.roles)
        return active

    def clean_username(self) -> str:
        """Refuse another name for the emergency account, which the settings know by its name."""
        name: str = self.cleaned_data["username"]
        if name != self.initial.get("username") and (why := why_it_stays(self.instance)):
            raise ValidationError(why)
        return name

    def clean(self) -> dict[str, Any]:
        """Somebody stays who is active, comes into the set-up, and may change people; and who has an office
        for which something waits."""
        typed: dict[str, Any] = super().clean() or {}
        if (office := last_office(self.instance)) and office != self._office(typed):
            self.add_error("is_active" if not typed.get("is_active", True) else None, nobody_left(office))
        if (why := why_it_stays(self.instance)) and not self._stays(typed):
            raise ValidationError(why)
        if not may_change_people(exclude=self.instance) and not self._stays(typed):
            raise ValidationError(
                _("This is the last person who can change people and rights: name another one first.")
            )
        if self.by and self.by.pk == self.instance.pk and self._raises(typed):
            raise ValidationError(OWN_RIGHTS)
        return typed

    def permissions(self, typed: dict[str, Any]) -> frozenset[str]:
        """The permissions that the person would have, by their full names."""
        groups = typed.get("groups", self.instance.groups.all() if self.instance.pk else ())
        single = typed.get(
            "user_permissions", self.instance.user_permissions.all() if self.instance.pk else ()
        )
        given = Permission.objects.filter(Q(group__in=groups) | Q(pk__in=single))
        names = given.values_list("content_type__app_label", "codename")
        return frozenset(f"{app}.{name}" for app, name in names)

    def _stays(self, typed: dict[str, Any]) -> bool:
        """Whether this person goes on being one; fields that the page does not show stay as they are."""
        was = self.instance
        if not typed.get("is_active", was.is_active) or not typed.get("is_staff", was.is_staff):
            return False
        if typed.get("is_superuser", was.is_superuser):
            return True
        groups = typed["groups"] if "groups" in typed else was.groups.all()
        return any(group.permissions.filter(codename=CHANGES_PEOPLE).exists() for group in groups)

    def _office(self, typed: dict[str, Any]) -> Doer | None:
        """The office that the person would have."""
        active = typed.get("is_active", self.instance.is_active)
        return office_by(self.permissions(typed)) if active else None

    def _raises(self, typed: dict[str, Any]) -> bool:
        """Whether the person would have a right or an office that is not there now: who routes cases no more
        becomes an executive by it."""
        was = User.objects.get(pk=self.instance.pk)
        powers = any(
            typed.get(name, False) and not getattr(was, name) for name in ("is_staff", "is_superuser")
        )
        before, after = was.access_profile.permissions, self.permissions(typed)
        return powers or bool(after - before) or office_by(after) not in (None, office_by(before))


class SetPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that an administrator sets: its person changes it at the next log-in."""

    def save(self, commit: bool = True) -> Any:
        """Store it, and that it is somebody else's word."""
        self.user.must_change_password = True
        return super().save(commit)


class MembershipForm(NamedForm):
    """A department of a person, with the role there and a unit of that department."""

    def clean(self) -> dict[str, Any]:
        """Refuse a unit of another department."""
        typed: dict[str, Any] = super().clean() or {}
        unit, department = typed.get("unit"), typed.get("department")
        if unit and department and unit.department_id != department.pk:
            self.add_error("unit", _("This unit belongs to another department."))
        return typed


class MembershipFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The departments of a person; the last head of one stays, and nobody goes into one, or becomes its head,
    by the own hand."""

    by: User | None = None

    def clean(self) -> None:
        """Refuse what would leave a department without a head."""
        super().clean()
        if any(self.errors) or self.instance.pk is None or not self.instance.is_active:
            return
        kept = self.kept()
        if self.by and self.by.pk == self.instance.pk and _more(self.instance.roles, kept):
            raise ValidationError(OWN_RIGHTS)
        stays = {pk for pk, role in kept.items() if role == Membership.Role.HEAD}
        _need_heads(self.instance, set(self.instance.headed) - stays)

    def kept(self) -> dict[int, str]:
        """Department to role, as the person would have them."""
        rows = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return {row["department"].pk: row.get("role", "") for row in rows if row.get("department")}


def may_change_people(*, exclude: User) -> bool:
    """Whether anybody else comes into the set-up and changes people there."""
    by_group = Q(groups__permissions__codename=CHANGES_PEOPLE)
    by_hand = Q(user_permissions__codename=CHANGES_PEOPLE)
    others = User.objects.filter(is_active=True, is_staff=True).exclude(pk=exclude.pk)
    return others.filter(Q(is_superuser=True) | by_group | by_hand).exists()


def left_behind(person: User) -> str:
    """What happens with the open cases of somebody who is switched off or leaves a department, in words."""
    counts = per_department(person) if person.pk else {}
    if not counts:
        return str(_("None. The person can be switched off at any time and cannot log in from then on."))
    places = ", ".join(f"{department}: {count}" for department, count in counts.items())
    text = ngettext(
        "%(count)s open case is in this person's name (%(places)s). When the person is switched off, "
        "or leaves that department below, it goes back to the head, who gets one letter.",
        "%(count)s open cases are in this person's name (%(places)s). When the person is switched off, "
        "or leaves a department below, those of the department go back to its head, who gets one letter.",
        sum(counts.values()),
    )
    return text % {"count": sum(counts.values()), "places": places}


def went_back(count: int) -> str:
    """That so many cases went back, in words."""
    text = ngettext(
        "%(count)s open case went back to the head.", "%(count)s open cases went back to the heads.", count
    )
    return text % {"count": count}


def _more(before: dict[int, str], after: dict[int, str]) -> bool:
    """Whether a department is new, or headed for the first time."""
    return any(before.get(pk) not in (role, Membership.Role.HEAD) for pk, role in after.items())


def _need_heads(person: User, departments: Iterable[int]) -> None:
    if alone := last_headed(person, departments):
        raise ValidationError(no_head_left(alone))
