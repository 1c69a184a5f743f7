"""Where somebody goes on after a step: to the page of the case, the next case, or the list."""

from django.db.models import Subquery
from django.urls import reverse

from cases.models import Case, User
from workflows.inbox.queries import InboxQuery, matching_cases
from workflows.inbox.standard_views import VIEWS
from workflows.models import Preference
from workflows.rights.catalogue import Verb

AfterStep = Preference.AfterStep
# In which view the next case stands, after these steps; after the others it is one's own work.
NEXT_IN = {
    **dict.fromkeys((Verb.ACCEPT, Verb.SEND_BACK), "answer"),
    **dict.fromkeys((Verb.ASSIGN, Verb.TRANSFER), "assign"),
    **dict.fromkeys((Verb.APPROVE, Verb.RETURN_RESULT), "approve"),
    Verb.PLACE: "desk",
}


def seen_and_wanted(user: User, case: Case) -> tuple[bool, str | None]:
    """Return whether this person may still read the case, and what the person wants after a step; one
    statement, two where the case is gone."""
    kept = Preference.objects.filter(user=user).values("after_step")
    rows = Case.objects.visible_to(user).filter(pk=case.pk).annotate(wanted=Subquery(kept))
    found = list(rows.values_list("wanted", flat=True)[:1])
    return (True, found[0]) if found else (False, kept.values_list("after_step", flat=True).first())


def address(user: User, verb: Verb, case: Case, *, visible: bool, wanted: str | None) -> str:
    """Return the page that follows a step with a case, which is `visible` to this person or not any more; a
    note leads nowhere else. After the last case of a list comes the list. At most one statement."""
    here = reverse("staff:case", args=[case.number]) if visible else reverse("staff:inbox")
    if verb == Verb.NOTE or wanted not in (AfterStep.NEXT, AfterStep.LIST):
        return here
    name = NEXT_IN.get(verb, "mine")
    view = next(one for one in VIEWS if one.name == name)
    if not view.for_whom(user):
        view = next(one for one in VIEWS if one.name == "mine")
    following = matching_cases(user, InboxQuery(view)).exclude(pk=case.pk).order_by("due_on", "pk")
    number = following.values_list("number", flat=True).first() if wanted == AfterStep.NEXT else None
    if number:
        return reverse("staff:case", args=[number])
    return f"{reverse('staff:inbox')}?view={view.name}"
