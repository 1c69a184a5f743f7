"""The letters about one case, and whether they reach its citizen: what its page shows, in one statement."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.template.context import Context

from cases.db import compiled
from cases.db.compiled import Given
from cases.models import Case
from cases.reference import shared_rows
from notifications.letters.holds.suppression import hashes_of
from notifications.models import MESSAGES, DeliveryChannel, Notice, Suppression, Unreached

# What is known of a citizen whom letters do not reach.
FACTS = ("held_because", "held_at", "to_call", "to_call_of")


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
    letters = letters_of(context, case)
    if letters:
        return {name: vars(letters[0])[name] for name in FACTS}
    facts = _facts(case.pk, hashes_of(DeliveryChannel.EMAIL, case.email))
    return dict(Case.objects.filter(pk=case.pk).values(**facts).get())


def held_because(reason: str | None) -> str:
    """Why nothing is sent to the citizen's e-mail address, in words; empty where it is."""
    return str(Suppression.Reason(reason).label) if reason else ""


def _facts(case: int | Given, hashes: Sequence[str | Given]) -> dict[str, Subquery]:
    email = DeliveryChannel.EMAIL
    held = Suppression.objects.filter(channel=email, address_hash__in=hashes, lifted_at=None)
    waiting = _waiting(case)
    facts = (held.values("reason"), held.values("at"), waiting.values("pk"), waiting.values("kind"))
    return {name: Subquery(fact) for name, fact in zip(FACTS, facts, strict=True)}


def _waiting(case: int | Given) -> QuerySet[Unreached]:
    return Unreached.objects.filter(case=case, reached_at=None)


def _read(case: Case) -> list[Notice]:
    hashes = {f"hash_{n}": one for n, one in enumerate(hashes_of(DeliveryChannel.EMAIL, case.email))}
    found = compiled.rows(Notice, ("of a case", *hashes), lambda: _letters([*hashes]), case=case.pk, **hashes)
    shared_rows.prefetch(found, "recipient")
    return found


def _letters(hashes: Iterable[str]) -> QuerySet[Notice]:
    """The letters about a case whose citizen's address has these hashes."""
    case, known = Given(Notice, "case"), [Given(Suppression, "address_hash", name) for name in hashes]
    # What other systems are told is no letter.
    letters = Notice.objects.for_case(case).exclude(channel__in=MESSAGES).defer("text", "html", "secret")
    unreached = Exists(_waiting(case).filter(notice=OuterRef("pk")))
    return letters.annotate(unreached=unreached, **_facts(case, known))
