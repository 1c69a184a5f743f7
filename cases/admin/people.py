"""People in the set-up pages: switched off when they leave, never deleted, with what they leave behind."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.access.offices import office_by
from cases.access.two_factor import reset
from cases.actions.last_of_office import last_office, nobody_left
from cases.actions.offboarding import in_the_name_of, last_headed, no_head_left, per_department
from cases.admin.groups import offered
from cases.admin.named import NamedForm
from cases.admin.refusals import RefusalsTold
from cases.models import OPEN, Doer, Membership, User
from cases.text.collation import ThaiOrder
from cases.text.dates import date_and_time

# Who has it can hand out rights.
CHANGES_PEOPLE = "change_user"
# What only a superuser may hand out: everything else is a group or a membership.
POWERS = ("is_superuser", "user_permissions")


class PersonForm(UserChangeForm):  # type: ignore[type-arg]
    """A person's fields; the last head of a department, the last clerk or executive for whom something waits,
    and the last one who can hand out rights, do not leave."""

    def clean_is_active(self) -> bool:
        """Refuse what would leave a department without a head."""
        active: bool = self.cleaned_data["is_active"]
        if not active and self.initial.get("is_active"):
            _need_heads(self.instance, self.instance.roles)
        return active

    def clean(self) -> dict[str, Any]:
        """Somebody stays who is active, comes into the set-up, and may change people; and who has an office
        for which something waits."""
        typed: dict[str, Any] = super().clean() or {}
        if (office := last_office(self.instance)) and office != self._office(typed):
            self.add_error("is_active" if not typed.get("is_active", True) else None, nobody_left(office))
        if not may_change_people(exclude=self.instance) and not self._stays(typed):
            raise ValidationError(
                _("This is the last person who can change people and rights: name another one first.")
            )
        return typed

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
        if not typed.get("is_active", self.instance.is_active):
            return None
        groups = typed.get("groups", self.instance.groups.all())
        single = typed.get("user_permissions", self.instance.user_permissions.all())
        given = Permission.objects.filter(Q(group__in=groups) | Q(pk__in=single))
        names = given.values_list("content_type__app_label", "codename")
        return office_by({f"{app}.{name}" for app, name in names})


class SetPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """A password that an administrator sets: its person changes it at the next log-in."""

    def save(self, commit: bool = True) -> Any:
        """Store it, and that it is somebody else's word."""
        self.user.must_change_password = True
        return super().save(commit)


def may_change_people(*, exclude: User) -> bool:
    """Whether anybody else comes into the set-up and changes people there."""
    by_group = Q(groups__permissions__codename=CHANGES_PEOPLE)
    by_hand = Q(user_permissions__codename=CHANGES_PEOPLE)
    others = User.objects.filter(is_active=True, is_staff=True).exclude(pk=exclude.pk)
    return others.filter(Q(is_superuser=True) | by_group | by_hand).exists()


class MembershipFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """The departments of a person; the last head of one stays."""

    def clean(self) -> None:
        """Refuse what would leave a department without a head."""
        super().clean()
        if any(self.errors) or self.instance.pk is None or not self.instance.is_active:
            return
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        stays = {row["department"].pk for row in kept if row.get("role") == Membership.Role.HEAD}
        _need_heads(self.instance, set(self.instance.headed) - stays)


def _need_heads(person: User, departments: Iterable[int]) -> None:
    if alone := last_headed(person, departments):
        raise ValidationError(no_head_left(alone))


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    """The departments of a person, and the role in each."""

    model = Membership
    fk_name = "user"
    form = NamedForm
    formset = MembershipFormSet
    fields = ["department", "unit", "role", "hears_of_new_cases"]
    extra = 1


