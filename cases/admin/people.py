"""People in the set-up pages: switched off when they leave, never deleted, with what they leave behind."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cases.access.two_factor import reset
from cases.actions.offboarding import in_the_name_of
from cases.admin.groups import offered
from cases.admin.refusals import RefusalsTold
from cases.forms.people import (
    POWERS,
    MembershipForm,
    MembershipFormSet,
    PersonForm,
    SetPasswordForm,
    left_behind,
    went_back,
)
from cases.models import OPEN, Membership, User
from cases.text.collation import ThaiOrder
from cases.text.dates import date_and_time


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    """The departments of a person, and the role in each."""

    model = Membership
    fk_name = "user"
    form = MembershipForm
    formset = MembershipFormSet
    fields = ["department", "unit", "role", "hears_of_new_cases"]
    extra = 1

    def get_formset(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        """Which knows who changes them."""
        made: Any = super().get_formset(request, obj, **kwargs)
        made.by = request.user
        return made


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

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Which knows who changes the person."""
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.by = request.user
        return made

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
            messages.warning(request, went_back(gone))

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
        return left_behind(person)
