"""What is left to do until an installation has its first case: computed from what is there, nothing stored.

Whether a letter has ever gone out is known to `notifications`, which gives the answer when it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases.lib.setup_cache import shared
from cases.models import Case, Channel, Department, Membership, Municipality, RequestType, Subdistrict, Title
from cases.setup.holidays import years_without


@dataclass(frozen=True)
class Step:
    """One step, with about how many minutes it takes."""

    key: str
    minutes: int
    is_done: Callable[[], bool]
    # Whether it is a change of the set-up alone that does it.
    of_set_up: bool = True


class _Rule:
    mail_works: Callable[[], bool] = staticmethod(lambda: False)


def answer_with(*, mail_works: Callable[[], bool]) -> None:
    """Let this say whether a letter has ever gone out by mail."""
    _Rule.mail_works = staticmethod(mail_works)


def left() -> list[Step]:
    """Return the steps that are not done. No statement of its own once all are, while the set-up stays the
    same; two at most before."""
    month = f"{timezone.localdate():%Y-%m}"
    return [step for step in STEPS if not _is_done(step, f"first run {month} {step.key}")]


def without_head() -> list[Department]:
    """Return the departments in use that answer for request types, and have no head."""
    serving = RequestType.objects.filter(active=True).values("department")
    return list(Department.objects.filter(active=True, pk__in=serving).exclude(pk__in=_headed()))


def _is_done(step: Step, key: str) -> bool:
    if shared(key, step.is_done):
        return True
    # That a case was filed or a letter sent changes no set-up; but it is never undone.
    return not step.of_set_up and step.is_done()


def _headed() -> Any:
    return Membership.objects.filter(
        role=Membership.Role.HEAD, user__is_active=True, department__active=True
    ).values("department")


def _has_common() -> bool:
    return Subdistrict.objects.exists() and Channel.objects.exists() and Title.objects.exists()


def _has_heads() -> bool:
    return Department.objects.filter(pk__in=_headed()).exists() and not without_head()


STEPS = (
    Step("common", 1, _has_common),
    Step("municipality", 4, lambda: Municipality.objects.exists()),
    Step("departments", 2, lambda: Department.objects.filter(active=True).exists()),
    Step("people", 6, _has_heads),
    Step("kinds", 3, lambda: RequestType.objects.filter(active=True).exists()),
    Step("holidays", 1, lambda: not years_without()),
    Step("mail", 1, lambda: _Rule.mail_works(), of_set_up=False),
    Step("case", 2, lambda: Case.objects.exists(), of_set_up=False),
)
