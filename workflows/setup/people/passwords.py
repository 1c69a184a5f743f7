"""Passwords for the first log-in: typed for one person, or made up for one or many and shown once."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.forms.people import SetPasswordForm
from cases.models import User
from cases.text.collation import BY_NAME
from cases.text.numbers import whole_number
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page_for
from workflows.setup.people.person import changed_person

# Nothing that is read as something else: no vowels, which make words, and no 0, 1 and l.
SIGNS, GROUPS, LENGTH = "bcdfghjkmnpqrstvwxz23456789", 3, 4
# So many are made in one go: each takes a moment, by intention of the hash.
MOST = 50


WITHOUT_PASSWORD = Q(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)


class Slip(NamedTuple):
    """Who logs in with what, the first time."""

    person: User
    password: str


@setup_page_for("user", "change")
def password(request: StaffRequest, pk: int) -> HttpResponse:
    """Set somebody's password; the own one has a page that asks for the old one."""
    person = changed_person(request, pk)
    if person.pk == request.user.pk:
        return redirect("staff:password")
    if "make" in request.POST:
        return _slips(request, give([person]))
    form = SetPasswordForm(person, request.POST if request.method == "POST" else None)
    form.label_suffix = ""
    # A person without a password is one to whom none was given yet.
    form.fields.pop("usable_password", None)
    if form.is_bound and form.is_valid():
        form.save()
        text = _("The password is set. %(name)s changes it at the next log-in.") % {"name": person}
        messages.success(request, text)
        return redirect("staff:setup_person", pk)
    return render(request, "staff/setup/people/password.html", {"person": person, "form": form})


@setup_page_for("user", "change")
def passwords(request: StaffRequest) -> HttpResponse:
    """Everybody who has no password yet; by POST those who are ticked get one, shown once."""
    people = without(request.user)
    if request.method == "POST":
        ticked = [whole_number(typed) for typed in request.POST.getlist("person")[:MOST]]
        if found := list(people.filter(pk__in=[pk for pk in ticked if pk is not None])):
            return _slips(request, give(found))
        messages.info(request, _("Nobody was chosen who has no password yet."))
        return redirect("staff:setup_people_passwords")
    context = {"people": people[:MOST], "more": max(people.count() - MOST, 0)}
    return render(request, "staff/setup/people/passwords.html", context)


def without(by: User) -> QuerySet[User]:
    """Return those who work here and have no password yet, as far as `by` may change them."""
    found = User.objects.filter(WITHOUT_PASSWORD)
    return (found if by.is_superuser else found.filter(is_superuser=False)).order_by(*BY_NAME)


@transaction.atomic
def give(people: Iterable[User]) -> list[Slip]:
    """Give each a password for the first log-in, at which another one is chosen."""
    slips = []
    for person in people:
        slip = Slip(person, made_up())
        person.set_password(slip.password)
        person.must_change_password = True
        person.save(update_fields=["password", "must_change_password"])
        slips.append(slip)
    return slips


def made_up() -> str:
    """Return a password that is easily copied from paper."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(LENGTH)) for _ in range(GROUPS))


def _slips(request: StaffRequest, slips: list[Slip]) -> HttpResponse:
    return render(request, "staff/setup/people/slips.html", {"slips": slips})
