"""The fields of the filters as they are drawn, kept for the next page on which they look the same.

Selects with hundreds of options take longer to write than the cases of the list, and most pages have the
same. What is kept is known by all that it depends on, so that none of it can be out of date.
"""

from collections.abc import Hashable

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from workflows.forms.filters import FilterForm

# So many are kept at most; each may be a hundred thousand letters long.
MOST = 100
_kept: dict[Hashable, SafeString] = {}


def html(form: FilterForm) -> SafeString:
    """Return the fields of the form with what was chosen and what is wrong with it."""
    if not settings.KEPT_FILTERS:
        return _drawn(form)
    key = (get_language(), form.look)
    known = _kept.get(key)
    if known is None:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = known = _drawn(form)
    return known


def _drawn(form: FilterForm) -> SafeString:
    return format_html_join(
        "", "{}", ((field if field.is_hidden else field.as_field_group(),) for field in form)
    )