class OpenCasesFilter(admin.SimpleListFilter):
    """People who have, or have no, open cases in their name."""

    title = _("open cases")
    parameter_name = "open_cases"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Some or none."""
        return [("some", _("Some")), ("none", _("None"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """The people of the chosen answer."""
        busy = User.objects.filter(cases__status__in=OPEN).values("pk")
        if self.value() == "some":
            return queryset.filter(pk__in=busy)
        return queryset.exclude(pk__in=busy) if self.value() == "none" else queryset


@admin.register(User)
class PeopleAdmin(RefusalsTold, UserAdmin):  # type: ignore[type-arg]
    """A member of staff: name, groups, departments."""

    list_display = ["username", "full_name", "departments", "is_active", "open_cases"]
    list_filter = [
        "is_active",
        OpenCasesFilter,
        "memberships__role",
        "memberships__department",
        "groups",
    ]
    list_per_page = 100
    form = PersonForm
    change_password_form = SetPasswordForm
    inlines = [MembershipInline]
    actions = ["reset_second_factor"]
    readonly_fields = ["left_behind", "last_seen", "since"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["first_name", "last_name", "email", "language"]}),
        (_("Access"), {"fields": ["is_active", "left_behind", "is_staff", "groups"]}),
        (_("Times"), {"fields": ["last_seen", "since"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "first_name",
                    "last_name",
                    "email",
                    "language",
                    "password1",
                    "password2",
                ]
            },
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With the number of open cases and the departments, in two statements."""
        people = super().get_queryset(request).prefetch_related("memberships__department")
        load = Count("cases", filter=Q(cases__status__in=OPEN), distinct=True)
        counted: QuerySet[User] = people.annotate(open_cases=load)
        return counted

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """A superuser may make another one."""
        fieldsets = super().get_fieldsets(request, obj)
        powers = (_("Every right"), {"fields": list(POWERS)})
        return [*fieldsets, powers] if obj and request.user.is_superuser else fieldsets

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Of the rights only those that something asks."""
        if db_field.name == "user_permissions":
            kwargs["queryset"] = offered()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser is changed by a superuser alone: a password is a way to every right."""
        if obj and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: cases and their history name people; those who leave are switched off."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save, and keep in mind how many open cases there were."""
        form.had = in_the_name_of(obj).count() if change else 0
        obj.must_change_password = obj.must_change_password or not change
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the memberships too, and say how many cases went back."""
        super().save_related(request, form, formsets, change)
        if gone := form.had - in_the_name_of(form.instance).count():
            text = ngettext(
                "%(count)s open case went back to the head.",
                "%(count)s open cases went back to the heads.",
                gone,
            )
            messages.warning(request, text % {"count": gone})

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set somebody's password; the own one has a page that asks for the old one."""
        if id == str(request.user.pk):
            return redirect("staff:password")
        return super().user_change_password(request, id, form_url)

    @admin.action(description=_("Reset the second factor (telephone or key lost)"), permissions=["change"])
    def reset_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Take the factors of the chosen people, and end their log-ins; a superuser's only by another one."""
        for person in queryset:
            name = {"name": person}
            if not self.has_change_permission(request, person):
                messages.error(request, _("Only a superuser can reset the second factor of %(name)s.") % name)
            elif reset(person, by=cast(User, request.user)):
                text = _("%(name)s logs in with the password alone, and sets up a new factor.") % name
                messages.success(request, text)
            else:
                messages.info(request, _("%(name)s has no second factor.") % name)

    @admin.display(description=_("name"), ordering=ThaiOrder("first_name"))
    def full_name(self, person: User) -> str:
        """First and last name."""
        return person.get_full_name()

    @admin.display(description=_("departments"))
    def departments(self, person: User) -> str:
        """Where the person works, heads marked."""
        return ", ".join(
            f"{one.department} ({one.get_role_display()})" if one.role == "head" else str(one.department)
            for one in person.memberships.all()
        )

    @admin.display(description=_("last log-in"))
    def last_seen(self, person: User) -> str:
        """When the person logged in last."""
        return date_and_time(person.last_login) if person.last_login else "–"

    @admin.display(description=_("account since"))
    def since(self, person: User) -> str:
        """When the account was made."""
        return date_and_time(person.date_joined)

    @admin.display(description=_("open cases"), ordering="open_cases")
    def open_cases(self, person: User) -> int:
        """How many open cases are in the person's name."""
        return person.open_cases  # type: ignore[attr-defined, no-any-return]

    @admin.display(description=_("open cases"))
    def left_behind(self, person: User) -> str:
        """What happens with the open cases of somebody who is switched off or leaves a department."""
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
