"""The letters about one case, and whether they reach its citizen: what its page shows, in one statement."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.template.context import Context

from cases.models import Case
from notifications.letters.holds.suppression import hashes_of
from notifications.models import DeliveryChannel, Notice, Suppression, Unreached


def letters_of(context: Context, case: Case) -> list[Notice]:
    """Every letter about the case, the oldest first, read once for each page; `unreached` marks the one to
    telephone about."""
    page = context.dicts[0]
    if page.get("letters_of") != case.pk:
        page["letters_of"], page["letters"] = case.pk, list(_read(case))
    found: list[Notice] = page["letters"]
    return found


def unreached_of(context: Context, case: Case) -> dict[str, Any]:
    """What is known of a citizen whom letters do not reach, a letter or none: `held_because` and `held_at`
    say that nothing is sent to the e-mail address, `to_call` is the number of the row that waits for a call,
    `to_call_of` what it is about. One statement where there is no letter, else none."""
    facts = _facts(case)
    letters = letters_of(context, case)
    if letters:
        return {name: vars(letters[0])[name] for name in facts}
    return dict(Case.objects.filter(pk=case.pk).values(**facts).get())


def held_because(reason: str | None) -> str:
    """Why nothing is sent to the citizen's e-mail address, in words; empty where it is."""
    return str(Suppression.Reason(reason).label) if reason else ""


def _facts(case: Case) -> dict[str, Subquery]:
    held = Suppression.objects.filter(
        channel=DeliveryChannel.EMAIL,
        address_hash__in=hashes_of(DeliveryChannel.EMAIL, case.email),
        lifted_at=None,
    )
    waiting = _waiting(case)
    return {
        "held_because": Subquery(held.values("reason")),
        "held_at": Subquery(held.values("at")),
        "to_call": Subquery(waiting.values("pk")),
        "to_call_of": Subquery(waiting.values("kind")),
    }


def _waiting(case: Case) -> QuerySet[Unreached]:
    return Unreached.objects.filter(case=case.pk, reached_at=None)


def _read(case: Case) -> list[Notice]:
    letters = Notice.objects.for_case(case).defer("text", "html", "secret")
    unreached = Exists(_waiting(case).filter(notice=OuterRef("pk")))
    return list(letters.annotate(unreached=unreached, **_facts(case)))
