"""Where somebody goes on after a step: the page of the case, the next case, or the list, as the person wants."""

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


def address(user: User, verb: Verb, case: Case, *, visible: bool) -> str:
    """Return the page that follows a step with a case, which is `visible` to this person or not any more; a
    note leads nowhere else. After the last case of a list comes the list. At most two statements."""
    here = reverse("staff:case", args=[case.number]) if visible else reverse("staff:inbox")
    if verb == Verb.NOTE:
        return here
    wanted = Preference.objects.filter(user=user).values_list("after_step", flat=True).first()
    if wanted not in (AfterStep.NEXT, AfterStep.LIST):
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
