"""The words of the fields are compared in English."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Read English."""
    with override("en"):
        yield
