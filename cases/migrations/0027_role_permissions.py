"""The roles' sets of permissions, which an administrator changes; filled by workflows.role_sets."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_mentions"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="RolePermission",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("role", models.CharField(max_length=20, verbose_name="role")),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="auth.permission",
                        verbose_name="permission",
                    ),
                ),
            ],
            options={
                "verbose_name": "right of a role",
                "verbose_name_plural": "rights of the roles",
                "constraints": [
                    models.UniqueConstraint(fields=("role", "permission"), name="role_permission_once"),
                    models.CheckConstraint(
                        condition=models.Q(("role", ""), _negated=True), name="role_permission_has_role"
                    ),
                ],
            },
        )
    ]
