"""Requests that are being written, page by page."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import cases.db.encryption


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_whole_places")]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "token",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="form token",
                    ),
                ),
                ("content", cases.db.encryption.EncryptedTextField(blank=True, verbose_name="content")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "updated",
                    models.DateTimeField(auto_now=True, db_index=True, verbose_name="last changed"),
                ),
                (
                    "question_set",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="cases.questionset",
                        verbose_name="questions asked",
                    ),
                ),
                (
                    "request_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
            ],
            options={"verbose_name": "draft", "verbose_name_plural": "drafts"},
        ),
    ]
