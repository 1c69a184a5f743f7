"""What citizens will see of a kind: the pages of its form as it would be. Nothing is stored."""

import copy
import uuid
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from cases.forms.pages import FORMS, WHAT, Pages
from cases.models import Draft, QuestionSet, RequestType
from cases.questionnaires.versions import to_ask
from cases.views.request.draft_form import context_of
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.kinds.forms import KindForm, begun
from workflows.setup.kinds.page import found

# These pages alone stand in a frame, of our own pages alone; nothing is sent from there, no script runs.
FRAMED: Any = csp_replace({"frame-ancestors": [SELF], "form-action": [NONE], "script-src": [NONE]})


class Unsent(Pages):
    """The pages of a form that nobody fills in."""

    @cached_property
    def asked(self) -> QuestionSet | None:
        """The questions that are asked now; a kind that is not stored has none."""
        return to_ask(self.request_type) if self.request_type.pk else None


@FRAMED
@xframe_options_sameorigin
@setup_page
def preview(request: StaffRequest, code: str) -> HttpResponse:
    """A page of the form of a kind, with what is typed and not saved yet."""
    return _drawn(request, found(request, code))


@FRAMED
@xframe_options_sameorigin
@setup_page
def preview_new(request: StaffRequest) -> HttpResponse:
    """A page of the form of a kind that is to be made."""
    if not request.user.has_perm("cases.add_requesttype"):
        raise PermissionDenied
    return _drawn(request, begun())


def _drawn(request: StaffRequest, stored: RequestType) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = KindForm(typed, instance=copy.copy(stored))
    form.is_valid()
    as_typed: RequestType = form.instance
    # What the pages cannot do without, until it is typed.
    as_typed.code = as_typed.code or "new"
    as_typed.target_working_days = as_typed.target_working_days or 1
    context: dict[str, Any] = {"base": "staff/setup/kinds/preview.html", "wrong": list(_wrong(form))}
    if not as_typed.active or as_typed.refers_only:
        context |= {"request_type": as_typed, "typed": []}
        return render(request, "cases/closed.html", context)
    asked = (typed or request.GET).get("preview_page", "")
    pages = Unsent(request, Draft(token=uuid.uuid4(), request_type=as_typed))
    filled = pages.saved(asked if asked in FORMS else WHAT)
    context |= {**context_of(pages, step=filled.step), "form": filled, "uploads": pages.uploads}
    return render(request, f"cases/form/{filled.page}.html", context)


def _wrong(form: KindForm) -> Iterator[str]:
    """What cannot be saved as it was typed: fields by their labels, the rest in a sentence."""
    yield from (str(form[name].label) for name in form.errors if name in form.fields)
    yield from (str(error) for error in form.non_field_errors())
