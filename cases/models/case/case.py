"""The case: every field of the city's form, and the lifecycle as a state machine."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.constants import OnConflict
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, ConcurrentTransitionMixin, FSMField, transition

from cases.db.encryption import EncryptedTextField
from cases.errors import FiledBefore
from cases.models.case.applicant import Applicant
from cases.models.case.case_queries import REOPEN_DAYS, CaseQuerySet
from cases.models.case.constraints import CONSTRAINTS
from cases.models.case.indexes import INDEXES
from cases.models.case.labels import label_of
from cases.models.case.status import CITIZEN_WORDS, OPEN, RUNNING, Status
from cases.models.case.telephone import TelephoneField
from cases.models.setup.administrative_areas import Subdistrict
from cases.models.setup.areas import Area
from cases.models.setup.assets import Asset
from cases.models.setup.request_types import (
    Cause,
    Channel,
    ExternalAgency,
    RequestType,
    ResultCode,
    Title,
    Urgency,
)
from cases.models.setup.work_plans import PlanVersion
from cases.models.staff.organisation import Department, Unit, User
from cases.text.dates import promised


class NoPhoto(models.TextChoices):
    """Why there is no photo where the request type needs one."""

    DARK = "dark", _("It is too dark, or too far away")
    GONE = "gone", _("It was there at another time")
    DANGEROUS = "dangerous", _("It would be dangerous")
    UNABLE = "unable", _("I cannot take or send photos")


def _has_officer(case: models.Model) -> bool:
    return getattr(case, "officer_id", None) is not None


class Case(Applicant, ConcurrentTransitionMixin, models.Model):
    """One request of a citizen. Changed by the verbs of `cases.actions` only."""

    # Unique by a constraint: the field's own `unique` would make a second index, for beginnings of numbers.
    number = models.CharField(_("user ID"), max_length=12)
    year = models.PositiveSmallIntegerField(_("Buddhist year"))
    running = models.PositiveIntegerField(_("running number of the year"))
    status = FSMField(
        _("status"), choices=Status.choices, default=Status.RECEIVED, max_length=12, protected=True
    )
    request_type = models.ForeignKey(
        RequestType,
        db_index=False,
        on_delete=models.PROTECT,
        verbose_name=_("kind of request"),
        related_name="cases",
    )
    department = models.ForeignKey(
        Department,
        db_index=False,
        on_delete=models.PROTECT,
        verbose_name=_("department"),
        related_name="cases",
    )
    unit = models.ForeignKey(
        Unit,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("unit"),
        related_name="cases",
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("officer"),
        related_name="cases",
    )
    channel = models.ForeignKey(Channel, db_index=False, on_delete=models.PROTECT, verbose_name=_("channel"))
    # Under which the other channel knows it: Traffy Fondue, the Damrongdhama Centre.
    channel_reference = models.CharField(_("number in that channel"), max_length=60, blank=True)
    urgency = models.CharField(_("urgency"), max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    process = models.ForeignKey(
        "viewflow.Process",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("process"),
        related_name="cases",
        # Nobody looks for the case of a process.
        db_index=False,
    )
    form_token = models.UUIDField(_("form token"), unique=True, editable=False)
    # The version of its request type's questions that was asked; none where the request type has none.
    question_set = models.ForeignKey(
        "cases.QuestionSet",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("questions asked"),
        related_name="cases",
    )

    # The version of the work plan under which it is worked on, none where its request type has none; and the
    # number of the stage, 0 before the work has begun and one more than there are when all are over.
    plan_version = models.ForeignKey(
        PlanVersion,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        db_index=False,
        verbose_name=_("version of the work plan"),
        related_name="cases",
    )
    stage = models.PositiveSmallIntegerField(_("stage"), default=0, db_default=0, editable=False)

    # Who asks
    # No list is narrowed by a title, result or agency: each index costs at every change of a case.
    title = models.ForeignKey(
        Title, on_delete=models.PROTECT, db_index=False, null=True, blank=True, verbose_name=_("title")
    )
    title_other = models.CharField(_("other title"), max_length=60, blank=True)
    first_name = models.CharField(_("first name"), max_length=100, blank=True)
    last_name = models.CharField(_("last name"), max_length=100, blank=True)
    national_id = EncryptedTextField(_("national ID"), blank=True)
    # Name, and number where there is one, are as ThaID has said them (`cases.access.thaid`).
    identity_proved = models.BooleanField(
        _("identity proved"), default=False, db_default=False, editable=False
    )
    # Where the request type takes such reports: nothing says who it was, not even to the office.
    unnamed = models.BooleanField(_("without a name"), default=False, db_default=False)
    # One of these two is there, but for a report without a name.
    phone = TelephoneField(_("telephone"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    line_id = models.CharField(_("LINE ID"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=User.Language.choices, default="th")
    hide_identity = models.BooleanField(_("keep my name from the officers"), default=False)

    # Where the citizen lives; the names are copied, since areas are renamed and split
    house_no = models.CharField(_("house number"), max_length=200, blank=True)
    moo = models.CharField(_("village number"), max_length=20, blank=True)
    soi = models.CharField(_("lane (soi)"), max_length=100, blank=True)
    road = models.CharField(_("road"), max_length=100, blank=True)
    community = models.CharField(_("community"), max_length=100, blank=True)
    # None: there is no address in Thailand.
    subdistrict = models.ForeignKey(
        Subdistrict, models.PROTECT, db_index=False, null=True, blank=True, verbose_name=_("subdistrict")
    )
    subdistrict_name = models.CharField(_("subdistrict's name"), max_length=100, blank=True)
    district_name = models.CharField(_("district's name"), max_length=100, blank=True)
    province_name = models.CharField(_("province's name"), max_length=100, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=5, blank=True)

    # What it is about
    details = models.TextField(_("details"), max_length=4000)
    place = models.CharField(_("place"), max_length=300, blank=True)
    cleared_place = models.CharField(_("place, as cleared"), max_length=300, db_default="", editable=False)
    # On the public map, in the staff's own words.
    public_words = models.CharField(_("public words"), max_length=500, db_default="", editable=False)
    no_photo = models.CharField(
        _("no photo, because"), max_length=10, choices=NoPhoto.choices, blank=True, default="", db_default=""
    )
    # The smallest that holds the point, else the one that was named; none where neither is known.
    area = models.ForeignKey(
        Area, models.PROTECT, db_index=False, null=True, blank=True, verbose_name=_("area of the place")
    )
    asset = models.ForeignKey(
        Asset, models.PROTECT, db_index=False, null=True, blank=True, verbose_name=_("thing it is about")
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)

    # Time
    received_at = models.DateTimeField(_("received"))
    counted_from = models.DateTimeField(_("counted from"), help_text=_("Received, or the next opening."))
    due_on = models.DateField(_("due"))
    # None for cases from before there was such a deadline.
    first_reply_due_on = models.DateField(_("first reply due"), null=True, blank=True)
    days_left_at_pause = models.SmallIntegerField(_("working days left"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last change"))

    # What came of it
    question = models.TextField(_("question"), blank=True)
    result = models.ForeignKey(
        ResultCode, models.PROTECT, db_index=False, null=True, blank=True, verbose_name=_("result")
    )
    # Set and cleared with the result alone, which notes the days of the figures.
    cause = models.ForeignKey(
        Cause, on_delete=models.PROTECT, db_index=False, null=True, blank=True, verbose_name=_("cause")
    )
    result_details = models.TextField(_("result's details"), blank=True)
    result_on = models.DateField(_("date of the result"), null=True, blank=True)
    agency = models.ForeignKey(
        ExternalAgency,
        on_delete=models.PROTECT,
        db_index=False,
        null=True,
        blank=True,
        verbose_name=_("where to go instead"),
    )
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    # The citizen says that it is not fixed, and the head looks first: by when.
    look_again_by = models.DateField(_("“still not fixed” to be answered by"), null=True, blank=True)

    # argon2id hash of the 12 digits; a look-up secret for one case, see docs/decisions.md
    password = models.CharField(_("password"), max_length=200, editable=False)

    # The answers that came with the request, which receivers of its first event cannot read yet; not stored.
    just_answered: Sequence[Any] = ()
    # What waits for the head, once asked for (cases.actions.proposal_state); not stored.
    open_proposals: Sequence[Any]

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [
            ("view_every_case", _("Can read the cases of every department")),
            ("route_case", _("Can send a case that has no officer to another department")),
        ]
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return self.number

    # A deferred or refreshed protected field must not open it for every thread (django-fsm-2 does).
    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """Re-read from the database; the protected status is opened for this object alone."""
        if fields is None or "status" in fields:
            self.__dict__.pop("status", None)
        models.Model.refresh_from_db(self, using=using, fields=fields, from_queryset=from_queryset)
        self._update_initial_state()

    # What may happen. Who may do it is said by `workflows.rights`; who is told, by `notifications.letters`.
    @transition(status, source=[Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS], target=Status.ASSIGNED)
    def assign(self) -> None:
        """The head has taken it for the department and names an officer, or another one."""

    @transition(status, source=Status.ASSIGNED, target=GET_STATE(lambda case, was: was, states=RUNNING[:2]))
    def undo_assignment(self, was: str) -> None:
        """Naming an officer, or giving back, is undone at once: the status is as it was before."""

    @transition(status, source=Status.RECEIVED, target=Status.RECEIVED)
    @transition(status, source=[Status.ASSIGNED, Status.IN_PROGRESS], target=Status.ASSIGNED)
    def transfer(self) -> None:
        """To another department, whose head decides."""

    @transition(status, source=[Status.ASSIGNED, Status.IN_PROGRESS], target=Status.ASSIGNED)
    def hand_back(self) -> None:
        """The officer gives it back to the head."""

    @transition(
        status,
        source=Status.ASSIGNED,
        target=Status.IN_PROGRESS,
        conditions=[_has_officer],
    )
    def start(self) -> None:
        """The officer has begun."""

    @transition(
        status,
        source=[Status.ASSIGNED, Status.IN_PROGRESS],
        target=Status.WAITING,
        conditions=[_has_officer],
    )
    def ask(self) -> None:
        """The citizen has to answer; the deadline pauses."""

    @transition(status, source=Status.WAITING, target=Status.IN_PROGRESS)
    def answer(self) -> None:
        """The citizen has answered; the deadline runs again."""

    @transition(status, source=Status.IN_PROGRESS, target=Status.RESOLVED)
    def resolve(self) -> None:
        """The work is done and has a result."""

    @transition(status, source=[Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS], target=Status.RESOLVED)
    def resolve_with_main(self) -> None:
        """The case of which this one is a duplicate has a result."""

    @transition(status, source=[Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS], target=Status.REJECTED)
    def reject(self) -> None:
        """Not the municipality's business: with a reason, and where to go instead."""

    @transition(status, source=[*OPEN], target=Status.WITHDRAWN)
    def withdraw(self) -> None:
        """The citizen no longer wants it."""

    @transition(status, source=Status.RESOLVED, target=Status.ASSIGNED)
    def reopen(self) -> None:
        """The citizen says that it is not fixed; the head decides again."""

    @transition(status, source=Status.RESOLVED, target=Status.RESOLVED)
    def ask_to_reopen(self) -> None:
        """The citizen says that it is not fixed; the head looks first."""

    @transition(status, source=Status.RESOLVED, target=Status.CLOSED)
    def refuse_reopening(self) -> None:
        """The head has looked again and stays with the result."""

    @transition(status, source=[Status.RESOLVED, Status.CLOSED, Status.REJECTED], target=Status.ASSIGNED)
    def take_up_again(self) -> None:
        """The staff see that the end was wrong; the head decides again."""

    @transition(status, source=Status.RESOLVED, target=Status.CLOSED)
    def close(self) -> None:
        """The citizen has been silent long enough."""

    def _do_insert(self, manager: Any, using: Any, fields: Any, returning_fields: Any, raw: bool) -> Any:
        """Django's own, by ON CONFLICT. Raises FiledBefore where the form was sent before: a statement that
        fails would stand in PostgreSQL's log, with the citizen's name and telephone."""
        found = manager._insert(
            [self],
            fields=fields,
            returning_fields=returning_fields,
            using=using,
            raw=raw,
            on_conflict=OnConflict.IGNORE,
        )
        if not any(found):
            raise FiledBefore
        return found

    get_status_display = label_of("status", Status)
    get_urgency_display = label_of("urgency", Urgency)

    @property
    def receipt_number(self) -> str:
        """The number as the registry writes it: 14/2569."""
        return f"{self.running}/{self.year}"

    @property
    def citizen_status(self) -> str:
        """The status in the citizen's words."""
        return str(CITIZEN_WORDS[Status(self.status)])

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.status in OPEN

    @property
    def is_late(self) -> bool:
        """Whether it is past its due date; one that waits for the citizen is not."""
        return self.status in RUNNING and self.due_on < timezone.localdate()

    @property
    def reopen_until(self) -> datetime.datetime | None:
        """Until when the citizen may say that it is not fixed: the last moment of the promised day."""
        if self.status != Status.RESOLVED or self.resolved_at is None:
            return None
        return promised(self.resolved_at, REOPEN_DAYS)

    @property
    def session_stamp(self) -> str:
        """Changes with the password, so that a citizen's session ends with it."""
        return salted_hmac("cases.session", self.password, algorithm="sha256").hexdigest()

    def stamp_matches(self, stamp: str) -> bool:
        """Whether a session's stamp is still good."""
        return constant_time_compare(self.session_stamp, stamp)
