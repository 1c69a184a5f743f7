"""The step whose form stands open on the page of a case, and what comes back with it: token and photos."""

import uuid
from dataclasses import dataclass, field
from functools import cached_property

from cases.actions.reachability import Delivery, delivery
from cases.actions.transfer_state import goes_to_clerk
from cases.drafts.uploads import DraftUploads
from cases.models import Case, ContactChannel
from cases.views.idempotency import FIELD, token_in
from cases.views.staff_pages import StaffRequest
from workflows.forms.steps import StepForm
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import StepSpec
from workflows.steps import wording


@dataclass
class Step:
    """A step as the page shows it: its form, can it be sent now, does the citizen get a letter, and is that
    letter shown (its form is valid then)."""

    verb: Verb
    form: StepForm
    offered: bool
    told: bool
    letter: bool = False
    # Whether this person may ask an outside party now.
    asks_outside: bool = False
    # By which the form is done once.
    token: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def spec(self) -> StepSpec:
        """What the step is, for every case."""
        return STEPS[self.verb]

    @property
    def blocked(self) -> str:
        """Why it cannot be sent yet; empty where it can."""
        return wording.waits_for(self.form.case) if self.spec.waits_for_subtasks else ""

    @property
    def to_clerk(self) -> bool:
        """Whether it would be the third transfer, on which the clerk decides."""
        return self.verb == Verb.TRANSFER and goes_to_clerk(self.form.case)

    @property
    def has_letter(self) -> bool:
        """Whether its letter can be read before it is sent."""
        shown = self.offered and self.spec.previews_letter and wording.has_letter(self.verb, self.form.case)
        return shown and self.delivery.goes and self.delivery.way == ContactChannel.EMAIL

    @property
    def outside_instead(self) -> bool:
        """Whether an outside party can be asked instead, which the city then follows."""
        ends = self.verb in (Verb.REJECT, Verb.RESOLVE, Verb.PROPOSE)
        return self.offered and ends and self.asks_outside

    @property
    def is_shared(self) -> bool:
        """Whether what it says goes to the citizens of joined reports as well."""
        return self.offered and self.spec.is_outcome

    @property
    def name(self) -> str:
        """What the step is called."""
        return str(self.spec.name)

    @cached_property
    def delivery(self) -> Delivery:
        """How a letter about it would go; read once, by the steps that speak of one."""
        return delivery(self.form.case)

    @property
    def button(self) -> str:
        """What its button says."""
        if not self.spec.silent_button:
            return str(self.spec.button)
        if not wording.has_letter(self.verb, self.form.case):
            return str(self.spec.silent_button)
        return wording.button(self.verb, self.delivery)

    @property
    def hint(self) -> str:
        """What else there is to know about it."""
        silent = self.spec.silent_hint
        return str(silent if silent and not self.delivery.goes else self.spec.hint)

    @property
    def how_told(self) -> str:
        """How the citizen hears of it."""
        return wording.how_told(self.form.case, self.delivery)


def token_of(request: StaffRequest, form: StepForm) -> uuid.UUID:
    """The token of a form that comes back, since nothing was done with it; else a new one. Photos are kept
    under it."""
    if form.uploads:
        return form.uploads.token
    held = token_in(request.POST.get(FIELD)) if form.is_bound and form.judged else None
    return held or uuid.uuid4()


def uploads_of(request: StaffRequest, case: Case, form: type[StepForm]) -> DraftUploads:
    """The photos and papers that came with a form, kept under its token until the step is done."""
    token = token_in(request.POST.get(FIELD)) or uuid.uuid4()
    uploads = DraftUploads(request, token, accepts_pdf=form.accepts_pdf(case))
    uploads.take()
    return uploads
