"""The letter about the cases of an officer who has left."""

from django.db import migrations, models

LETTERS = [
    ("received", "Request received, with the password"),
    ("with_department", "Assigned to a department"),
    ("question", "Question to the citizen"),
    ("result", "Result"),
    ("rejected", "Not taken on"),
    ("reopened", "Open again"),
    ("closed", "Case closed"),
    ("new_password", "New password"),
    ("email_changed", "Other e-mail address"),
    ("followed_assigned", "Followed case: with the department"),
    ("followed_result", "Followed case: result"),
    ("followed_rejected", "Followed case: not taken on"),
    ("followed_withdrawn", "Followed case: withdrawn"),
    ("followed_reopened", "Followed case: open again"),
    ("followed_closed", "Followed case: closed"),
    ("recovery_code", "Confirmation code"),
    ("new_case", "New case"),
    ("case_transferred", "Case from another department"),
    ("case_reopened", "Case open again"),
    ("case_handed_back", "Case given back"),
    ("cases_came_back", "Cases of an officer who has left"),
    ("assigned_to_you", "Case assigned to you"),
    ("answer", "The citizen answered"),
    ("message", "Message from the citizen"),
    ("withdrawn", "Withdrawn by the citizen"),
    ("due_soon", "Due soon"),
    ("late", "Late"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0013_letters_of_approval"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=LETTERS, max_length=20, verbose_name="letter"),
        ),
    ]
