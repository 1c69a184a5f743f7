"""Letters to an address that nobody has confirmed wait: a state, two moments, and a letter.

Back: what waits is cancelled, and the letters that told of it are gone.
"""

import django_fsm
from django.db import migrations, models
from django.db.models import Q

LETTERS = [
    ("received", "Request received, with the password"),
    ("with_department", "Assigned to a department"),
    ("question", "Question to the citizen"),
    ("result", "Result"),
    ("rejected", "Not taken on"),
    ("reopened", "Open again"),
    ("closed", "Case closed"),
    ("contact_changed", "Told in another way"),
    ("new_password", "New password"),
    ("email_changed", "Other e-mail address"),
    ("followed_assigned", "Followed case: with the department"),
    ("followed_result", "Followed case: result"),
    ("followed_rejected", "Followed case: not taken on"),
    ("followed_withdrawn", "Followed case: withdrawn"),
    ("followed_reopened", "Followed case: open again"),
    ("followed_closed", "Followed case: closed"),
    ("recovery_code", "Confirmation code"),
    ("letters_wait", "Letters wait for a confirmed address"),
    ("joined", "Joined with another report"),
    ("separated", "Handled on its own again"),
    ("taken_up_again", "Joined report: open again"),
    ("new_case", "New case"),
    ("case_transferred", "Case from another department"),
    ("case_reopened", "Case open again"),
    ("case_handed_back", "Case given back"),
    ("case_separated", "Case on its own again"),
    ("cases_came_back", "Cases of an officer who has left"),
    ("assigned_to_you", "Case assigned to you"),
    ("answer", "The citizen answered"),
    ("message", "Message from the citizen"),
    ("mentioned", "Mentioned in a note"),
    ("withdrawn", "Withdrawn by the citizen"),
    ("result_to_approve", "Result to approve"),
    ("result_returned", "Result returned"),
    ("due_soon", "Due soon"),
    ("late", "Late"),
    ("digest", "Morning letter"),
    ("unassigned", "Nobody in charge"),
    ("reply_late", "First reply overdue"),
    ("escalated", "Case stands still"),
    ("deadline_extended", "New expected date, with the reason"),
    ("followed_extended", "Followed case: new expected date"),
    ("new_deadline", "New deadline"),
    ("delay_due", "Delay to be explained"),
    ("delay_explained", "Delay explained"),
    ("transfer_returned", "Case sent back"),
    ("transfer_unanswered", "Transfer not answered in time"),
    ("case_to_place", "Third transfer: decide the department"),
    ("case_placed", "Case placed by the clerk"),
    ("part_asked", "Part asked of your department"),
    ("part_assigned", "Part assigned to you"),
    ("part_finished", "Part finished"),
    ("part_refused", "Part refused"),
    ("part_cancelled", "Part cancelled"),
    ("part_came_back", "Part of an officer who has left"),
    ("part_late", "Part late"),
]
STATES = [
    ("pending", "Waiting to be sent"),
    ("claimed", "Being sent"),
    ("sent", "Sent"),
    ("delivered", "Arrived"),
    ("bounced", "Came back"),
    ("failed", "Not delivered"),
    ("cancelled", "Cancelled"),
    ("expired", "Expired"),
    ("perhaps", "Perhaps arrived"),
    ("held", "Waits until the address is confirmed"),
]
BEFORE = """
CREATE OR REPLACE FUNCTION notices_keep_to_the_road() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) IN (
    ('pending', 'claimed'), ('claimed', 'pending'),
    ('pending', 'sent'), ('claimed', 'sent'),
    ('pending', 'failed'), ('claimed', 'failed'),
    ('pending', 'cancelled'), ('claimed', 'cancelled'),
    ('pending', 'expired'), ('claimed', 'expired'),
    ('pending', 'perhaps'), ('claimed', 'perhaps'), ('perhaps', 'sent'),
    ('sent', 'delivered'), ('sent', 'bounced'), ('delivered', 'bounced')
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'A notice does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
"""
AFTER = BEFORE.replace(
    "('sent', 'delivered')",
    "('claimed', 'held'), ('held', 'pending'), ('held', 'cancelled'), ('held', 'expired'),\n"
    "    ('sent', 'delivered')",
)
BACK = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE notifications_notice SET state = 'cancelled', secret = '' WHERE state = 'held';
DELETE FROM notifications_notice WHERE kind = 'letters_wait';
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0021_to_call")]

    operations = [
        migrations.RunSQL(AFTER, BEFORE),
        migrations.RemoveConstraint(model_name="notice", name="notice_settled_has_no_secret"),
        migrations.RemoveConstraint(model_name="notice", name="notice_has_one_cause"),
        migrations.RemoveConstraint(model_name="notice", name="notice_state_known"),
        migrations.AddField(
            model_name="notice",
            name="admitted_at",
            field=models.DateTimeField(null=True, verbose_name="let through"),
        ),
        migrations.AddField(
            model_name="notice",
            name="released_at",
            field=models.DateTimeField(null=True, verbose_name="waited until"),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=LETTERS, max_length=20, verbose_name="letter"),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=django_fsm.FSMField(choices=STATES, default="pending", max_length=10, verbose_name="state"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=Q(event__isnull=False, recovery__isnull=True, digest_on__isnull=True)
                | Q(event__isnull=True, recovery__isnull=False, digest_on__isnull=True)
                | Q(
                    event__isnull=True,
                    recovery__isnull=True,
                    digest_on__isnull=False,
                    recipient__isnull=False,
                )
                | Q(
                    event__isnull=True,
                    recovery__isnull=True,
                    digest_on__isnull=True,
                    kind="letters_wait",
                ),
                name="notice_has_one_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=Q(state__in=[state for state, _label in STATES]), name="notice_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=Q(state__in=["pending", "claimed", "held"]) | Q(secret=""),
                name="notice_settled_has_no_secret",
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, BACK),
    ]
