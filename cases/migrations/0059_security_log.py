"""The security log and the record of who has read a citizen's person, which nobody can change."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


# An event goes after 90 days at the earliest, a reading after a year, and only to a job that names itself.
GUARD = """
CREATE FUNCTION cases_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(current_setting('raprueang.retention_job', true), '') <> '' THEN
        IF OLD.at < now() - TG_ARGV[0]::interval THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_securityevent
    FOR EACH ROW EXECUTE FUNCTION cases_log_is_append_only('90 days');
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON cases_securityevent
    FOR EACH STATEMENT EXECUTE FUNCTION cases_log_is_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_reading
    FOR EACH ROW EXECUTE FUNCTION cases_log_is_append_only('365 days');
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON cases_reading
    FOR EACH STATEMENT EXECUTE FUNCTION cases_log_is_append_only();
"""
UNGUARD = """
DROP TRIGGER append_only ON cases_securityevent;
DROP TRIGGER stays_whole ON cases_securityevent;
DROP TRIGGER append_only ON cases_reading;
DROP TRIGGER stays_whole ON cases_reading;
DROP FUNCTION cases_log_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0058_assigned"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="time"
                    ),
                ),
                ("hour", models.DateTimeField(verbose_name="hour")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("page", "on the page of the case"),
                            ("search", "found by a search"),
                            ("paper", "as a PDF"),
                            ("slip", "for a new password at the counter"),
                            ("letter", "in a letter"),
                            ("list", "in a list"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("own", models.BooleanField(verbose_name="own case")),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["case", "-at", "-id"], name="reading_of_case"),
                    models.Index(fields=["-at", "-id"], name="reading_latest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reader", "hour", "case", "way"), name="reading_once_an_hour"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SecurityEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="time"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("logged_in", "Logged in"),
                            ("log_in_failed", "Log-in failed"),
                            ("logged_out", "Logged out"),
                            ("session_ended", "Session ended by the clock"),
                            ("log_ins_ended", "Other log-ins ended"),
                            ("factor_used", "Second factor shown"),
                            ("factor_failed", "Second factor wrong"),
                            ("factor_added", "Second factor added"),
                            ("factor_removed", "Second factor removed"),
                            ("codes_made", "Spare codes made"),
                            ("code_used", "Spare code used up"),
                            ("proved", "Password or passkey shown again"),
                            ("proof_failed", "Password or passkey wrong, asked again"),
                            ("password_changed", "Own password changed"),
                            ("password_set", "Password set by an administrator"),
                            ("people_changed", "People changed"),
                            ("rights_changed", "Rights changed"),
                            ("setup_changed", "Set-up changed"),
                            ("setup_imported", "Set-up imported"),
                            ("setup_exported", "Set-up exported"),
                            ("list_exported", "List or figures exported"),
                            ("case_opened", "Citizen logged in to a case"),
                            ("case_refused", "Citizen's log-in failed"),
                            ("case_left", "Citizen logged out"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("network", models.CharField(blank=True, max_length=50, verbose_name="network")),
                ("device", models.CharField(blank=True, max_length=60, verbose_name="device")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="details")),
                ("batch", models.UUIDField(editable=False, null=True, verbose_name="together")),
                (
                    "about",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="about",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "security event",
                "verbose_name_plural": "security events",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="security_latest"),
                    models.Index(fields=["kind", "-at", "-id"], name="security_of_kind"),
                    models.Index(fields=["by", "-at", "-id"], name="security_by"),
                    models.Index(fields=["about", "-at", "-id"], name="security_about"),
                    models.Index(fields=["network", "-at", "-id"], name="security_network"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", ""), _negated=True), name="security_has_kind"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("batch__isnull", False)),
                        fields=("batch", "kind", "about"),
                        name="security_batch_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
