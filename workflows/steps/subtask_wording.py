"""What the acts on a part are called, what their buttons say, and what is said when they are done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Part
from workflows.rights.subtask_rights import Act

NAMES = {
    Act.ASSIGN: gettext_lazy("Name an officer for the part"),
    Act.FINISH: gettext_lazy("Report the part as done"),
    Act.REFUSE: gettext_lazy("Refuse the part"),
    Act.CANCEL: gettext_lazy("Cancel the part"),
}
BUTTONS = {
    Act.ASSIGN: gettext_lazy("Assign"),
    Act.FINISH: gettext_lazy("The part is done"),
    Act.REFUSE: gettext_lazy("Refuse the part"),
    Act.CANCEL: gettext_lazy("Cancel the part"),
}


def done(act: Act, part: Part) -> str:
    """Who goes on now: for the page after the act."""
    names = {"officer": part.officer, "department": part.case.department, "helper": part.department}
    return {
        Act.ASSIGN: _("The part is now with %(officer)s."),
        Act.FINISH: _("The part is done. %(department)s goes on with the case."),
        Act.REFUSE: _("The part is refused. %(department)s reads the reason."),
        Act.CANCEL: _("The part is cancelled. %(helper)s reads the reason."),
    }[act] % names
