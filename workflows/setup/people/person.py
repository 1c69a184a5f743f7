"""The page of one person: who, where, with which offices; what the person may do, and what a change of it
would add or take away before it is saved."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.access import two_factor
from cases.actions.offboarding import in_the_name_of
from cases.errors import Refused
from cases.forms.people import left_behind, went_back
from cases.models import Absence, StaffIdentity, User
from cases.views.staff_pages import StaffRequest
from workflows.login import single_sign_on
from workflows.setup.decorators import may, setup_page_for
from workflows.setup.people.forms import Sheet, is_stale, office_name, seen
from workflows.setup.people.rights_in_words import by_place, rights_of, today_as_deputy
from workflows.setup.seen import CHANGED_MEANWHILE, CONFLICT, digest


def may_change(by: User, person: User) -> bool:
    """Whether `by` changes this person: a superuser is changed by a superuser alone, since a password is a
    way to every right."""
    return may(by, "user", "change") and (by.is_superuser or not person.is_superuser)


def changed_person(request: StaffRequest, pk: int) -> User:
    """Return the person whom a page changes. Raises Http404, or PermissionDenied where `may_change` does not
    hold."""
    found = get_object_or_404(User, pk=pk)
    if not may_change(request.user, found):
        raise PermissionDenied
    return found


@setup_page_for("user", "view", "change")
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """One person; by POST changed."""
    shown = get_object_or_404(User, pk=pk)
    if request.method != "POST":
        sheet = Sheet.of(request, get_object_or_404(User, pk=pk)) if may_change(request.user, shown) else None
        return _page(request, shown, sheet)
    return _sent(request, changed_person(request, pk))


@setup_page_for("user", "add")
def new_person(request: StaffRequest) -> HttpResponse:
    """A new person, who gets a password on the next page."""
    if request.method != "POST":
        return _page(request, User(), Sheet.of(request, User()))
    return _sent(request, User())


def _sent(request: StaffRequest, shown: User) -> HttpResponse:
    """Save what was sent, once what it changes about rights has been seen."""
    is_new = shown.pk is None
    try:
        with transaction.atomic():
            locked = User() if is_new else User.objects.select_for_update(no_key=True).get(pk=shown.pk)
            sheet = Sheet.of(request, locked)
            valid = sheet.is_valid()
            if is_stale(request, shown):
                sheet.form.add_error(None, str(CHANGED_MEANWHILE))
                return _page(request, shown, sheet, status=CONFLICT)
            if not valid:
                return _page(request, shown, sheet)
            change = sheet.change(shown)
            sure = digest([str(one) for one in [*change.added, "/", *change.taken]])
            if change and request.POST.get("sure") != sure:
                return _page(request, shown, sheet, change=change, sure=sure)
            had = 0 if is_new else in_the_name_of(shown).count()
            if is_new:
                locked.set_unusable_password()
                locked.must_change_password = True
            saved = sheet.save()
    except Refused as refused:
        sheet.form.add_error(None, str(refused))
        return _page(request, shown, sheet, status=CONFLICT)
    except IntegrityError:
        sheet.form.add_error("username", _("Somebody has this user name already."))
        return _page(request, shown, sheet, status=CONFLICT)
    return _saved(request, saved, gone=had - in_the_name_of(saved).count(), is_new=is_new)


def _saved(request: StaffRequest, saved: User, *, gone: int, is_new: bool) -> HttpResponse:
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
    if gone > 0:
        messages.warning(request, went_back(gone))
    return redirect("staff:setup_person_password" if is_new else "staff:setup_person", saved.pk)


def _page(
    request: StaffRequest, shown: User, sheet: Sheet | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    change = more.pop("change", None)
    context = {
        "person": shown,
        "sheet": sheet,
        "form": sheet.form if sheet else None,
        "lines": sheet.places if sheet else None,
        "seen": seen(shown),
        "added": by_place(change.added) if change else [],
        "taken": by_place(change.taken) if change else [],
        **more,
    }
    if shown.pk:
        context |= _about(request.user, shown)
    return render(request, "staff/setup/people/person.html", context, status=status)


def _about(by: User, shown: User) -> dict[str, Any]:
    """What there is to know of somebody who is stored."""
    away = Absence.objects.filter(user=shown, until__gte=timezone.localdate()).select_related("substitute")
    named = single_sign_on.configured()
    return {
        "sso": named is not None,
        "identity": StaffIdentity.objects.filter(user=shown).first() if named else None,
        "may_change": may_change(by, shown),
        "rights": by_place(rights_of(shown)),
        "deputy": today_as_deputy(shown),
        "offices": [office_name(group) for group in shown.groups.order_by("name")],
        "places": shown.memberships.select_related("department", "unit").order_by("department__position"),
        "away": away.order_by("since"),
        "factors": two_factor.factors(shown).count(),
        "factor_needed": two_factor.is_needed(shown),
        "left_behind": left_behind(shown),
    }
