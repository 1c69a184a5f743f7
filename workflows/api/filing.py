"""Filing: a request becomes a case by the clerk's form and the pages' own intake."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from ninja import Schema

from cases.errors import FiledBefore
from cases.intake.filing import Filing, submit
from cases.limits.rate_limits import Limit
from cases.models import Case, Channel, Partner, PartnerCase, RequestType, User
from workflows import rights
from workflows.api import bodies, once, problems, shapes
from workflows.api.caller import FILE, ours, partner, person
from workflows.api.cases import router
from workflows.api.form_fields import Value, typed
from workflows.api.problems import Problem
from workflows.forms.intake import ChannelForm, Intake

# Requests of one partner at once, and as many again in an hour.
MOST, HOUR = 600, 60 * 60
NOT_ON_OFFER = gettext_lazy("This kind is not on offer, or not for this partner.")


class FilingIn(Schema):
    """A request: its kind, and what is typed into the form of that kind (`GET /kinds/{code}`)."""

    kind: str
    fields: dict[str, Value] = {}


EXTRA = {**bodies.described(FilingIn, photos=True), "parameters": [once.parameter()]}


@router.post("", response={201: shapes.Filed}, auth=FILE, tags=["Filing"], openapi_extra=EXTRA)
@sensitive_variables()
def file_case(request: HttpRequest) -> Any:
    """File a request for a citizen, who gets the password by letter. The same Idempotency-Key again files
    nothing and gives the same number."""
    caller, asked = partner(request), bodies.parsed(request, FilingIn)
    clerk = None if caller else _clerk(request)
    sent = once.asked(ours(request), asked.model_dump())
    if (before := once.answer_of(sent)) is not None:
        return before
    kind = fileable(caller, asked.kind)
    assert sent.key is not None
    form = unfilled(request, kind, caller, sent.key)
    values = typed(asked.fields, form.sections)
    if caller:
        values["channel"] = str(caller.channel_id)
    form.typed = values
    form.take_photos()
    form.fill(judged=True)
    form.channel = channel_form(caller, values)
    if not form.is_valid():
        raise Problem(422, errors=problems.wrong(*form.sections))
    return once.done(sent, ours(request).auth, lambda: _file(form.filing(), clerk, caller))


def kinds_for(caller: Partner | None) -> list[RequestType]:
    """What can be filed: every kind in use, of a partner those that it was given."""
    kinds = [one for one in RequestType.in_use() if not one.refers_only]
    if caller is None:
        return kinds
    given = set(caller.kinds.values_list("pk", flat=True))
    return [one for one in kinds if one.pk in given]


def fileable(caller: Partner | None, code: str) -> RequestType:
    """The kind with this code. Raises Problem (422) where it cannot be filed by this caller."""
    found = next((one for one in kinds_for(caller) if one.code == code), None)
    if found is None:
        raise Problem(422, errors=[("kind", str(NOT_ON_OFFER))])
    return found


def unfilled(request: HttpRequest, kind: RequestType, caller: Partner | None, key: uuid.UUID) -> Intake:
    """The clerk's form of a kind, empty; a partner has a channel of its own."""
    form = Intake(request, kind, key, typed=bodies.NOTHING)
    form.fill(judged=False)
    form.channel = channel_form(caller)
    return form


def channel_form(caller: Partner | None, values: Any = None) -> ChannelForm:
    """How it came in: chosen by a clerk, given for a partner."""
    form = ChannelForm(values)
    if caller:
        form.fields["channel"].queryset = Channel.objects.filter(pk=caller.channel_id)  # type: ignore[attr-defined]
    return form


def _file(filing: Filing, clerk: User | None, caller: Partner | None) -> once.Answer:
    if caller:
        filing.limits = [Limit("filed-partner", str(caller.pk), MOST, HOUR, leaks=True)]

    def keep(case: Case, password: str) -> None:
        if caller:
            PartnerCase.objects.create(case=case, partner=caller)

    try:
        case, _password = submit(filing, by=clerk, then=keep)
    except FiledBefore as error:
        raise Problem(409) from error
    return {
        "number": case.number,
        "receipt_number": case.receipt_number,
        "due_on": case.due_on.isoformat(),
    }


def _clerk(request: HttpRequest) -> User:
    user = person(request)
    if not rights.may_file(user):
        raise PermissionDenied
    return user
