"""A letter that was handed over and never answered has a state of its own, and a count."""

import django_fsm
from django.db import migrations, models

STATES = [
    ("pending", "Waiting to be sent"),
    ("claimed", "Being sent"),
    ("sent", "Sent"),
    ("delivered", "Arrived"),
    ("bounced", "Came back"),
    ("failed", "Not delivered"),
    ("cancelled", "Cancelled"),
    ("expired", "Expired"),
]
PERHAPS = ("perhaps", "Perhaps arrived")
BEFORE = """
CREATE OR REPLACE FUNCTION notices_keep_to_the_road() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) IN (
    ('pending', 'claimed'), ('claimed', 'pending'),
    ('pending', 'sent'), ('claimed', 'sent'),
    ('pending', 'failed'), ('claimed', 'failed'),
    ('pending', 'cancelled'), ('claimed', 'cancelled'),
    ('pending', 'expired'), ('claimed', 'expired'),
    ('sent', 'delivered'), ('sent', 'bounced'), ('delivered', 'bounced')
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'A notice does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
"""
AFTER = BEFORE.replace(
    "('sent', 'delivered')",
    "('pending', 'perhaps'), ('claimed', 'perhaps'), ('perhaps', 'sent'),\n    ('sent', 'delivered')",
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0019_lists")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="unanswered",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, verbose_name="attempts without an answer"
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=django_fsm.FSMField(
                choices=[*STATES, PERHAPS], default="pending", max_length=10, verbose_name="state"
            ),
        ),
        migrations.RemoveConstraint(model_name="notice", name="notice_state_known"),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(state__in=[state for state, _label in [*STATES, PERHAPS]]),
                name="notice_state_known",
            ),
        ),
        migrations.RunSQL(AFTER, BEFORE),
    ]
