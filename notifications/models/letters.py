"""What letters there are, to whom each goes, and by which channel."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """What the reader is to the case."""

    CITIZEN = "citizen", _("Citizen")
    HEAD = "head", _("Department head")
    OFFICER = "officer", _("Officer")
    CLERK = "clerk", _("Clerk")
    SUBTASK_HEAD = "subtask_head", _("Head of the helping department")
    HELPER = "helper", _("Helping officer")
    FOLLOWER = "follower", _("Follower")
    EXECUTIVE = "executive", _("Executive")
    MENTIONED = "mentioned", _("Mentioned in a note")
    OUTSIDE = "outside", _("Outside party")
    HEARER = "hearer", _("Hears of new cases")
    NEIGHBOUR = "neighbour", _("Who wants to hear of an area")
    ADMINISTRATOR = "administrator", _("Administrator")
    SYSTEM = "system", _("Another system")


class DeliveryChannel(models.TextChoices):
    """The way a notice goes."""

    EMAIL = "email", _("E-mail")
    LINE = "line", _("LINE")
    SMS = "sms", _("SMS")
    PUSH = "push", _("Notification")
    WEBHOOK = "webhook", _("Webhook")
    TRAFFY = "traffy", _("Traffy Fondue")


# What another system is told is no letter.
MESSAGES = (DeliveryChannel.WEBHOOK, DeliveryChannel.TRAFFY)


class Letter(models.TextChoices):
    """What a notice says; each has an entry in `notifications.letters.catalogue`."""

    RECEIVED = "received", _("Request received, with the password")
    WITH_DEPARTMENT = "with_department", _("Assigned to a department")
    QUESTION = "question", _("Question to the citizen")
    RESULT = "result", _("Result")
    PROGRESS = "progress", _("What was done so far")
    REJECTED = "rejected", _("Not taken on")
    REOPENED = "reopened", _("Open again")
    CLOSED = "closed", _("Case closed")
    CONTACT_CHANGED = "contact_changed", _("Told in another way")
    NEW_PASSWORD = "new_password", _("New password")
    EMAIL_CHANGED = "email_changed", _("Other e-mail address")
    FOLLOWED_ASSIGNED = "followed_assigned", _("Followed case: with the department")
    FOLLOWED_RESULT = "followed_result", _("Followed case: result")
    FOLLOWED_REJECTED = "followed_rejected", _("Followed case: not taken on")
    FOLLOWED_WITHDRAWN = "followed_withdrawn", _("Followed case: withdrawn")
    FOLLOWED_REOPENED = "followed_reopened", _("Followed case: open again")
    FOLLOWED_CLOSED = "followed_closed", _("Followed case: closed")
    RECOVERY_CODE = "recovery_code", _("Confirmation code")
    LETTERS_WAIT = "letters_wait", _("Letters wait for a confirmed address")
    JOINED = "joined", _("Joined with another report")
    SEPARATED = "separated", _("Handled on its own again")
    TYPE_CORRECTED = "type_corrected", _("Kind of request put right")
    TAKEN_UP_BY_STAFF = "taken_up_by_staff", _("Taken up again by the staff")
    REOPENING_ASKED = "reopening_asked", _("Still not fixed: the head looks at it")
    REOPENING_REFUSED = "reopening_refused", _("Looked at again: stays with the result")
    TAKEN_UP_AGAIN = "taken_up_again", _("Joined report: open again")
    NEW_CASE = "new_case", _("New case")
    CASE_TRANSFERRED = "case_transferred", _("Case from another department")
    CASE_REOPENED = "case_reopened", _("Case open again")
    REOPENING_TO_ANSWER = "reopening_to_answer", _("“Still not fixed” to answer")
    REOPENING_DUE = "reopening_due", _("“Still not fixed” to answer soon")
    CASE_CORRECTED = "case_corrected", _("Case put right")
    VERDICT_ALERT = "verdict_alert", _("Answer after a result, for the head")
    CASE_HANDED_BACK = "case_handed_back", _("Case given back")
    CASE_SEPARATED = "case_separated", _("Case on its own again")
    CASES_CAME_BACK = "cases_came_back", _("Cases of an officer who has left")
    ASSIGNED_TO_YOU = "assigned_to_you", _("Case assigned to you")
    ANSWER = "answer", _("The citizen answered")
    MESSAGE = "message", _("Message from the citizen")
    MENTIONED = "mentioned", _("Mentioned in a note")
    WITHDRAWN = "withdrawn", _("Withdrawn by the citizen")
    RESULT_TO_APPROVE = "result_to_approve", _("Result to approve")
    RESULT_RETURNED = "result_returned", _("Result returned")
    DUE_SOON = "due_soon", _("Due soon")
    LATE = "late", _("Late")
    DIGEST = "digest", _("Morning letter")
    UNASSIGNED = "unassigned", _("Nobody in charge")
    REPLY_LATE = "reply_late", _("First reply overdue")
    ESCALATED = "escalated", _("Case stands still")
    DEADLINE_EXTENDED = "deadline_extended", _("New expected date, with the reason")
    FOLLOWED_EXTENDED = "followed_extended", _("Followed case: new expected date")
    NEW_DEADLINE = "new_deadline", _("New deadline")
    DELAY_DUE = "delay_due", _("Delay to be explained")
    DELAY_EXPLAINED = "delay_explained", _("Delay explained")
    TRANSFER_RETURNED = "transfer_returned", _("Case sent back")
    TRANSFER_UNANSWERED = "transfer_unanswered", _("Transfer not answered in time")
    CASE_TO_PLACE = "case_to_place", _("Third transfer: decide the department")
    CASE_PLACED = "case_placed", _("Case placed by the clerk")
    SUBTASK_ASKED = "subtask_asked", _("Subtask asked of your department")
    SUBTASK_ASSIGNED = "subtask_assigned", _("Subtask assigned to you")
    SUBTASK_FINISHED = "subtask_finished", _("Subtask finished")
    SUBTASK_REFUSED = "subtask_refused", _("Subtask refused")
    SUBTASK_CANCELLED = "subtask_cancelled", _("Subtask cancelled")
    SUBTASK_CAME_BACK = "subtask_came_back", _("Subtask of an officer who has left")
    SUBTASK_LATE = "subtask_late", _("Subtask late")
    STEP_OPENED = "step_opened", _("Step of the plan for you")
    STEP_RETURNED = "step_returned", _("Step sent back")
    OUTSIDE_ASKED = "outside_asked", _("Outside party: asked, with a link")
    OUTSIDE_DUE = "outside_due", _("Outside party: due soon")
    OUTSIDE_LATE = "outside_late", _("Outside party: late")
    OUTSIDE_CANCELLED = "outside_cancelled", _("Outside party: not needed any more")
    OUTSIDE_ANSWERED = "outside_answered", _("An outside party answered")
    OUTSIDE_EXPECTED = "outside_expected", _("An outside party’s step is due soon")
    OUTSIDE_ESCALATED = "outside_escalated", _("An outside party’s step, to those above the department")
    OUTSIDE_WAITED = "outside_waited", _("An outside party is late")
    NEW_IN_AREA = "new_in_area", _("New reports in an area")
    MONTHLY = "monthly", _("The month in figures, for the council")
    WEBHOOK_OFF = "webhook_off", _("A webhook was switched off")


class Message(models.TextChoices):
    """What a notice to another system is; it has no words."""

    EVENT = "webhook_event", _("Event, for another system")
    TRAFFY = "traffy_step", _("Step, for Traffy Fondue")


KINDS = [*Letter.choices, *Message.choices]
