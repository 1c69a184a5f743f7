"""The letters about one case, and whether they reach its citizen: what its page shows, in one statement."""

from django.db.models import Exists, OuterRef, Subquery
from django.template.context import Context

from cases.models import Case
from notifications.models import Channel, Notice, Suppression, Unreached
from notifications.suppression import hashes_of


def letters_of(context: Context, case: Case) -> list[Notice]:
    """Every letter about the case, the oldest first, read once for each page. `held_because` and `held_at`
    say that nothing is sent to the citizen's e-mail address; `unreached` marks the one to telephone about,
    `to_call` is the number of the row that waits for a call, `to_call_of` what it is about."""
    page = context.dicts[0]
    if page.get("letters_of") != case.pk:
        page["letters_of"], page["letters"] = case.pk, list(_read(case))
    found: list[Notice] = page["letters"]
    return found


def held_because(letter: Notice) -> str:
    """Why nothing is sent to the citizen's e-mail address, in words; empty where it is."""
    reason = vars(letter).get("held_because")
    return str(Suppression.Reason(reason).label) if reason else ""


def _read(case: Case) -> list[Notice]:
    held = Suppression.objects.filter(
        channel=Channel.EMAIL, address_hash__in=hashes_of(Channel.EMAIL, case.email), lifted_at=None
    )
    waiting = Unreached.objects.filter(case=case.pk, reached_at=None)
    letters = Notice.objects.for_case(case).defer("text", "html", "secret")
    return list(
        letters.annotate(
            held_because=Subquery(held.values("reason")),
            held_at=Subquery(held.values("at")),
            unreached=Exists(waiting.filter(notice=OuterRef("pk"))),
            to_call=Subquery(waiting.values("pk")),
            to_call_of=Subquery(waiting.values("kind")),
        )
    )
