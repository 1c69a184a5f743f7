"""Open data: the switch, the licence, and what was made last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0054_open311")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="open_data",
            field=models.BooleanField(db_default=False, default=False, verbose_name="open data"),
        ),
        migrations.AddField(
            model_name="municipality",
            name="open_data_licence",
            field=models.CharField(
                choices=[
                    (
                        "CC-BY-4.0",
                        "Creative Commons Attribution 4.0: whoever uses them names the municipality",
                    ),
                    ("CC0-1.0", "CC0 1.0: without any condition"),
                ],
                db_default="CC-BY-4.0",
                default="CC-BY-4.0",
                max_length=20,
                verbose_name="licence of the open data",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("open_data_licence__in", ["CC-BY-4.0", "CC0-1.0"])),
                name="municipality_licence_known",
            ),
        ),
        migrations.CreateModel(
            name="OpenDataRelease",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("folder", models.CharField(max_length=60, verbose_name="folder")),
                ("files", models.JSONField(default=list, verbose_name="files")),
            ],
            options={
                "verbose_name": "open data",
                "verbose_name_plural": "open data",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="open_data_one_release")
                ],
            },
        ),
    ]
