"""What the page of a kind would send."""

from typing import Any

PAGE = "setup_kind"


def sent(page: Any, **changed: Any) -> dict[str, Any]:
    """What the page would send as it stands, with some fields changed."""
    forms, values = page.context["forms"], {"seen": page.context.get("seen", "")}
    rows = [forms.causes.management_form, *forms.causes.forms] if forms.causes is not None else []
    for one in [forms.kind, *rows, *([forms.readers] if forms.readers else [])]:
        values |= {field.html_name: field.value() for field in one}
    return {
        name: value for name, value in (values | changed).items() if value is not None and value is not False
    }
