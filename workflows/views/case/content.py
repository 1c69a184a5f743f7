"""What the page of a case shows one reader: each part is read when the template first asks for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from cases.access.decision_makers import known_deciders, known_deputies
from cases.access.delegations import giving
from cases.actions import approvals, stages, subtask_state
from cases.actions.proposal_state import approvals as approvals_of
from cases.actions.proposal_state import open_approval, open_proposal
from cases.actions.transfer_state import unanswered_transfer
from cases.deadlines.custody import CustodyPeriod, changed_hands, custody_periods
from cases.files import evidence
from cases.files.evidence import Evidence
from cases.intake.followers import may_be_known, public_place
from cases.lib.map_links import map_url
from cases.models import (
    Absence,
    Case,
    CaseEvent,
    Delegation,
    Doer,
    Proposal,
    Status,
    Subtask,
    Transfer,
    User,
)
from cases.text.collation import by_name
from cases.views.staff_pages import StaffRequest
from workflows import engine, rights
from workflows.forms.registry import FORMS
from workflows.forms.steps import StepForm
from workflows.related import related_cases, reused_evidence
from workflows.related.deadline_summary import Deadline
from workflows.related.reused_evidence import EvidenceWarning
from workflows.rights.approvers import has_office_for_result, is_of_own_head
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import When
from workflows.steps import execution, presence, wording
from workflows.steps.lost_rights import shown
from workflows.steps.plan_words import who
from workflows.steps.staleness import Seen
from workflows.views.case import history
from workflows.views.case.conflict_diff import Versions, versions
from workflows.views.case.open_step import Step, token_of
from workflows.views.case.plan_rows import PlanCard, SubtaskRow, plan_card, subtask_rows
from workflows.views.case.timeline import TimelineRow


@dataclass
class CasePage:
    """The page of a case for the reader of `request`, with the form of `verb` open.

    `form` keeps what was typed, `problem` says what happened, `letter` shows the letter of a valid form.
    `sent` is what a form that was sent had been filled in on: it stays so, unless the page is to `renew` it,
    having shown both versions.
    """

    request: StaffRequest
    case: Case
    verb: Verb | None
    form: StepForm | None = None
    problem: str = ""
    sent: Seen | None = None
    renew: bool = False
    letter: bool = False

    @property
    def user(self) -> User:
        """The reader."""
        return self.request.user

    # What the reader may know and do.

    @cached_property
    def person(self) -> bool:
        """Whether the reader may know who the citizen is."""
        return rights.may_see_person(self.user, self.case)

    @cached_property
    def sees_readers(self) -> bool:
        """Whether the reader may know who else has read that."""
        return rights.may_see_readers(self.user, self.case)

    @cached_property
    def hands_out(self) -> bool:
        """Whether the reader may hand out a new password at the counter."""
        return rights.may_hand_out_password(self.user, self.case)

    @cached_property
    def offered(self) -> list[Verb]:
        """The steps that the reader can do now."""
        return rights.offered(self.user, self.case)

    # What the case is about.

    @cached_property
    def public(self) -> bool:
        """Whether strangers may know of the place: everybody, or an outside party that has a step to do."""
        return bool(self.case.place) and (may_be_known(self.case) or bool(self._parties))

    @cached_property
    def without_place(self) -> str:
        """The outside parties that have a step to do and do not see where: there is no point on the map, and
        the words about the place are not cleared."""
        unseen = self.case.latitude is None and not public_place(self.case)
        return subtask_state.names(self._parties) if unseen else ""

    @cached_property
    def _parties(self) -> list[Subtask]:
        """The open steps of outside parties, where these are shown a place at all."""
        helping = subtask_state.helping(self.case) if self.case.request_type.needs_map else []
        return [one for one in helping if one.doer == Doer.OUTSIDE]

    @cached_property
    def words_are_cleared(self) -> bool:
        """Whether strangers may read the citizen's words about the place."""
        return bool(public_place(self.case))

    @cached_property
    def clears_words(self) -> bool:
        """Whether the reader decides about that."""
        return rights.may_clear_words(self.user, self.case)

    @cached_property
    def publishes(self) -> bool:
        """Whether the reader decides what the public map shows of the case."""
        return rights.may_publish(self.user, self.case)

    @property
    def map_url(self) -> str:
        """The address of a map of the location; empty where none is known."""
        return map_url(self.case)

    @property
    def location(self) -> str:
        """The degrees of the location, of which `map_url` is a map."""
        return f"{self.case.latitude}, {self.case.longitude}"

    @property
    def followers(self) -> int:
        """How many others wait for the result too."""
        return self.case.followed_by  # type: ignore[attr-defined, no-any-return]

    @property
    def due_label(self) -> str:
        """What stands before the due date of an open case."""
        if self.case.is_late:
            return _("Late: due")
        return _("Deadline paused; was due") if self.case.status == Status.WAITING else _("Due")

    @cached_property
    def deadline(self) -> Deadline:
        """How the time of the case stands."""
        return Deadline.of(self.case, self.events)

    @cached_property
    def custody_periods(self) -> list[CustodyPeriod]:
        """Who had the case and how long, where it changed hands."""
        return custody_periods(self.case, self.events) if changed_hands(self.events) else []

    # What has happened.

    @cached_property
    def events(self) -> list[CaseEvent]:
        """The events of the case, the oldest first, each with its photos."""
        return history.of(self.case)

    @property
    def filed(self) -> CaseEvent | None:
        """The event by which the case was filed."""
        return self.events[0] if self.events else None

    @property
    def timeline(self) -> list[TimelineRow]:
        """The history as the page tells it, the newest event first."""
        pauses = self.deadline.pauses
        plan = stages.plan(self.case)
        return [TimelineRow(one, self.person, pauses.get(one.pk), plan) for one in reversed(self.events)]

    @property
    def seen(self) -> Seen:
        """The case as the form on this page was filled in on."""
        if self.sent and self.sent.event and not self.renew:
            return self.sent
        return Seen(self.events[-1].pk if self.events else 0, self.case.due_on)

    @cached_property
    def versions(self) -> Versions | None:
        """What was typed beside what happened meanwhile, where the page is to show both."""
        if not (self.sent and self.renew):
            return None
        return versions(self.case, self.form, self.sent, self.events, by=self.user)

    # Other cases and other people.

    @cached_property
    def group(self) -> list[Case]:
        """The duplicates of a main case."""
        return related_cases.group(self.user, self.case) if self.case.is_main else []  # type: ignore[attr-defined]

    @cached_property
    def main_seen(self) -> bool:
        """Whether the reader may open the main case of a duplicate."""
        return related_cases.sees_main(self.user, self.case)

    @cached_property
    def same_citizen(self) -> related_cases.Found:
        """Other cases of the same citizen."""
        return related_cases.of_citizen(self.user, self.case)

    @cached_property
    def near_by(self) -> list[related_cases.Near]:
        """Cases of the same kind close to the place."""
        return related_cases.near_by(self.user, self.case)

    @cached_property
    def present(self) -> list[presence.Reader]:
        """Who else has the case open; the reader is noted too."""
        return presence.seen(self.case, by=self.user)

    @cached_property
    def subtasks(self) -> list[SubtaskRow]:
        """The subtasks that were asked by hand."""
        by_hand = [one for one in self.case.subtasks.all() if not (one.is_planned or one.approves_result)]
        return subtask_rows(self.user, self.case, by_hand, self.events)

    @cached_property
    def plan(self) -> PlanCard | None:
        """The stages and steps of its work plan."""
        return plan_card(self.user, self.case, self.events)

    # The result and its evidence.

    @cached_property
    def proposal(self) -> Proposal | None:
        """The result that waits for approval."""
        return open_proposal(self.case)

    @cached_property
    def approval(self) -> Subtask | None:
        """Whose yes to it is asked for now."""
        return open_approval(self.case)

    @property
    def given_approvals(self) -> list[Subtask]:
        """Who has said yes to it before, in order."""
        own = [
            one for one in approvals_of(self.case) if self.proposal and one.proposal_id == self.proposal.pk
        ]
        return [one for one in reversed(own) if one.state == Subtask.State.DONE]

    @cached_property
    def own_work(self) -> str:
        """Why the reader, who has the office, may not approve; empty where that is not so."""
        row = self.approval
        if row is None or not has_office_for_result(self.user, self.case):
            return ""
        return approvals.own_work_words(row) if approvals.is_own_work(row, self.user) else ""

    @property
    def approver(self) -> str:
        """Who says yes now, in words."""
        return who(self.approval) if self.approval else ""

    @cached_property
    def evidence(self) -> Evidence:
        """The photos of before and after the work."""
        return evidence.of(self.case, self.events, proposed=self.proposal is not None)

    @cached_property
    def evidence_warnings(self) -> list[EvidenceWarning]:
        """What is to be asked about the photos of after the work."""
        return reused_evidence.about(self.evidence.after, self.case, reader=self.user)

    # What comes next.

    @cached_property
    def next(self) -> str:
        """What has to be done next, in words."""
        return wording.whats_next(self.case)

    @cached_property
    def task(self) -> Task | None:
        """The task that waits in the flow: of the case, or of the approval that the open step answers."""
        holder = execution.task_holder(self.verb, self.case) if self.verb else self.case
        waiting = Task.objects.filter(process=holder.process_id, status__in=engine.UNFINISHED)
        return waiting.first()

    @cached_property
    def transfer(self) -> Transfer | None:
        """The transfer that nobody has answered yet."""
        return unanswered_transfer(self.case)

    @cached_property
    def heads(self) -> list[str]:
        """Who decides or names an officer, where it is their turn."""
        of_head = self.approval is not None and is_of_own_head(self.approval, self.case)
        return heads(self.case) if of_head or acting_heads(self.case, self.transfer) else []

    @cached_property
    def absence(self) -> Absence | None:
        """The absence of the officer in charge, today."""
        return absence_of(self.case, reader=self.user)

    @property
    def stands_in(self) -> bool:
        """Whether the reader stands in for that officer."""
        return rights.stands_in(self.user, self.case)

    @cached_property
    def subtasks_to_do(self) -> str:
        """The departments and outside parties whose subtask, asked by hand, is not done yet."""
        helping = subtask_state.helping(self.case)
        return subtask_state.names([one for one in helping if not one.is_planned])

    @cached_property
    def steps(self) -> list[tuple[Verb, Any]]:
        """The steps of the work that are offered with their names; what the head has to decide about comes
        first."""
        work = [verb for verb in self.offered if not STEPS[verb].corrects]
        return [(verb, wording.name(verb)) for verb in sorted(work, key=_after_proposal)]

    @cached_property
    def corrections(self) -> list[tuple[Verb, Any]]:
        """The steps that put something right, with their names."""
        return [(verb, wording.name(verb)) for verb in self.offered if STEPS[verb].corrects]

    @cached_property
    def step(self) -> Step | None:
        """The step that is open; one that cannot be done any more only keeps what was typed."""
        if self.verb is None or (self.verb not in self.offered and self.form is None):
            return None
        form = self.form or FORMS[self.verb](case=self.case, by=self.user)
        return Step(
            self.verb,
            form,
            offered=self.verb in self.offered,
            told=wording.reaches_citizen(self.verb, self.case),
            # Whoever says the last yes reads the letter before anything else.
            letter=self.letter or (self.verb == Verb.APPROVE and self.form is None),
            asks_outside=Verb.ASK_OUTSIDE in self.offered,
            token=token_of(self.request, form),
        )

    @cached_property
    def evidence_warnings_of_step(self) -> list[EvidenceWarning]:
        """What is to be asked about the photos that the form of a report kept."""
        step = self.step
        if step is None or not (step.offered and step.form.uploads and step.spec.waits_for_subtasks):
            return []
        return reused_evidence.about(step.form.uploads.photos, self.case, reader=self.user)

    @cached_property
    def delegation(self) -> Delegation | None:
        """What makes the reader a deputy for the open step; None where the own office does."""
        return giving(rights.delegated(self.user, self.verb, self.case) if self.verb else None)

    @cached_property
    def shown(self) -> str:
        """The mark of what the page has shown this reader."""
        return shown(self.user, self.case)


def acting_heads(subject: Case, waiting: Transfer | None) -> bool:
    """Whether it is the heads' turn: nobody is in charge, and the clerk has nothing to decide."""
    return subject.is_open and subject.officer_id is None and not (waiting and waiting.at_desk)


def heads(subject: Case) -> list[str]:
    """The names of those who can act while nobody is in charge; a deputy's says for whom."""
    deputies = known_deputies(subject.department_id, timezone.localdate())
    people = sorted(known_deciders(subject.request_type, subject.department_id), key=by_name)
    return [f"{one}, {deputies[one.pk].signature}" if one.pk in deputies else str(one) for one in people]


def absence_of(subject: Case, *, reader: User) -> Absence | None:
    """The absence of today of a case's officer, with who stands in; a statement only where there is one."""
    if subject.officer_id not in reader.away_today:
        return None
    today = Absence.objects.on(timezone.localdate()).filter(user=subject.officer_id)
    return today.select_related("user", "substitute").first()


def _after_proposal(verb: Verb) -> bool:
    """What answers a proposed result comes before everything else."""
    return STEPS[verb].with_proposal is not When.WITH
