"""Somebody leaves the municipality, or works here again: switched off and on, never deleted."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.access import two_factor
from cases.actions.offboarding import in_the_name_of
from cases.errors import Refused
from cases.forms.directory import Switch
from cases.forms.people import left_behind, went_back
from cases.models import User
from cases.views.staff_pages import StaffRequest
from workflows.login import single_sign_on
from workflows.setup.decorators import setup_page_for
from workflows.setup.people.person import changed_person
from workflows.setup.people.rights_in_words import Standing, by_place, rights_of
from workflows.setup.seen import CONFLICT


@setup_page_for("user", "change")
def leave(request: StaffRequest, pk: int) -> HttpResponse:
    """What happens when this person leaves, and the button; by POST it is done. Who is here no more is told
    so."""
    person = changed_person(request, pk)
    if not person.is_active:
        messages.info(request, _("%(name)s has left already.") % {"name": person})
        return redirect("staff:setup_person", pk)
    words = left_behind(person)
    try:
        with transaction.atomic():
            locked = User.objects.select_for_update(no_key=True).get(pk=pk)
            form = Switch({}, instance=locked)
            refused = [] if form.is_valid() else _said(form)
            if refused or request.method != "POST":
                return _leaving(request, person, words, refused)
            had = in_the_name_of(person).count()
            form.save()
    except Refused as error:
        return _leaving(request, person, words, [str(error)])
    messages.success(request, _("%(name)s has left and cannot log in any more.") % {"name": person})
    if gone := had - in_the_name_of(person).count():
        messages.warning(request, went_back(gone))
    return redirect("staff:setup_person", pk)


@setup_page_for("user", "change")
def come_back(request: StaffRequest, pk: int) -> HttpResponse:
    """What the person could do again, and the button; by POST it is done."""
    person = changed_person(request, pk)
    if not person.is_active and request.method == "POST":
        with transaction.atomic():
            locked = User.objects.select_for_update(no_key=True).get(pk=pk)
            form = Switch({"is_active": "on"}, instance=locked)
            form.is_valid()
            form.save()
        messages.success(request, _("%(name)s works here again and can log in.") % {"name": person})
    if person.is_active or request.method == "POST":
        return redirect("staff:setup_person", pk)
    was = Standing.of(person)
    again = Standing(True, was.staff, was.superuser, was.departments, was.permissions)
    context = {"person": person, "rights": by_place(rights_of(person, again))}
    return render(request, "staff/setup/people/back.html", context)


@setup_page_for("user", "change")
def reset_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the second factors of somebody who has lost them; by POST alone."""
    person = changed_person(request, pk)
    name = {"name": person}
    if request.method == "POST" and two_factor.reset(person, by=request.user):
        text = _("%(name)s logs in with the password alone, and sets up a new factor.") % name
        messages.success(request, text)
    elif request.method == "POST":
        messages.info(request, _("%(name)s has no second factor.") % name)
    return redirect("staff:setup_person", pk)


@setup_page_for("user", "change")
def unlink(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away by which account of the issuer somebody is known; by POST alone."""
    person = changed_person(request, pk)
    if request.method == "POST" and single_sign_on.unlink(person, by=request.user):
        text = _("%(name)s is no longer known by that account. The next log-in links one anew.")
        messages.success(request, text % {"name": person})
    return redirect("staff:setup_person", pk)


def _said(form: "ModelForm[Any]") -> list[str]:
    """Why it cannot be."""
    return [str(text) for texts in form.errors.values() for text in texts]


def _leaving(request: StaffRequest, person: User, words: str, refused: list[str]) -> HttpResponse:
    context = {"person": person, "left_behind": words, "refused": refused}
    status = CONFLICT if refused and request.method == "POST" else 200
    return render(request, "staff/setup/people/leave.html", context, status=status)
