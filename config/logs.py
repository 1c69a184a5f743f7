"""What the log says: a refusal is a line, not an error with a traceback."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import Http404


class PlainRefusals(logging.Filter):
    """Takes the traceback off a page that was refused (403, 404): it is no fault, and frames hold data."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every record passes."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, (PermissionDenied, Http404)):
            record.exc_info = record.exc_text = None
        return True
