"""The page of a right that was lost between page and click: since what, and the words that were typed."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from cases.actions.findings import is_empty
from cases.models import Case
from cases.questionnaires.question_type import QuestionType
from cases.questionnaires.types import type_of
from cases.views.staff_pages import StaffRequest
from workflows.steps import lost_rights, refusals
from workflows.steps.staleness import Seen

CONFLICT, FORBIDDEN = 409, 403


def lost_case(
    request: StaffRequest, number: str, form: type[forms.Form] | forms.Form, name: object
) -> HttpResponse:
    """The answer to a form about a case that this person cannot read, or about a step that is not this
    person's. Who had to do with the case is told since when (409), a reader that it is not theirs (403), and
    for others there is no such case (Http404). Raises PermissionDenied where nothing was sent."""
    case = Case.objects.select_related("request_type").filter(number=number).first()
    if case is None:
        raise Http404
    user = request.user
    readable = Case.objects.visible_to(user).filter(pk=case.pk).exists()
    if request.method != "POST":
        raise PermissionDenied(refusals.NOT_YOURS) if readable else Http404
    from_page = lost_rights.was_shown(user, case, request.POST.get("shown", ""))
    had = from_page or lost_rights.was_involved(user, case)
    if not (readable or had):
        raise Http404
    why = lost_rights.since(user, case, Seen.read(request.POST.dict())) if had else str(refusals.NOT_YOURS)
    status = CONFLICT if from_page or not readable else FORBIDDEN
    return lost(request, form, name, why, status=status, number=case.number, readable=readable)


def lost(
    request: StaffRequest,
    form: type[forms.Form] | forms.Form,
    name: object,
    why: str,
    *,
    status: int = FORBIDDEN,
    number: str = "",
    readable: bool = False,
) -> HttpResponse:
    """Say why nothing was done, with what was typed to copy."""
    context = {
        "name": name,
        "why": why,
        "number": number,
        "readable": readable,
        "typed": typed(request, form),
    }
    return render(request, "staff/lost.html", context, status=status)


def typed(request: StaffRequest, form: type[forms.Form] | forms.Form) -> list[tuple[str, str]]:
    """The words that came in the form's fields, each with its label, and all answers to its questions but
    photos; what else was only chosen is left out."""
    fields = form.fields if isinstance(form, forms.Form) else form.base_fields
    asked = {one.field_name: type_of(one) for one in getattr(form, "questions", ())}
    found = []
    for name, field in fields.items():
        if name in asked and not asked[name].takes_photo:
            found.append((str(field.label), _answer(request, asked[name], field)))
        elif isinstance(field, forms.CharField):
            found.append((str(field.label), request.POST.get(name, "").strip()))
    return [(label, words) for label, words in found if words]


def _answer(request: StaffRequest, asked: QuestionType, field: forms.Field) -> str:
    """An answer in words; one that could not be taken as it was typed."""
    value = field.widget.value_from_datadict(request.POST, request.FILES, asked.question.field_name)
    try:
        answer = field.clean(value)
        return "" if is_empty(answer) else asked.text(answer)
    except forms.ValidationError:
        parts = value if isinstance(value, list | tuple) else [value]
        return " ".join(str(one) for one in parts if one)
