"""What may go out of date on its way is looked at once more; a letter's kind says whether it may."""

from notifications.letters import rules, staleness
from notifications.models import Priority, priority_of


def test_every_letter_of_a_reminder_is_told_by_its_kind() -> None:
    reminders = [rule for rule in rules.RULES if rule.event in staleness.REMINDING]
    assert reminders
    assert {priority_of(rule.letter) for rule in reminders} == {Priority.BULK}
