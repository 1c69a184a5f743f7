"""What the database itself holds of a case, whoever writes it."""

from django.db.models import CheckConstraint, Q, UniqueConstraint

from cases.models.case.status import ENDED, OPEN, Status
from cases.models.setup.request_types import Urgency

CONSTRAINTS = [
    UniqueConstraint(fields=["number"], name="case_user_id_once"),
    UniqueConstraint(fields=["year", "running"], name="case_number_once"),
    CheckConstraint(condition=Q(status__in=Status.values), name="case_status_known"),
    CheckConstraint(
        condition=~Q(phone="") | ~Q(email="") | Q(unnamed=True) | Q(contact_removed_at__isnull=False),
        name="case_can_be_answered",
    ),
    CheckConstraint(
        condition=Q(unnamed=False)
        | Q(title=None, title_other="", first_name="", last_name="", line_id="")
        & Q(subdistrict=None, house_no="", moo="", soi="", road="", community=""),
        name="case_unnamed_has_no_name",
    ),
    CheckConstraint(
        condition=Q(subdistrict=None, subdistrict_name="", district_name="", province_name="")
        | Q(subdistrict__isnull=False) & (~Q(house_no="") | Q(contact_removed_at__isnull=False)),
        name="case_address_whole",
    ),
    CheckConstraint(
        condition=Q(no_photo__in=["", "dark", "gone", "dangerous", "unable"]), name="case_no_photo_known"
    ),
    CheckConstraint(condition=Q(urgency__in=Urgency.values), name="case_urgency_known"),
    CheckConstraint(
        condition=~Q(status__in=["in_progress", "waiting"]) | Q(officer__isnull=False),
        name="case_in_work_has_officer",
    ),
    CheckConstraint(
        condition=~Q(status__in=["resolved", "closed"])
        | Q(result__isnull=False, result_on__isnull=False, resolved_at__isnull=False),
        name="case_resolved_has_result",
    ),
    CheckConstraint(
        condition=Q(look_again_by__isnull=True) | Q(status="resolved"), name="case_looked_at_is_resolved"
    ),
    CheckConstraint(condition=~Q(status="rejected") | ~Q(result_details=""), name="case_rejected_has_reason"),
    CheckConstraint(
        condition=(Q(status="waiting") & Q(days_left_at_pause__isnull=False) & ~Q(question=""))
        | (~Q(status="waiting") & Q(days_left_at_pause__isnull=True)),
        name="case_paused_while_waiting",
    ),
    CheckConstraint(
        condition=Q(status__in=[*OPEN], ended_at__isnull=True)
        | Q(status__in=[*ENDED], ended_at__isnull=False),
        name="case_ended_has_time",
    ),
    CheckConstraint(condition=Q(plan_version__isnull=False) | Q(stage=0), name="case_stage_is_of_a_plan"),
    CheckConstraint(
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        | Q(
            # Without these two a half place would be neither true nor false, and pass.
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__range=(-90, 90),
            longitude__range=(-180, 180),
        ),
        name="case_place_on_earth",
    ),
]
