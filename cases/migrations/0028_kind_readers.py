"""Restricted kinds are for named people. Their departments' heads of today are named."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def name_the_heads(apps, schema_editor):
    KindReader = apps.get_model("cases", "KindReader")
    Membership = apps.get_model("cases", "Membership")
    for kind in apps.get_model("cases", "RequestType").objects.filter(restricted=True):
        heads = Membership.objects.filter(department=kind.department_id, role="head", user__is_active=True)
        KindReader.objects.bulk_create(KindReader(kind=kind, user_id=head.user_id) for head in heads)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0027_role_permissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="KindReader",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readers",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "named person",
                "verbose_name_plural": "named persons",
                "constraints": [models.UniqueConstraint(fields=("kind", "user"), name="kind_reader_once")],
            },
        ),
        migrations.AlterField(
            model_name="requesttype",
            name="restricted",
            field=models.BooleanField(
                default=False,
                help_text="Only the people named below and the officer in charge may read such cases; while nobody is named, the department's heads.",
                verbose_name="restricted",
            ),
        ),
        migrations.RunPython(name_the_heads, migrations.RunPython.noop),
    ]
