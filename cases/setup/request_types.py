"""Request types that we have proposed become the municipality's own."""

from collections.abc import Iterable

from cases.models import RequestType


def confirm(request_types: Iterable[RequestType]) -> int:
    """Mark those that are still proposals as confirmed, and return how many they were. One by one, so that
    the change log hears of each."""
    proposed = [one for one in request_types if not one.confirmed]
    for request_type in proposed:
        request_type.confirmed = True
        request_type.save(update_fields=["confirmed"])
    return len(proposed)
