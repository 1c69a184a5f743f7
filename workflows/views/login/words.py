"""What is said to somebody who has tried too often."""

import math

from django.utils.translation import ngettext


def wait_in_words(wait: int) -> str:
    """When to try again, after so many seconds."""
    minutes = math.ceil(wait / 60)
    text = ngettext(
        "Too many tries. Please try again in %(minutes)s minute.",
        "Too many tries. Please try again in %(minutes)s minutes.",
        minutes,
    )
    return text % {"minutes": minutes}
