"""The security log knows when an account for single sign-on is linked or taken away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0061_staff_identities"),
    ]

    operations = [
        migrations.AlterField(
            model_name="securityevent",
            name="kind",
            field=models.CharField(
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
                    ("identity_linked", "Account for single sign-on linked"),
                    ("identity_removed", "Account for single sign-on taken away"),
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
    ]
