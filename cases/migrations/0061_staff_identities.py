"""By which account at the municipality's directory a member of staff is known."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0060_event_chain"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffIdentity",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("issuer", models.CharField(max_length=300, verbose_name="issuer")),
                ("sub", models.CharField(max_length=255, verbose_name="account there")),
                (
                    "linked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="linked"
                    ),
                ),
                ("last_used_at", models.DateTimeField(editable=False, null=True, verbose_name="last used")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "account for single sign-on",
                "verbose_name_plural": "accounts for single sign-on",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "sub"), name="staff_identity_of_one_person"),
                    models.UniqueConstraint(fields=("user", "issuer"), name="staff_identity_one_per_issuer"),
                ],
            },
        ),
    ]
