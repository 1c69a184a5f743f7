"""What happened to a case, in the order in which it happened; never changed afterwards."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from cases.models.case import event_content
from cases.models.case.case import Case
from cases.models.case.event_content import (
    Content,
    DetailsCorrected,
    DueDateFromArrival,
    FindingChanged,
    OutsideAsked,
    PersonCorrected,
    RequestTypeCorrected,
    StageBegun,
)
from cases.models.case.labels import label_of
from cases.models.setup.outside import OutsidePerson
from cases.models.staff.delegation import Delegation
from cases.models.staff.organisation import Department


class CaseEvent(models.Model):
    """One entry of a case's history. A trigger refuses update and delete, but for a retention job that
    names itself (`SET LOCAL raprueang.retention_job = '…'`)."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Received")
        ASSIGNED = "assigned", _("Assigned to an officer")
        TRANSFERRED = "transferred", _("Sent to another department")
        HANDED_BACK = "handed_back", _("Given back to the head")
        STARTED = "started", _("Work has begun")
        ASKED = "asked", _("Question to the citizen")
        ANSWERED = "answered", _("The citizen answered")
        PROPOSED = "proposed", _("Result proposed to the head")
        PROPOSAL_RETURNED = "proposal_returned", _("Proposed result returned to the officer")
        PROPOSAL_WITHDRAWN = "proposal_withdrawn", _("Proposed result taken back")
        PROPOSAL_APPROVED = "proposal_approved", _("Result approved")
        RESOLVED = "resolved", _("Result")
        REJECTED = "rejected", _("Not taken on")
        WITHDRAWN = "withdrawn", _("Withdrawn by the citizen")
        REOPENED = "reopened", _("Still not fixed, says the citizen")
        REOPEN_ASKED = "reopen_asked", _("Still not fixed, says the citizen: the head looks at it")
        REOPEN_REFUSED = "reopen_refused", _("Looked at again: stays with the result")
        REOPEN_DUE = "reopen_due", _("Reminder: answer “still not fixed”")
        CLOSED = "closed", _("Closed")
        DUPLICATE = "duplicate", _("Joined with another case of the same matter")
        SEPARATED = "separated", _("Handled on its own again")
        NOTED = "noted", _("Internal note")
        MESSAGE = "message", _("Message from the citizen")
        RATED = "rated", _("The citizen's verdict")
        EMAIL_CHANGED = "email_changed", _("Other e-mail address")
        CONTACT_CHANGED = "contact_changed", _("Told in another way")
        PASSWORD_CHANGED = "password_changed", _("New password")
        DUE_SOON = "due_soon", _("Reminder: due soon")
        LATE = "late", _("Reminder: late")
        UNASSIGNED = "unassigned", _("Reminder: nobody in charge")
        REPLY_LATE = "reply_late", _("Reminder: first reply overdue")
        DELAY_DUE = "delay_due", _("Reminder: explain the delay")
        EXTENDED = "extended", _("More time given")
        RECOUNTED = "recounted", _("Due date counted anew: the holidays have changed")
        DELAY_EXPLAINED = "delay_explained", _("Delay explained to the citizen")
        TAKEN_OVER = "taken_over", _("Accepted from another department")
        SENT_BACK = "sent_back", _("Sent back to the department before")
        TO_CLERK = "to_clerk", _("Third transfer: the clerk decides")
        PLACED = "placed", _("The clerk has decided the department")
        UNANSWERED = "unanswered", _("Transfer not answered in time")
        SUBTASK_ASKED = "subtask_asked", _("Subtask asked of another department")
        SUBTASK_ASSIGNED = "subtask_assigned", _("Subtask given to an officer")
        SUBTASK_DONE = "subtask_done", _("Subtask finished")
        SUBTASK_REFUSED = "subtask_refused", _("Subtask refused")
        SUBTASK_CANCELLED = "subtask_cancelled", _("Subtask cancelled")
        SUBTASK_LEFT = "subtask_left", _("The officer of the subtask has left: back with its head")
        SUBTASK_LATE = "subtask_late", _("Reminder: subtask late")
        STAGE_BEGUN = "stage_begun", _("Stage begun")
        STEP_OPENED = "step_opened", _("Step opened")
        STEP_SKIPPED = "step_skipped", _("Step skipped")
        STEP_RETURNED = "step_returned", _("Sent back to an earlier step")
        PLAN_MOVED = "plan_moved", _("Goes on by another version of the work plan")
        INFORMED = "informed", _("The citizen was informed")
        STEP_PHOTO = "step_photo", _("Photo taken at a step")
        FINDING_CHANGED = "finding_changed", _("Finding changed")
        OUTSIDE_ASKED = "outside_asked", _("Outside party asked")
        OUTSIDE_ANSWERED = "outside_answered", _("Outside party answered")
        OUTSIDE_PROMISED = "outside_promised", _("Outside party named a day")
        OUTSIDE_DUE = "outside_due", _("Reminder to the outside party: due soon")
        OUTSIDE_REMINDER = "outside_reminder", _("Reminder of an outside party’s step")
        OUTSIDE_LINKED = "outside_linked", _("Links sent again to the outside party")
        OUTSIDE_SHUT = "outside_shut", _("Links of the outside party withdrawn")
        WORDS_CLEARED = "words_cleared", _("Words about the place cleared for everybody")
        WORDS_TAKEN_BACK = "words_taken_back", _("Words about the place no longer shown to everybody")
        PUBLISHED = "published", _("Words and photos cleared for the public map")
        UNPUBLISHED = "unpublished", _("Words and photos no longer on the public map")
        TYPE_CORRECTED = "type_corrected", _("Kind of request put right")
        DETAILS_CORRECTED = "details_corrected", _("Urgency or place put right")
        PERSON_CORRECTED = "person_corrected", _("Name or contact put right")
        TIME_CORRECTED = "time_corrected", _("Days at another department left out")
        OFFICER_LEFT = "officer_left", _("The officer has left: back with the head")
        ASSIGN_UNDONE = "assign_undone", _("Assignment undone at once")
        EXTEND_UNDONE = "extend_undone", _("More time taken back at once")
        HAND_BACK_UNDONE = "hand_back_undone", _("Giving back undone at once")
        JOIN_UNDONE = "join_undone", _("Joining undone at once")
        URGENCY_UNDONE = "urgency_undone", _("Urgency as before, undone at once")
        IMPORTED = "imported", _("Taken over from another system")

    # What the citizen's timeline shows; and whose words the citizen reads: the others' are internal. A
    # transfer is shown when it is accepted.
    SHOWN = (
        Kind.SUBMITTED,
        Kind.ASSIGNED,
        Kind.TAKEN_OVER,
        Kind.PLACED,
        Kind.SUBTASK_ASKED,
        Kind.OUTSIDE_ASKED,
        Kind.STARTED,
        Kind.ASKED,
        Kind.ANSWERED,
        Kind.RESOLVED,
        Kind.REJECTED,
        Kind.WITHDRAWN,
        Kind.REOPENED,
        Kind.REOPEN_ASKED,
        Kind.REOPEN_REFUSED,
        Kind.CLOSED,
        Kind.DUPLICATE,
        Kind.SEPARATED,
        Kind.MESSAGE,
        Kind.RATED,
        Kind.EXTENDED,
        Kind.RECOUNTED,
        Kind.DELAY_EXPLAINED,
        Kind.STAGE_BEGUN,
        Kind.INFORMED,
        Kind.TYPE_CORRECTED,
        Kind.TIME_CORRECTED,
        Kind.IMPORTED,
    )
    SPOKEN = (
        Kind.ASKED,
        Kind.ANSWERED,
        Kind.RESOLVED,
        Kind.REJECTED,
        Kind.WITHDRAWN,
        Kind.REOPENED,
        Kind.REOPEN_ASKED,
        Kind.REOPEN_REFUSED,
        Kind.MESSAGE,
        Kind.RATED,
        Kind.EXTENDED,
        Kind.DELAY_EXPLAINED,
        Kind.INFORMED,
        Kind.TIME_CORRECTED,
        Kind.IMPORTED,
    )

    # After these somebody else is next, or nobody is: the flow of the case goes on, or that of its subtask.
    ADVANCING = (
        Kind.ASSIGNED,
        Kind.TRANSFERRED,
        Kind.SENT_BACK,
        Kind.TO_CLERK,
        Kind.PLACED,
        Kind.HANDED_BACK,
        Kind.OFFICER_LEFT,
        Kind.ASSIGN_UNDONE,
        Kind.HAND_BACK_UNDONE,
        Kind.JOIN_UNDONE,
        Kind.ASKED,
        Kind.ANSWERED,
        Kind.RESOLVED,
        Kind.REJECTED,
        Kind.WITHDRAWN,
        Kind.DUPLICATE,
        Kind.SEPARATED,
    )
    ADVANCING_SUBTASK = (
        Kind.SUBTASK_ASSIGNED,
        Kind.SUBTASK_DONE,
        Kind.SUBTASK_REFUSED,
        Kind.SUBTASK_CANCELLED,
        Kind.SUBTASK_LEFT,
        Kind.STEP_SKIPPED,
        Kind.STEP_RETURNED,
        Kind.PROPOSAL_APPROVED,
        Kind.PROPOSAL_RETURNED,
        Kind.PROPOSAL_WITHDRAWN,
    )
    # These bring a subtask with its own process.
    OPENING_SUBTASK = (Kind.SUBTASK_ASKED, Kind.OUTSIDE_ASKED, Kind.STEP_OPENED, Kind.PROPOSED)

    # How a person was checked, and which address letters go to.
    ABOUT_PERSON = (Kind.PASSWORD_CHANGED, Kind.EMAIL_CHANGED, Kind.PERSON_CORRECTED)

    class Actor(models.TextChoices):
        CITIZEN = "citizen", _("Citizen")
        STAFF = "staff", _("Staff")
        SYSTEM = "system", _("System")
        OUTSIDE = "outside", _("Outside party")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", verbose_name=_("case"))
    kind = models.CharField(_("event"), max_length=20, choices=Kind.choices)
    at = models.DateTimeField(_("time"))
    actor = models.CharField(_("actor"), max_length=10, choices=Actor.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    # Who has done it at an outside party. People stay, so nothing looks for it.
    person = models.ForeignKey(
        OutsidePerson,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person of an outside party"),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    from_status = models.CharField(_("from"), max_length=12, blank=True)
    to_status = models.CharField(_("to"), max_length=12)
    message = models.TextField(_("message"), blank=True)
    # What stands in the citizen's letter about it besides the words of everybody's letter.
    letter_words = models.TextField(_("words added to the letter"), blank=True, default="")
    # The subtask that it is about, if it is about one.
    subtask = models.ForeignKey(
        "cases.Subtask",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("subtask"),
    )
    # Where a deputy has decided: for whom, and by which order. Delegations stay, so nothing looks for it.
    delegation = models.ForeignKey(
        Delegation,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("delegation of decisions"),
    )
    # The token by which a program did it. Tokens stay, so nothing looks for it.
    token = models.ForeignKey(
        "cases.AccessToken",
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("access token"),
    )
    # What it is about besides, in the shape of its kind (`content`).
    data = models.JSONField(_("content"), default=dict, db_default={}, blank=True, editable=False)

    # The routing rules that were passed over, and the one that was applied, by the names that they had.
    routed = models.JSONField(_("routing rules"), default=dict, db_default={}, blank=True, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        # They come in the order of their time: so small an index finds those of a day.
        indexes = [BrinIndex(fields=["at"], name="event_by_time", pages_per_range=16, autosummarize=True)]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor="staff", by__isnull=False)
                | Q(actor="outside", person__isnull=False)
                | Q(actor__in=["citizen", "system"]),
                name="event_names_its_actor",
            ),
            models.CheckConstraint(condition=event_content.whole(), name="event_has_content_of_kind"),
            models.UniqueConstraint(
                fields=["case", "kind", "data"],
                condition=Q(kind__in=event_content.ONCE),
                name="event_once",
            ),
            models.UniqueConstraint(
                fields=["subtask"], condition=Q(kind="subtask_late"), name="event_subtask_late_once"
            ),
            models.UniqueConstraint(
                fields=["subtask"], condition=Q(kind="outside_due"), name="event_outside_due_once"
            ),
            models.UniqueConstraint(
                fields=["subtask", "data"],
                condition=Q(kind="outside_reminder"),
                name="event_outside_reminder_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    get_kind_display = label_of("kind", Kind)
    get_actor_display = label_of("actor", Actor)

    @property
    def content(self) -> Content | None:
        """What it is about besides its words; None where its kind has nothing."""
        return event_content.CONTENT[self.kind].from_json(self.data) if self.data else None

    @property
    def is_about_person(self) -> bool:
        """Whether its words tell who the citizen is: they are for those who may know the person."""
        return self.kind in self.ABOUT_PERSON

    @property
    def staff_message(self) -> str:
        """The words that the staff read, in the reader's language where they are ours."""
        passed, told = self.routed.get("passed", []), ROUTED.keys() & self.routed.keys()
        lines = [gettext(PASSED_OVER) % {"rule": name} for name in passed]
        lines += [
            gettext(ROUTED[key]) % {"name": self.routed[key]} for key in sorted(told) if self.routed[key]
        ]
        ours = self._changes()
        return "\n".join([*filter(None, [self.message, ours]), *lines])

    def _changes(self) -> str:
        """What was changed, in the reader's language."""
        content = self.content
        if isinstance(content, PersonCorrected):
            fields = [Case._meta.get_field(name) for name in content.columns.split()]
            return ", ".join(str(one.verbose_name) for one in fields)
        changes = (FindingChanged, RequestTypeCorrected, DetailsCorrected, DueDateFromArrival)
        return content.words if isinstance(content, changes) else ""

    @property
    def citizen_message(self) -> str:
        """The words that the citizen may read."""
        return self.message if self.kind in self.SPOKEN else ""

    @property
    def citizen_words(self) -> str:
        """What happened, in the citizen's words; a case is opened again by the staff too, and a duplicate by
        somebody else."""
        if self.kind == self.Kind.REOPENED and self.actor != self.Actor.CITIZEN:
            return str(TAKEN_UP_AGAIN if self.actor == self.Actor.SYSTEM else TAKEN_UP_BY_STAFF)
        if isinstance(self.content, (OutsideAsked, StageBegun)):
            return self.content.words
        return str(CITIZEN_EVENTS.get(CaseEvent.Kind(self.kind), self.get_kind_display()))


CITIZEN_EVENTS = {
    CaseEvent.Kind.SUBMITTED: _("We received your request"),
    CaseEvent.Kind.ASSIGNED: _("An officer is in charge"),
    CaseEvent.Kind.TAKEN_OVER: _("With the department in charge"),
    CaseEvent.Kind.PLACED: _("With the department in charge"),
    CaseEvent.Kind.SUBTASK_ASKED: _("Another department has been asked to help"),
    CaseEvent.Kind.STARTED: _("Work has begun"),
    CaseEvent.Kind.ASKED: _("We asked you for information"),
    CaseEvent.Kind.ANSWERED: _("You answered"),
    CaseEvent.Kind.RESOLVED: _("Done"),
    CaseEvent.Kind.REJECTED: _("We cannot take this on"),
    CaseEvent.Kind.WITHDRAWN: _("You withdrew the request"),
    CaseEvent.Kind.REOPENED: _("You said that it is not fixed"),
    CaseEvent.Kind.REOPEN_ASKED: _("You said that it is not fixed; the department looks at it"),
    CaseEvent.Kind.REOPEN_REFUSED: _("We looked at it again"),
    CaseEvent.Kind.CLOSED: _("Case closed"),
    CaseEvent.Kind.DUPLICATE: _("Joined with another report of the same matter"),
    CaseEvent.Kind.SEPARATED: _("Handled on its own again"),
    CaseEvent.Kind.MESSAGE: _("You wrote to the officer"),
    CaseEvent.Kind.RATED: _("You told us about the result"),
    CaseEvent.Kind.EXTENDED: _("We need more time"),
    CaseEvent.Kind.RECOUNTED: _("The expected date has moved with the holidays"),
    CaseEvent.Kind.DELAY_EXPLAINED: _("We explained the delay"),
    CaseEvent.Kind.INFORMED: _("What we have done so far"),
    CaseEvent.Kind.TYPE_CORRECTED: _("We put the kind of your request right"),
    CaseEvent.Kind.IMPORTED: _("Taken over from the system before"),
    CaseEvent.Kind.TIME_CORRECTED: _("Another department had it first, so we need more time"),
}
PASSED_OVER = gettext_noop("The rule “%(rule)s” cannot be applied, see the set-up.")
# What a rule did with a case.
ROUTED = {
    "applied": gettext_noop("Sent here by the rule “%(name)s”."),
    "assigned": gettext_noop("Assigned by the rule “%(name)s”."),
    "unavailable": gettext_noop(
        "The rule names %(name)s, who is away or no longer works here: the head assigns an officer."
    ),
}
TAKEN_UP_BY_STAFF = _("We have taken it up again")
TAKEN_UP_AGAIN = _("Taken up again: the matter is not fixed")
