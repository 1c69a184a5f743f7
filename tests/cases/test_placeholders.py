"""Placeholders: known ones are allowed, unknown ones are named beside them."""

import pytest
from django.core.exceptions import ValidationError

from cases.placeholders import IN_TEXTS, check, names_in


@pytest.mark.parametrize("text", ["", "ไม่มี", "เรื่อง {number}\n{kind}", "{number}{number}"])
def test_a_text_with_known_placeholders_is_fine(text: str) -> None:
    check(text, IN_TEXTS)


def test_an_unknown_placeholder_is_named_beside_the_known_ones() -> None:
    with pytest.raises(ValidationError) as caught:
        check("Dear {name}, {number}", IN_TEXTS)
    message = caught.value.messages[0]
    assert "{name}" in message
    assert all(f"{{{known}}}" in message for known in IN_TEXTS)


@pytest.mark.parametrize(
    "text",
    ["{", "}", "{number", "number}", "{{ case.password }}", "{% load i18n %}", "{}", "{number }", "\ue000"],
)
def test_what_is_no_placeholder_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        check(text, IN_TEXTS)


def test_what_has_to_be_there_is_asked_for() -> None:
    with pytest.raises(ValidationError, match="until"):
        check("{number}", ["number", "until"], required=["until"])
    check("{until}", ["number", "until"], required=["until"])


def test_names_come_once_in_their_order() -> None:
    assert names_in("{b} {a} {b}") == ["b", "a"]
