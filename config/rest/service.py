"""The API put together: the rooms of cases and of letters, which do not know each other."""

import json
from typing import Any

from django.http import Http404, HttpRequest
from django.template.context import Context
from django.urls import path
from django.utils.translation import override
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError

from config.rest import documentation
from notifications.models import Audience
from notifications.pages.case_letters import letters_of
from workflows.api import cases, filing, problems, reference, shapes, steps
from workflows.api.caller import READ, person
from workflows.views.case.lookup import case_or_404

VERSION, PREFIX = "1.0.0", "api/v1"
DESCRIPTION = (
    "Read the cases of a municipality, do the steps of its staff, and file requests for citizens. Each "
    "request shows a token (`Authorization: Bearer …`), which an administrator makes for a member of staff "
    "or for a partner. Words come in Thai, or in English with `Accept-Language: en`."
)
REF = "#/components/schemas/{model}"
letters = Router(auth=READ, tags=["Letters"])


@letters.get("/{number}/letters", response=list[shapes.LetterState])
def read_letters(request: HttpRequest, number: str) -> list[shapes.LetterState]:
    """The letters about a case and what became of each, the oldest first; who gets them is not said."""
    case = case_or_404(person(request), cases.checked(number))
    return [
        shapes.LetterState(
            kind=one.kind,
            what=str(one.get_kind_display()),
            audience=one.audience,
            channel=one.channel,
            state=one.state,
            state_words=str(one.get_state_display()),
            attempts=one.attempts,
            sent_at=one.sent_at,
            arrived_at=one.arrived_at,
        )
        for one in letters_of(Context(), case)
        if one.audience != Audience.FOLLOWER
    ]


class Service(NinjaAPI):
    """The API, whose operations go by the names of their functions."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """The name by which generated clients call an operation."""
        return str(operation.view_func.__name__)


def _made() -> Service:
    made = Service(
        title="Rap Rueang",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
    )
    for error in (Exception, Http404, HttpError, ValidationError, AuthenticationError):
        made.add_exception_handler(error, problems.answer)
    assert filing.EXTRA
    made.add_router("/cases", cases.router)
    made.add_router("/cases", steps.router)
    made.add_router("/cases", letters)
    made.add_router("/photos", cases.files)
    made.add_router("/kinds", reference.kinds)
    made.add_router("/departments", reference.departments)
    made.add_router("/figures", reference.figures)
    return made


service = _made()


def openapi() -> dict[str, Any]:
    """The description of the API for programs (OpenAPI 3.1), in English."""
    with override("en"):
        found: dict[str, Any] = dict(service.get_openapi_schema(path_prefix=f"{PREFIX}/"))
    problem = shapes.ProblemDetails.model_json_schema(ref_template=REF)
    found["components"]["schemas"] |= problem.pop("$defs") | {"ProblemDetails": problem}
    said = {problems.MEDIA_TYPE: {"schema": {"$ref": REF.format(model="ProblemDetails")}}}
    for operations in found["paths"].values():
        for one in operations.values():
            one["responses"]["default"] = {"description": "Why it was not done", "content": said}
    # As a program reads it: each key is text.
    told: dict[str, Any] = json.loads(json.dumps(found))
    return told


def openapi_file(request: HttpRequest) -> Any:
    """The description as JSON."""
    return documentation.as_file(openapi())


def docs(request: HttpRequest) -> Any:
    """The description as a page."""
    return documentation.page(request, openapi())


urlpatterns = [path("openapi.json", openapi_file), path("docs", docs), path("", service.urls)]
