"""The lock of a flow: the process row, without its key, so that rows that only point to it need not wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


class ProcessLock:
    """As viewflow's own lock by SELECT … FOR UPDATE, which would hold up every foreign key to the row; it
    waits as long as the database lets it (lock_timeout)."""

    @contextmanager
    def __call__(self, flow_class: Any, process_pk: int) -> Iterator[None]:
        """Hold the process until the end of the transaction."""
        with transaction.atomic():
            rows = flow_class.process_class._default_manager.filter(pk=process_pk)
            list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
            yield
