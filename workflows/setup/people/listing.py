"""The list of the people: looked for by name, by department, by what is missing."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cases.access import two_factor
from cases.fields.text import Line
from cases.forms.named import with_code
from cases.models import Case, Department, Membership, User
from cases.text.collation import BY_NAME
from cases.text.normalization import compared
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import may, setup_page_for
from workflows.setup.people.forms import office_name
from workflows.setup.people.passwords import WITHOUT_PASSWORD, without

# So many stand on the page; a search finds the others.
LISTED = 100
STATES: dict[str, tuple[Any, Q]] = {
    "here": (_("work here"), Q(is_active=True)),
    "new": (_("have no password yet"), WITHOUT_PASSWORD),
    "nowhere": (_("in no department and no office"), Q(is_active=True, memberships=None, groups=None)),
    "left": (_("have left"), Q(is_active=False)),
    "all": (_("everybody"), Q()),
}


class SearchForm(forms.Form):
    """Words of a name, a department, and who. It is sent, so that no address carries a name."""

    use_required_attribute = False

    q = Line(label=_("Name, user name or e-mail"), required=False, max_length=100)
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), required=False, empty_label=_("All departments")
    )
    state = forms.ChoiceField(
        label=_("Who"), choices=[(name, label) for name, (label, _asked) in STATES.items()], required=False
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="")
        self.fields["department"].label_from_instance = with_code  # type: ignore[attr-defined]

    def people(self) -> QuerySet[User]:
        """Those who fit; nobody where something is asked for that is not on offer."""
        if not self.is_valid():
            return User.objects.none()
        typed = self.cleaned_data
        found = User.objects.filter(STATES[typed.get("state") or "here"][1])
        if department := typed.get("department"):
            found = found.filter(memberships__department=department)
        if words := compared(typed.get("q", "")).split():
            found = found.filter(pk__in=_named(found, words))
        return found.order_by(*BY_NAME)


@setup_page_for("user", "view", "change")
def people(request: StaffRequest) -> HttpResponse:
    """Those who work here; by POST those who are looked for, and by an address those of a department."""
    form = SearchForm(request.POST if request.method == "POST" else {"state": "here", **request.GET.dict()})
    found = form.people()
    number = found.count()
    context = {
        "form": form,
        "rows": [(one, [office_name(group) for group in one.groups.all()]) for one in _shown(found)],
        "number": number,
        "more": max(number - LISTED, 0),
        "may_add": may(request.user, "user", "add"),
        "may_change": may(request.user, "user", "change"),
        "without_password": without(request.user).count(),
    }
    return render(request, "staff/setup/people/list.html", context)


def _named(people: QuerySet[User], words: list[str]) -> list[int]:
    """Those in whose names every word stands, however it is spelt."""
    rows = people.order_by().values_list("pk", "first_name", "last_name", "username", "email")
    spelt = ((pk, compared(" ".join(texts))) for pk, *texts in rows)
    return [pk for pk, text in spelt if all(word in text for word in words)]


def _shown(found: QuerySet[User]) -> QuerySet[User]:
    """The first of them, with what the table says of each."""
    cases = Case.objects.open().filter(officer=OuterRef("pk")).order_by().values("officer")
    load = Subquery(cases.annotate(number=Count("pk")).values("number"))
    factor = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=two_factor.Type.RECOVERY_CODES)
    places = Membership.objects.select_related("department").order_by("department__position")
    rows = found.annotate(open_cases=Coalesce(load, 0), has_factor=Exists(factor))
    return rows.prefetch_related(Prefetch("memberships", places), "groups")[:LISTED]
