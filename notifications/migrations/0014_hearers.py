"""Letters to those who hear of new cases besides the heads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0013_letters_of_a_look")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_audience_known"),
        migrations.AlterField(
            model_name="notice",
            name="audience",
            field=models.CharField(
                choices=[
                    ("citizen", "Citizen"),
                    ("head", "Department head"),
                    ("officer", "Officer"),
                    ("clerk", "Clerk"),
                    ("subtask_head", "Head of the helping department"),
                    ("helper", "Helping officer"),
                    ("follower", "Follower"),
                    ("executive", "Executive"),
                    ("mentioned", "Mentioned in a note"),
                    ("outside", "Outside party"),
                    ("hearer", "Hears of new cases"),
                    ("neighbour", "Who wants to hear of an area"),
                ],
                max_length=20,
                verbose_name="to",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "audience__in",
                        [
                            "citizen",
                            "head",
                            "officer",
                            "clerk",
                            "subtask_head",
                            "helper",
                            "follower",
                            "executive",
                            "mentioned",
                            "outside",
                            "hearer",
                            "neighbour",
                        ],
                    )
                ),
                name="notice_audience_known",
            ),
        ),
    ]
