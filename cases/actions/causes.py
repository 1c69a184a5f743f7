"""The cause that a result names, of the list of its request type."""

from django.utils.translation import gettext as _

from cases.errors import Refused
from cases.lib.setup_cache import shared
from cases.models import Case, Cause, RequestType


def on_offer(request_type: RequestType) -> list[Cause]:
    """Return the causes in use of a request type, in the office's order; no statement while the set-up stays
    the same. They are everybody's: nobody may change them."""
    return shared(f"causes-{request_type.pk}", lambda: list(request_type.causes.filter(active=True)))


def require(case: Case, cause: Cause | None) -> None:
    """Raise Refused for a cause that is not on the list of the request type, and for none where one is
    needed; a request type without a list needs none."""
    request_type = case.request_type
    if cause is not None and (not cause.active or cause.request_type_id != request_type.pk):
        raise Refused(_("This kind of request has no such cause."))
    if cause is None and request_type.needs_cause and on_offer(request_type):
        raise Refused(_("Name the cause: this kind of request needs one."))
