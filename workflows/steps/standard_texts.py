"""Standard texts at a step: which are offered, and their words filled in for one case."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import Case, Municipality, StandardText
from cases.placeholders import FINDINGS, IN_TEXTS, TABLE, filled
from cases.text import telephones
from cases.work_plans import told

Step = StandardText.Step
# Whose words reach the citizen: they are inserted in the citizen's language, the others in the reader's.
TO_CITIZEN = (Step.ASK, Step.RESOLVE, Step.REJECT, Step.EXTEND)


@dataclass(frozen=True)
class Offer:
    """A text as the step's form offers it."""

    pk: int
    title: str
    words: str


def offered(case: Case, step: str, *, office: Municipality) -> list[Offer]:
    """The texts in use that fit the step and the case, filled in."""
    texts = StandardText.fitting(step, request_type=case.request_type, department=case.department_id)
    titles = [text.name for text in texts]
    with language_of(case, step):
        values = values_of(case, office) if texts else {}
        if any(text.findings for text in texts):
            values |= told.found(case)
        # A finding that is not there stays to be seen: the form asks for it before it is sent.
        words = [filled(text.text, _or_itself(text.findings) | values) for text in texts]
    return [Offer(*row) for row in zip([text.pk for text in texts], titles, words, strict=True)]


def inserted(typed: str, chosen: str, case: Case, step: str, *, office: Municipality) -> str:
    """What was typed, with the words of the chosen text after it; as it was where nothing that is on offer
    was chosen."""
    found = [one.words for one in offered(case, step, office=office) if str(one.pk) == chosen]
    return "\n\n".join(filter(None, (typed.rstrip(), *found)))


def _or_itself(findings: list[str]) -> dict[str, object]:
    return {f"{FINDINGS}{key}": f"{{{FINDINGS}{key}}}" for key in findings}


def values_of(case: Case, office: Municipality) -> dict[str, object]:
    """What the placeholders of a standard text are for this case, in the active language; where the case has
    no place, officer or agency, words that fit into a sentence instead."""
    agency = case.request_type.agency
    return {
        **{name: TABLE[name].value(case) for name in IN_TEXTS if name in TABLE},
        "place": case.place or _("the place that you told us of"),
        "officer": case.officer or case.department.name,
        "agency": agency.name if agency else _("the agency in charge"),
        "hotline": telephones.grouped(agency.hotline) if agency else "",
        "office": office.name,
        "phone": telephones.grouped(office.phone),
    }


def language_of(case: Case, step: str) -> AbstractContextManager[None]:
    """The language in which this step's words are read."""
    return override(case.language) if step in TO_CITIZEN else nullcontext()
