"""What is left to do until an installation has its first case, for the head of an administrator's pages."""

from dataclasses import dataclass

from django import template

from cases.setup import first_run

register = template.Library()


@dataclass(frozen=True)
class Left:
    """How many steps, and about how many minutes."""

    steps: int
    minutes: int


@register.simple_tag
def set_up_left() -> Left | None:
    """Return what is left, None where nothing is: `{% set_up_left as left %}`."""
    left = first_run.left()
    return Left(len(left), sum(step.minutes for step in left)) if left else None
