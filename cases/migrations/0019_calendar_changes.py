"""What has changed in the holidays since due dates were counted; those of today are counted with already."""

from django.db import migrations, models
from django.utils import timezone


SATURDAY = 5


def note_what_is_there(apps, schema_editor):
    """Every due date was counted with the holidays of today."""
    now, change = timezone.now(), apps.get_model("cases", "CalendarChange")
    days = apps.get_model("cases", "Holiday").objects.values_list("day", flat=True)
    change.objects.bulk_create(
        change(day=day, closed=True, noted_at=now, settled_at=now) for day in days if day.weekday() < SATURDAY
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_events_about_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarChange",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.DateField(verbose_name="date")),
                ("closed", models.BooleanField(verbose_name="day off")),
                ("noted_at", models.DateTimeField(verbose_name="noted")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
            ],
            options={
                "verbose_name": "change of the calendar",
                "verbose_name_plural": "changes of the calendar",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="calendarchange",
            index=models.Index(fields=["day", "-id"], name="calendar_change_last"),
        ),
        migrations.AddIndex(
            model_name="calendarchange",
            index=models.Index(
                condition=models.Q(("settled_at", None)), fields=["id"], name="calendar_change_open"
            ),
        ),
        migrations.RunPython(note_what_is_there, migrations.RunPython.noop),
    ]
