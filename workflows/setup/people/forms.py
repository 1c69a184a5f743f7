"""The sheet of a person: the fields, the offices and the departments as one, and what it would change."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import Group
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from cases.admin.groups import offered
from cases.change_log.registration import PEOPLE
from cases.change_log.values import logged
from cases.fields.text import EmailAddress, Line
from cases.forms.people import POWERS, MembershipForm, MembershipFormSet, PersonForm
from cases.models import Membership, User
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import may
from workflows.setup.people.rights_in_words import Change, Standing, change
from workflows.setup.seen import SEEN, digest

OFFICES = {
    "clerk": (_("Clerk at the counter"), _("Files requests for others, routes cases, knows the citizens.")),
    "executive": (_("Executive"), _("Reads the cases of every department and sees the figures.")),
    "administrator": (_("Administrator"), _("Sets the service up and changes people; needs the set-up too.")),
}


def office_name(group: Group) -> str:
    """Return what a group is called."""
    return str(OFFICES[group.name][0]) if group.name in OFFICES else group.name


class OfficesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The groups by what they are called, each with what it is."""

    def label_from_instance(self, group: Any) -> str:
        """The name, and what the office does."""
        hint = OFFICES.get(group.name, ("", ""))[1]
        return f"{office_name(group)}: {hint}" if hint else office_name(group)


class SheetForm(PersonForm):
    """The fields of a person. What only a superuser hands out is there for a superuser alone."""

    use_required_attribute = False

    # Passwords have a page of their own.
    password = None  # type: ignore[assignment]
    email = EmailAddress(label=_("E-mail"), required=False)
    groups = OfficesField(
        Group.objects.order_by("name"),
        label=_("Offices"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(PersonForm.Meta):
        model = User
        fields: ClassVar[Any] = (
            *("username", "first_name", "last_name", "email", "language", "groups", "is_staff"),
            *POWERS,
        )
        field_classes = {**PersonForm.Meta.field_classes, "first_name": Line, "last_name": Line}
        labels = {
            "username": _("User name"),
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "language": _("Language of the letters"),
            "is_staff": _("Comes into the set-up"),
            "is_superuser": _("Has every right"),
            "user_permissions": _("Single rights besides the offices"),
        }
        help_texts = {
            "username": "",
            "is_staff": _("What the person may change there, the office says."),
            "is_superuser": _("For whoever runs the program. Only such a person can give it."),
            "user_permissions": "",
        }

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.by = by
        if not by.is_superuser:
            for name in POWERS:
                del self.fields[name]
        else:
            single: Any = self.fields["user_permissions"]
            single.queryset, single.widget.attrs["size"] = offered(), 8


@dataclass
class Sheet:
    """A person's form and formset. `places` is None for those who may not change who works where."""

    person: User
    form: SheetForm
    places: MembershipFormSet | None

    @classmethod
    def of(cls, request: StaffRequest, person: User) -> "Sheet":
        """The sheet as it stands, or as it was sent."""
        data = request.POST if request.method == "POST" else None
        form = SheetForm(data, instance=person, by=request.user)
        return cls(person, form, _places(request, person, data))

    def is_valid(self) -> bool:
        """Whether both parts are."""
        parts = [self.form.is_valid(), self.places is None or self.places.is_valid()]
        return all(parts)

    def change(self, before: User) -> Change:
        """What the person may do after it is saved, and may not do now."""
        typed, person = self.form.cleaned_data, self.person
        after = Standing(
            person.is_active,
            person.is_staff,
            person.is_superuser,
            self.places.kept() if self.places else Standing.of(before).departments if before.pk else {},
            self.form.permissions(typed),
        )
        return change(before, after)

    def save(self) -> User:
        """Store both parts. Raises Refused."""
        saved: User = self.form.save()
        if self.places is not None:
            self.places.instance = saved
            self.places.save()
        return saved


def seen(person: User) -> str:
    """Return what stands for a person as stored, with the departments; empty for a new one."""
    if not person.pk:
        return ""
    stored = User.objects.get(pk=person.pk)
    places = Membership.objects.filter(user=person).order_by("pk")
    return digest(logged(stored, PEOPLE), list(places.values_list()))


def is_stale(request: StaffRequest, person: User) -> bool:
    """Whether the form was filled from another state than the one that is stored."""
    return request.POST.get(SEEN, "") != seen(person)


def _places(request: StaffRequest, person: User, data: Any) -> MembershipFormSet | None:
    """The departments of a person, as far as this user may change them."""
    by = request.user
    if not may(by, "membership", "change"):
        return None
    adds = may(by, "membership", "add")
    labels: Any = {"department": _("Department"), "unit": _("Unit"), "role": _("Role there")}
    made: Any = inlineformset_factory(
        User,
        Membership,
        form=MembershipForm,
        formset=MembershipFormSet,
        fk_name="user",
        fields=["department", "unit", "role", "hears_of_new_cases"],
        extra=1 if adds else 0,
        can_delete=may(by, "membership", "delete"),
        edit_only=not adds,
        labels=labels,
    )
    made.by = by
    found: MembershipFormSet = made(data, instance=person, prefix="places", form_kwargs={"label_suffix": ""})
    return found
