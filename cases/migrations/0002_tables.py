"""The tables of cases, as 0.6.0 begins."""

import cases.db.encryption
import cases.models.case.attachments
import cases.models.setup.municipality
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.utils.timezone
import django_fsm
import phonenumber_field.modelfields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_user"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.CharField(max_length=12, verbose_name="user ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="Buddhist year")),
                ("running", models.PositiveIntegerField(verbose_name="running number of the year")),
                (
                    "status",
                    django_fsm.FSMField(
                        choices=[
                            ("received", "Received"),
                            ("assigned", "Assigned"),
                            ("in_progress", "In progress"),
                            ("waiting", "Waiting for the citizen"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("rejected", "Not taken on"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="received",
                        max_length=12,
                        protected=True,
                        verbose_name="status",
                    ),
                ),
                (
                    "channel_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="number in that channel"),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("normal", "Normal"),
                            ("urgent", "Urgent"),
                            ("very_urgent", "Very urgent"),
                            ("most_urgent", "Most urgent"),
                        ],
                        default="normal",
                        max_length=12,
                        verbose_name="urgency",
                    ),
                ),
                ("form_token", models.UUIDField(editable=False, unique=True, verbose_name="form token")),
                ("title_other", models.CharField(blank=True, max_length=60, verbose_name="other title")),
                ("first_name", models.CharField(max_length=100, verbose_name="first name")),
                ("last_name", models.CharField(max_length=100, verbose_name="last name")),
                (
                    "national_id",
                    cases.db.encryption.EncryptedTextField(blank=True, verbose_name="national ID"),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="telephone"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("line_id", models.CharField(blank=True, max_length=60, verbose_name="LINE ID")),
                (
                    "language",
                    models.CharField(
                        choices=[("th", "Thai"), ("en", "English")],
                        default="th",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "hide_identity",
                    models.BooleanField(default=False, verbose_name="keep my name from the officers"),
                ),
                ("house_no", models.CharField(blank=True, max_length=200, verbose_name="house number")),
                ("moo", models.CharField(blank=True, max_length=20, verbose_name="village number")),
                ("soi", models.CharField(blank=True, max_length=100, verbose_name="lane (soi)")),
                ("road", models.CharField(blank=True, max_length=100, verbose_name="road")),
                ("community", models.CharField(blank=True, max_length=100, verbose_name="community")),
                (
                    "subdistrict_name",
                    models.CharField(blank=True, max_length=100, verbose_name="subdistrict's name"),
                ),
                (
                    "district_name",
                    models.CharField(blank=True, max_length=100, verbose_name="district's name"),
                ),
                (
                    "province_name",
                    models.CharField(blank=True, max_length=100, verbose_name="province's name"),
                ),
                ("postal_code", models.CharField(blank=True, max_length=5, verbose_name="postal code")),
                ("details", models.TextField(max_length=4000, verbose_name="details")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="place")),
                (
                    "cleared_place",
                    models.CharField(
                        db_default="", editable=False, max_length=300, verbose_name="place, as cleared"
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="latitude"
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="longitude"
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "counted_from",
                    models.DateTimeField(
                        help_text="Received, or the next opening.", verbose_name="counted from"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "first_reply_due_on",
                    models.DateField(blank=True, null=True, verbose_name="first reply due"),
                ),
                (
                    "days_left_at_pause",
                    models.SmallIntegerField(blank=True, null=True, verbose_name="working days left"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved")),
                ("changed_at", models.DateTimeField(verbose_name="last change")),
                ("question", models.TextField(blank=True, verbose_name="question")),
                ("result_details", models.TextField(blank=True, verbose_name="result's details")),
                ("result_on", models.DateField(blank=True, null=True, verbose_name="date of the result")),
                ("reopened", models.PositiveSmallIntegerField(default=0, verbose_name="times reopened")),
                ("password", models.CharField(editable=False, max_length=200, verbose_name="password")),
            ],
            options={
                "verbose_name": "case",
                "verbose_name_plural": "cases",
                "ordering": ["-pk"],
                "permissions": [
                    ("view_every_case", "Can read the cases of every department"),
                    ("route_case", "Can send a case that has no officer to another department"),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("short_th", models.CharField(blank=True, max_length=20, verbose_name="Thai abbreviation")),
                (
                    "head_title_th",
                    models.CharField(blank=True, max_length=200, verbose_name="title of the head, Thai"),
                ),
                (
                    "head_title_en",
                    models.CharField(blank=True, max_length=200, verbose_name="title of the head, English"),
                ),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="The municipality has confirmed this proposal.",
                        verbose_name="confirmed",
                    ),
                ),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("name_th", models.CharField(max_length=100, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=100, verbose_name="English name")),
                (
                    "code",
                    models.CharField(max_length=4, primary_key=True, serialize=False, verbose_name="code"),
                ),
            ],
            options={
                "verbose_name": "district",
                "verbose_name_plural": "districts",
                "ordering": ["code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExternalAgency",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("hotline", models.CharField(blank=True, max_length=40, verbose_name="hotline")),
            ],
            options={
                "verbose_name": "external agency",
                "verbose_name_plural": "external agencies",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.DateField(unique=True, verbose_name="date")),
                ("name_th", models.CharField(blank=True, max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                (
                    "confirmed",
                    models.BooleanField(
                        default=True,
                        help_text="Until then it is a proposal, and deadlines run on that day.",
                        verbose_name="confirmed",
                    ),
                ),
            ],
            options={
                "verbose_name": "holiday",
                "verbose_name_plural": "holidays",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        editable=False, primary_key=True, serialize=False, verbose_name="form token"
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        db_index=True,
                        verbose_name="time",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="digest of what was sent")),
                ("outcome", models.JSONField(null=True, verbose_name="outcome")),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
            },
        ),
        migrations.CreateModel(
            name="KeySeal",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sealed", models.TextField(editable=False, verbose_name="sealed value")),
                ("made", models.DateTimeField(auto_now_add=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "key seal",
                "verbose_name_plural": "key seals",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Province",
            fields=[
                ("name_th", models.CharField(max_length=100, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=100, verbose_name="English name")),
                (
                    "code",
                    models.CharField(max_length=2, primary_key=True, serialize=False, verbose_name="code"),
                ),
            ],
            options={
                "verbose_name": "province",
                "verbose_name_plural": "provinces",
                "ordering": ["code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "key",
                    models.SlugField(
                        help_text="Small Latin letters, for the export.",
                        max_length=40,
                        verbose_name="short name",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "Short text"),
                            ("long", "Long text"),
                            ("number", "Number"),
                            ("phone", "Telephone number"),
                            ("date", "Date"),
                            ("one", "One of several"),
                            ("several", "Any of several"),
                            ("yes_no", "Yes or no"),
                            ("file", "Photo"),
                        ],
                        default="short",
                        max_length=20,
                        verbose_name="kind of answer",
                    ),
                ),
                ("text_th", models.CharField(max_length=300, verbose_name="question in Thai")),
                ("text_en", models.CharField(max_length=300, verbose_name="question in English")),
                ("help_th", models.CharField(blank=True, max_length=500, verbose_name="help in Thai")),
                ("help_en", models.CharField(blank=True, max_length=500, verbose_name="help in English")),
                ("required", models.BooleanField(default=False, verbose_name="required")),
                (
                    "choices",
                    models.JSONField(blank=True, default=list, verbose_name="answers to choose from"),
                ),
                ("minimum", models.IntegerField(blank=True, null=True, verbose_name="smallest")),
                ("maximum", models.IntegerField(blank=True, null=True, verbose_name="largest")),
                (
                    "max_length",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="longest text"),
                ),
                (
                    "show_if_key",
                    models.SlugField(blank=True, max_length=40, verbose_name="only if the question"),
                ),
                ("show_if_value", models.CharField(blank=True, max_length=200, verbose_name="was answered")),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="QuestionSet",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
            ],
            options={
                "verbose_name": "questions of a kind",
                "verbose_name_plural": "questions of the kinds",
                "ordering": ["request_type", "-version"],
            },
        ),
        migrations.CreateModel(
            name="RateCounter",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("count", models.FloatField()),
                ("until", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="ResultCode",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "needs_photo",
                    models.BooleanField(
                        default=False,
                        help_text="Work was done: where the kind asks for it, a photo has to show it.",
                        verbose_name="shows work",
                    ),
                ),
            ],
            options={
                "verbose_name": "result",
                "verbose_name_plural": "results",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Title",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "title",
                "verbose_name_plural": "titles",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="YearCounter",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateField(verbose_name="first day away")),
                ("until", models.DateField(verbose_name="last day away")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standing_in",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="substitute",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ["since", "pk"],
            },
        ),
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
                "indexes": [
                    models.Index(fields=["day", "-id"], name="calendar_change_last"),
                    models.Index(
                        condition=models.Q(("settled_at", None)), fields=["id"], name="calendar_change_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="contact",
                        serialize=False,
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                (
                    "line_id",
                    cases.db.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="LINE user ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
            },
        ),
        migrations.CreateModel(
            name="Duplicate",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="duplicate",
                        serialize=False,
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
            ],
            options={
                "verbose_name": "duplicate",
                "verbose_name_plural": "duplicates",
                "ordering": ["case_id"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to=settings.AUTH_USER_MODEL,
                verbose_name="officer",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="process",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="viewflow.process",
                verbose_name="process",
            ),
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submitted", "Received"),
                            ("assigned", "Assigned to an officer"),
                            ("transferred", "Sent to another department"),
                            ("handed_back", "Given back to the head"),
                            ("started", "Work has begun"),
                            ("asked", "Question to the citizen"),
                            ("answered", "The citizen answered"),
                            ("proposed", "Result proposed to the head"),
                            ("proposal_returned", "Proposed result returned to the officer"),
                            ("proposal_withdrawn", "Proposed result taken back"),
                            ("proposal_approved", "Result approved"),
                            ("resolved", "Result"),
                            ("rejected", "Not taken on"),
                            ("withdrawn", "Withdrawn by the citizen"),
                            ("reopened", "Still not fixed, says the citizen"),
                            ("closed", "Closed"),
                            ("duplicate", "Joined with another case of the same matter"),
                            ("separated", "Handled on its own again"),
                            ("noted", "Internal note"),
                            ("message", "Message from the citizen"),
                            ("rated", "The citizen's verdict"),
                            ("email_changed", "Other e-mail address"),
                            ("contact_changed", "Told in another way"),
                            ("password_changed", "New password"),
                            ("due_soon", "Reminder: due soon"),
                            ("late", "Reminder: late"),
                            ("unassigned", "Reminder: nobody in charge"),
                            ("reply_late", "Reminder: first reply overdue"),
                            ("delay_due", "Reminder: explain the delay"),
                            ("extended", "More time given"),
                            ("recounted", "Due date counted anew: the holidays have changed"),
                            ("delay_explained", "Delay explained to the citizen"),
                            ("taken_over", "Accepted from another department"),
                            ("sent_back", "Sent back to the department before"),
                            ("to_clerk", "Third transfer: the clerk decides"),
                            ("placed", "The clerk has decided the department"),
                            ("unanswered", "Transfer not answered in time"),
                            ("subtask_asked", "Subtask asked of another department"),
                            ("subtask_assigned", "Subtask given to an officer"),
                            ("subtask_done", "Subtask finished"),
                            ("subtask_refused", "Subtask refused"),
                            ("subtask_cancelled", "Subtask cancelled"),
                            ("subtask_left", "The officer of the subtask has left: back with its head"),
                            ("subtask_late", "Reminder: subtask late"),
                            ("words_cleared", "Words about the place cleared for everybody"),
                            ("words_taken_back", "Words about the place no longer shown to everybody"),
                            ("officer_left", "The officer has left: back with the head"),
                        ],
                        max_length=20,
                        verbose_name="event",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "actor",
                    models.CharField(
                        choices=[("citizen", "Citizen"), ("staff", "Staff"), ("system", "System")],
                        max_length=10,
                        verbose_name="actor",
                    ),
                ),
                ("from_status", models.CharField(blank=True, max_length=12, verbose_name="from")),
                ("to_status", models.CharField(max_length=12, verbose_name="to")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "letter_words",
                    models.TextField(blank=True, default="", verbose_name="words added to the letter"),
                ),
                (
                    "data",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, editable=False, verbose_name="content"
                    ),
                ),
                (
                    "routed",
                    models.JSONField(
                        blank=True, db_default={}, default=dict, editable=False, verbose_name="routing rules"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("draft", models.UUIDField(db_index=True, null=True, verbose_name="form token")),
                (
                    "digest",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="digest"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "Photo"), ("pdf", "PDF file")],
                        default="photo",
                        max_length=5,
                        verbose_name="kind of file",
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        upload_to=cases.models.case.attachments.stored_name, verbose_name="file"
                    ),
                ),
                ("thumbnail", models.BinaryField(verbose_name="thumbnail")),
                ("width", models.PositiveIntegerField(verbose_name="width")),
                ("height", models.PositiveIntegerField(verbose_name="height")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                (
                    "fingerprint",
                    models.BigIntegerField(editable=False, null=True, verbose_name="fingerprint"),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[("clean", "Clean"), ("waiting", "Being checked"), ("refused", "Refused")],
                        default="clean",
                        max_length=7,
                        verbose_name="virus scan",
                    ),
                ),
                (
                    "scan_tries",
                    models.SmallIntegerField(
                        db_default=0, default=0, editable=False, verbose_name="scans in vain"
                    ),
                ),
                (
                    "scan_after",
                    models.DateTimeField(editable=False, null=True, verbose_name="scan again after"),
                ),
                ("label", models.CharField(blank=True, editable=False, max_length=60, verbose_name="name")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="cases.caseevent",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "photo",
                "verbose_name_plural": "photos",
                "ordering": ["created"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="channel",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.channel",
                verbose_name="channel",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="department",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.department",
                verbose_name="department",
            ),
        ),
        migrations.CreateModel(
            name="EscalationRule",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "when",
                    models.CharField(
                        choices=[
                            ("unassigned", "without an officer for so many working days"),
                            ("due_in", "due within so many working days"),
                            ("due_today", "due today"),
                            ("late", "late by so many working days"),
                            ("reply_late", "first reply overdue by so many working days"),
                        ],
                        max_length=12,
                        verbose_name="when the case is",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="0 where the case is due today, at least 1 elsewhere.",
                        verbose_name="working days",
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("head", "department head"),
                            ("officer", "officer in charge"),
                            ("clerk", "clerks"),
                            ("executive", "executives"),
                        ],
                        max_length=10,
                        verbose_name="tell",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders and escalation",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("when", "days", "to"),
                        name="escalation_rule_once",
                        violation_error_message="There is such a reminder already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("when__in", ["unassigned", "due_in", "due_today", "late", "reply_late"]),
                            ("to__in", ["head", "officer", "clerk", "executive"]),
                        ),
                        name="escalation_rule_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days", 0), ("when", "due_today")),
                            models.Q(
                                models.Q(("when", "due_today"), _negated=True), ("days__range", (1, 250))
                            ),
                            _connector="OR",
                        ),
                        name="escalation_rule_days",
                        violation_error_message="0 where the case is due today, at least 1 elsewhere.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to", "officer"), ("when__in", ["unassigned", "reply_late"]), _negated=True
                        ),
                        name="escalation_rule_has_reader",
                        violation_error_message="Such a case has no officer yet. Tell the head.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.externalagency",
                verbose_name="where to go instead",
            ),
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("fixed", "Fixed"),
                            ("still_there", "Still there"),
                            ("unknown", "I do not know"),
                        ],
                        max_length=12,
                        verbose_name="verdict",
                    ),
                ),
                ("rating", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rating")),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="comment")),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="cases.caseevent",
                        verbose_name="result",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback",
                "verbose_name_plural": "feedback",
            },
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(default="th", max_length=2, verbose_name="language")),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "follower",
                "verbose_name_plural": "followers",
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="time"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="cases.caseevent",
                        verbose_name="note",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
            },
        ),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                ("address_th", models.CharField(blank=True, max_length=300, verbose_name="Thai address")),
                ("address_en", models.CharField(blank=True, max_length=300, verbose_name="English address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                (
                    "emergency_phone",
                    models.CharField(
                        blank=True,
                        default="199",
                        help_text="Answered day and night.",
                        max_length=40,
                        verbose_name="emergency telephone",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-f]{6}\\Z", "Write the colour like #0b5d57."
                            )
                        ],
                        verbose_name="colour",
                    ),
                ),
                ("logo", models.ImageField(blank=True, upload_to="municipality", verbose_name="logo")),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude of the centre",
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude of the centre",
                    ),
                ),
                (
                    "south",
                    models.FloatField(
                        blank=True,
                        help_text="The four edges make the box on the map; a place outside it gets a warning.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="southern edge",
                    ),
                ),
                (
                    "west",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="western edge",
                    ),
                ),
                (
                    "north",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="northern edge",
                    ),
                ),
                (
                    "east",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="eastern edge",
                    ),
                ),
                (
                    "security_contact",
                    models.CharField(
                        blank=True,
                        help_text="An e-mail address, or the https address of a page, for whoever finds a weakness.",
                        max_length=200,
                        validators=[cases.models.setup.municipality.need_contact],
                        verbose_name="contact for security reports",
                    ),
                ),
                (
                    "security_until",
                    models.DateField(blank=True, null=True, verbose_name="the contact holds until"),
                ),
                (
                    "security_languages",
                    models.CharField(
                        default="th, en",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z]{2,3}(, ?[a-z]{2,3})*\\Z",
                                "Write the languages' codes with commas, like th, en.",
                            )
                        ],
                        verbose_name="languages for security reports",
                    ),
                ),
                ("opens", models.TimeField(default="08:30", verbose_name="office opens")),
                ("closes", models.TimeField(default="16:30", verbose_name="office closes")),
                (
                    "first_reply_days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="Working days in which a department takes a new case, or says that it cannot.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="first reply within",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.district",
                        verbose_name="default district",
                    ),
                ),
            ],
            options={
                "verbose_name": "municipality",
                "verbose_name_plural": "municipality",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OneTimeCode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("password", "New password"),
                            ("email", "Other e-mail address"),
                            ("follow", "Follow a case"),
                            ("cases", "All own cases"),
                        ],
                        default="password",
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                ("wanted", models.CharField(max_length=254, verbose_name="e-mail or user ID")),
                ("language", models.CharField(default="th", max_length=2, verbose_name="language")),
                ("known", models.BooleanField(db_default=False, default=False, verbose_name="known visitor")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("looked_up_at", models.DateTimeField(blank=True, null=True, verbose_name="looked up")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail on file")),
                ("code", models.CharField(blank=True, max_length=64, verbose_name="hash of the code")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed")),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "recovery",
                "verbose_name_plural": "recoveries",
            },
        ),
        migrations.AddField(
            model_name="district",
            name="province",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="cases.province", verbose_name="province"
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("value", models.JSONField(verbose_name="value")),
                ("text_th", models.TextField(verbose_name="answer in Thai")),
                ("text_en", models.TextField(verbose_name="answer in English")),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.attachment",
                        verbose_name="photo",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="question_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="cases.questionset",
                verbose_name="version",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="question_set",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.questionset",
                verbose_name="questions asked",
            ),
        ),
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
            },
        ),
        migrations.CreateModel(
            name="RequestType",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "target_working_days",
                    models.PositiveSmallIntegerField(
                        help_text="Working days until the result.", verbose_name="target"
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("normal", "Normal"),
                            ("urgent", "Urgent"),
                            ("very_urgent", "Very urgent"),
                            ("most_urgent", "Most urgent"),
                        ],
                        default="normal",
                        max_length=12,
                        verbose_name="urgency",
                    ),
                ),
                ("needs_map", models.BooleanField(default=False, verbose_name="needs a location")),
                ("needs_photo", models.BooleanField(default=False, verbose_name="needs a photo")),
                (
                    "needs_after_photo",
                    models.BooleanField(
                        default=False,
                        help_text="A result that says that work was done is taken only with such a photo.",
                        verbose_name="needs a photo of the work done",
                    ),
                ),
                (
                    "needs_approval",
                    models.BooleanField(
                        default=False,
                        help_text="The officer proposes the result; the citizen hears of it when the head has approved.",
                        verbose_name="the head approves the result",
                    ),
                ),
                (
                    "needs_national_id",
                    models.BooleanField(default=False, verbose_name="needs the national ID"),
                ),
                (
                    "needs_address",
                    models.BooleanField(
                        default=False,
                        help_text="Without it, people who live here without such an address can file as well.",
                        verbose_name="needs an address in Thailand",
                    ),
                ),
                (
                    "restricted",
                    models.BooleanField(
                        default=False,
                        help_text="Only the people named below and the officer in charge may read such cases; while nobody is named, the department's heads.",
                        verbose_name="restricted",
                    ),
                ),
                ("licence", models.BooleanField(default=False, verbose_name="licence")),
                (
                    "stop_th",
                    models.TextField(
                        blank=True,
                        help_text="What to do at once, or whom to call first: shown above the form.",
                        verbose_name="before anything is typed, Thai",
                    ),
                ),
                ("stop_en", models.TextField(blank=True, verbose_name="before anything is typed, English")),
                (
                    "refers_only",
                    models.BooleanField(
                        default=False,
                        help_text="There is no form: the other agency alone is in charge.",
                        verbose_name="only refers",
                    ),
                ),
                (
                    "accepts_pdf",
                    models.BooleanField(
                        default=False,
                        help_text="Documents may be sent beside the photos.",
                        verbose_name="takes PDF files",
                    ),
                ),
                (
                    "letter_editable",
                    models.BooleanField(
                        default=False,
                        help_text="With a question, a result or a refusal: words of their own in the citizen's letter.",
                        verbose_name="officers may add to letters",
                    ),
                ),
                (
                    "synonyms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="synonyms",
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="The municipality has confirmed this proposal.",
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown before the form where another agency is in charge.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.externalagency",
                        verbose_name="agency in charge",
                    ),
                ),
                (
                    "call_first",
                    models.ForeignKey(
                        blank=True,
                        help_text="Its number stands beside that text; without it, that of the agency in charge.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.externalagency",
                        verbose_name="agency to call first",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kinds",
                        to="cases.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kinds",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "kind of request",
                "verbose_name_plural": "kinds of request",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="questionset",
            name="request_type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="question_sets",
                to="cases.requesttype",
                verbose_name="kind of request",
            ),
        ),
        migrations.CreateModel(
            name="KindReader",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
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
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readers",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
            ],
            options={
                "verbose_name": "named person",
                "verbose_name_plural": "named persons",
            },
        ),
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
                ("updated", models.DateTimeField(auto_now=True, db_index=True, verbose_name="last changed")),
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
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="request_type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.requesttype",
                verbose_name="kind of request",
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("details", models.TextField(verbose_name="result's details")),
                ("on", models.DateField(verbose_name="date of the result")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("open", "Waits for approval"),
                            ("approved", "Approved"),
                            ("returned", "Returned to the officer"),
                            ("void", "Overtaken by another step"),
                        ],
                        default="open",
                        max_length=10,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("words", models.TextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.resultcode",
                        verbose_name="result",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed result",
                "verbose_name_plural": "proposed results",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="result",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.resultcode",
                verbose_name="result",
            ),
        ),
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
            },
        ),
        migrations.CreateModel(
            name="RoutingVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="routing_version_one_row")
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
            },
        ),
        migrations.CreateModel(
            name="SetupChange",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="time"
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("page", "on a page"),
                            ("import", "by an import"),
                            ("command", "by a command"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("batch", models.UUIDField(editable=False, verbose_name="together")),
                ("table", models.CharField(max_length=60, verbose_name="what")),
                ("row", models.CharField(max_length=60, verbose_name="row")),
                ("title", models.CharField(max_length=300, verbose_name="name")),
                (
                    "action",
                    models.CharField(
                        choices=[("added", "Added"), ("changed", "Changed"), ("removed", "Removed")],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("fields", models.JSONField(default=dict, verbose_name="before and after")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the set-up",
                "verbose_name_plural": "changes of the set-up",
                "ordering": ["-at", "-pk"],
                "permissions": [("set_up", "Can set up the e-service")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("key", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(verbose_name="logged in")),
                ("browser", models.CharField(blank=True, max_length=60, verbose_name="browser")),
                ("network", models.CharField(max_length=50, verbose_name="network")),
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
                "verbose_name": "log-in",
                "verbose_name_plural": "log-ins",
                "ordering": ["-since"],
            },
        ),
        migrations.CreateModel(
            name="StandardText",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("assign", "Assign an officer"),
                            ("ask", "Ask the citizen"),
                            ("transfer", "Send to another department"),
                            ("hand_back", "Give back to the head"),
                            ("resolve", "Report the result"),
                            ("reject", "Do not take it on"),
                            ("extend", "Give more time"),
                            ("note", "Write an internal note"),
                        ],
                        max_length=12,
                        verbose_name="step",
                    ),
                ),
                ("text_th", models.TextField(max_length=4000, verbose_name="text in Thai")),
                ("text_en", models.TextField(blank=True, max_length=4000, verbose_name="text in English")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        help_text="Instead of one kind: for all kinds of a category.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for every department.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for every kind.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
            ],
            options={
                "verbose_name": "standard text",
                "verbose_name_plural": "standard texts",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Subdistrict",
            fields=[
                ("name_th", models.CharField(max_length=100, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=100, verbose_name="English name")),
                (
                    "code",
                    models.CharField(max_length=6, primary_key=True, serialize=False, verbose_name="code"),
                ),
                (
                    "postal_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=5), size=None, verbose_name="postal codes"
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.district",
                        verbose_name="district",
                    ),
                ),
            ],
            options={
                "verbose_name": "subdistrict",
                "verbose_name_plural": "subdistricts",
                "ordering": ["code"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="case",
            name="subdistrict",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.subdistrict",
                verbose_name="subdistrict",
            ),
        ),
        migrations.CreateModel(
            name="Subtask",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("asked", "Asked"),
                            ("in_work", "In work"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="asked",
                        max_length=10,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("what", models.TextField(max_length=4000, verbose_name="what is asked")),
                ("due_on", models.DateField(verbose_name="due")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subtasks",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subtasks",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subtasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subtasks",
                        to="viewflow.process",
                        verbose_name="process",
                    ),
                ),
            ],
            options={
                "verbose_name": "subtask of another department",
                "verbose_name_plural": "subtasks of other departments",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="caseevent",
            name="subtask",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="cases.subtask",
                verbose_name="subtask",
            ),
        ),
        migrations.CreateModel(
            name="SynonymRow",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        help_text="At least two, with commas between them.",
                        size=None,
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "words that mean the same",
                "verbose_name_plural": "words that mean the same",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words__len__gte", 2)), name="synonyms_at_least_two"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="title",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.title",
                verbose_name="title",
            ),
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("accept_by", models.DateField(verbose_name="to be answered by")),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("desk", "On the clerk's desk"),
                            ("accepted", "Accepted"),
                            ("returned", "Sent back"),
                            ("decided", "Decided by the clerk"),
                            ("overridden", "Overtaken by another step"),
                        ],
                        default="open",
                        max_length=10,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.department",
                        verbose_name="to department",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.department",
                        verbose_name="from department",
                    ),
                ),
            ],
            options={
                "verbose_name": "transfer",
                "verbose_name_plural": "transfers",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="The municipality has confirmed this proposal.",
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="subtask",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.unit",
                verbose_name="unit",
            ),
        ),
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name of the rule")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "community",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="community of the citizen's address"
                    ),
                ),
                (
                    "south",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="southern edge",
                    ),
                ),
                (
                    "west",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="western edge",
                    ),
                ),
                (
                    "north",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="northern edge",
                    ),
                ),
                (
                    "east",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="eastern edge",
                    ),
                ),
                ("question", models.SlugField(blank=True, max_length=40, verbose_name="question")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MaxValueValidator(6)]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days of the week on which it is received",
                    ),
                ),
                ("from_time", models.TimeField(blank=True, null=True, verbose_name="received from")),
                ("until_time", models.TimeField(blank=True, null=True, verbose_name="received before")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.category",
                        verbose_name="or every kind of the category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.department",
                        verbose_name="goes to the department",
                    ),
                ),
                (
                    "kinds",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="cases.requesttype", verbose_name="kinds of request"
                    ),
                ),
                (
                    "subdistricts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="cases.subdistrict",
                        verbose_name="subdistrict of the citizen's address",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.unit",
                        verbose_name="and unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "routing rule",
                "verbose_name_plural": "routing rules",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="requesttype",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kinds",
                to="cases.unit",
                verbose_name="unit",
            ),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("head", "department head"), ("officer", "officer")],
                        max_length=10,
                        verbose_name="role",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="cases.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
            },
        ),
        migrations.AddField(
            model_name="case",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["th", "en"])), name="user_language_known"
            ),
        ),
        migrations.AddIndex(
            model_name="absence",
            index=models.Index(fields=["until", "since"], name="absence_of_a_day"),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))), name="absence_begins_before_it_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("substitute", models.F("user")), _negated=True),
                name="absence_substitute_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["email", "line", "sms"])), name="contact_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("way", "line"), _negated=True),
                    models.Q(("line_id", ""), _negated=True),
                    _connector="OR",
                ),
                name="contact_by_line_is_linked",
            ),
        ),
        migrations.AddField(
            model_name="duplicate",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="duplicate",
            name="main",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicates",
                to="cases.case",
                verbose_name="main case",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        models.F("fingerprint"), ">>", models.Value(0)
                    ),
                    "&",
                    models.Value(65535),
                ),
                condition=models.Q(("fingerprint__lt", 0), ("fingerprint__gt", 0), _connector="OR"),
                name="attachment_band_0",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        models.F("fingerprint"), ">>", models.Value(16)
                    ),
                    "&",
                    models.Value(65535),
                ),
                condition=models.Q(("fingerprint__lt", 0), ("fingerprint__gt", 0), _connector="OR"),
                name="attachment_band_1",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        models.F("fingerprint"), ">>", models.Value(32)
                    ),
                    "&",
                    models.Value(65535),
                ),
                condition=models.Q(("fingerprint__lt", 0), ("fingerprint__gt", 0), _connector="OR"),
                name="attachment_band_2",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                django.db.models.expressions.CombinedExpression(
                    django.db.models.expressions.CombinedExpression(
                        models.F("fingerprint"), ">>", models.Value(48)
                    ),
                    "&",
                    models.Value(65535),
                ),
                condition=models.Q(("fingerprint__lt", 0), ("fingerprint__gt", 0), _connector="OR"),
                name="attachment_band_3",
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("scan", "waiting")), fields=["created"], name="attachment_held"
            ),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("fingerprint__isnull", True), ("kind", "photo")),
                fields=["id"],
                name="attachment_unmeasured",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("draft__isnull", True), ("event__isnull", False)),
                    models.Q(("case__isnull", True), ("draft__isnull", False), ("event__isnull", True)),
                    _connector="OR",
                ),
                name="attachment_of_case_or_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["photo", "pdf"])), name="attachment_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("scan__in", ["clean", "waiting", "refused"])),
                name="attachment_scan_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draft__isnull", False), models.Q(("digest", ""), _negated=True)),
                fields=("draft", "digest"),
                name="attachment_once_in_a_draft",
            ),
        ),
        migrations.AddIndex(
            model_name="feedback",
            index=models.Index(fields=["at"], name="feedback_by_time"),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__isnull", True), ("rating__range", (1, 5)), _connector="OR"),
                name="feedback_one_to_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["fixed", "still_there", "unknown"])),
                name="feedback_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.UniqueConstraint(
                models.F("case"),
                django.db.models.functions.text.Lower("email"),
                name="follower_once_per_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="follower",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["th", "en"])), name="follower_language_known"
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["user", "at"], name="mention_latest"),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("event", "user"), name="mention_once"),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("east", None), ("north", None), ("south", None), ("west", None)),
                    models.Q(
                        ("east__gt", models.F("west")),
                        ("east__isnull", False),
                        ("north__gt", models.F("south")),
                        ("north__isnull", False),
                        ("south__isnull", False),
                        ("west__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="municipality_edges_make_a_box",
                violation_error_message="Give all four edges: south below north, west before east.",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes"))),
                name="municipality_opens_before_it_closes",
                violation_error_message="The office opens before it closes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("security_contact", ""), ("security_until__isnull", False), _connector="OR"
                ),
                name="municipality_security_contact_ends",
                violation_error_message="Say until when the contact for security reports holds.",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_reply_days__gte", 1)), name="municipality_replies_within_days"
            ),
        ),
        migrations.AddIndex(
            model_name="onetimecode",
            index=models.Index(
                condition=models.Q(("looked_up_at__isnull", True)),
                fields=["created"],
                name="one_time_code_to_look_up",
            ),
        ),
        migrations.AddIndex(
            model_name="onetimecode",
            index=models.Index(django.db.models.functions.text.Lower("email"), name="one_time_code_email"),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(fields=("case", "question"), name="answer_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("question_set", "key"), name="question_key_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("question_set", "position"), name="question_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["short", "long", "number", "phone", "date", "one", "several", "yes_no", "file"],
                    )
                ),
                name="question_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["one", "several"]), _negated=True),
                    models.Q(("choices", []), _negated=True),
                    _connector="OR",
                ),
                name="question_has_choices",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum", None),
                    ("maximum", None),
                    ("maximum__gte", models.F("minimum")),
                    _connector="OR",
                ),
                name="question_range_in_order",
                violation_error_message="The largest is not smaller than the smallest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("show_if_key", ""), ("show_if_value", "")),
                    models.Q(
                        models.Q(("show_if_key", ""), _negated=True),
                        models.Q(("show_if_value", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_condition_whole",
                violation_error_message="Name the earlier question and its answer, or neither.",
            ),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["case", "-at", "-id"], name="reading_of_case"),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["-at", "-id"], name="reading_latest"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                fields=("reader", "hour", "case", "way"), name="reading_once_an_hour"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.UniqueConstraint(
                fields=("request_type", "version"), name="question_set_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("request_type",),
                name="question_set_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="question_set_version_counts"
            ),
        ),
        migrations.AddConstraint(
            model_name="kindreader",
            constraint=models.UniqueConstraint(fields=("kind", "user"), name="kind_reader_once"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("case",), name="proposal_one_open_for_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "approved", "returned", "void"])),
                name="proposal_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "open")),
                    models.Q(models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_decided_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "returned"]), _negated=True),
                    ("decided_by__isnull", False),
                    _connector="OR",
                ),
                name="proposal_decided_names_head",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposal_returned_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolepermission",
            constraint=models.UniqueConstraint(fields=("role", "permission"), name="role_permission_once"),
        ),
        migrations.AddConstraint(
            model_name="rolepermission",
            constraint=models.CheckConstraint(
                condition=models.Q(("role", ""), _negated=True), name="role_permission_has_role"
            ),
        ),
        migrations.AddIndex(
            model_name="securityevent",
            index=models.Index(fields=["-at", "-id"], name="security_latest"),
        ),
        migrations.AddIndex(
            model_name="securityevent",
            index=models.Index(fields=["kind", "-at", "-id"], name="security_of_kind"),
        ),
        migrations.AddIndex(
            model_name="securityevent",
            index=models.Index(fields=["by", "-at", "-id"], name="security_by"),
        ),
        migrations.AddIndex(
            model_name="securityevent",
            index=models.Index(fields=["about", "-at", "-id"], name="security_about"),
        ),
        migrations.AddIndex(
            model_name="securityevent",
            index=models.Index(fields=["network", "-at", "-id"], name="security_network"),
        ),
        migrations.AddConstraint(
            model_name="securityevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", ""), _negated=True), name="security_has_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="securityevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("batch__isnull", False)),
                fields=("batch", "kind", "about"),
                name="security_batch_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="setupchange",
            index=models.Index(fields=["-at", "-id"], name="setup_change_latest"),
        ),
        migrations.AddIndex(
            model_name="setupchange",
            index=models.Index(fields=["table", "row"], name="setup_change_row"),
        ),
        migrations.AddConstraint(
            model_name="setupchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("action__in", ["added", "changed", "removed"])),
                name="setup_change_action_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="setupchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", False), ("via", "page")),
                    ("via__in", ["import", "command"]),
                    _connector="OR",
                ),
                name="setup_change_names_its_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("text_th", ""), _negated=True), name="text_has_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="standardtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "step__in",
                        ["assign", "ask", "transfer", "hand_back", "resolve", "reject", "extend", "note"],
                    )
                ),
                name="text_step_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", None), ("category", None), _connector="OR"),
                name="text_for_kind_or_category",
                violation_error_message="Choose a kind of request or a category, not both.",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("actor", "staff"), ("by__isnull", False)),
                    ("actor__in", ["citizen", "system"]),
                    _connector="OR",
                ),
                name="event_names_its_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            (
                                "kind__in",
                                [
                                    "extended",
                                    "recounted",
                                    "due_soon",
                                    "late",
                                    "unassigned",
                                    "reply_late",
                                    "delay_due",
                                    "delay_explained",
                                    "officer_left",
                                    "unanswered",
                                    "proposed",
                                ],
                            ),
                            _negated=True,
                        ),
                        ("data", {}),
                    ),
                    models.Q(("data__has_keys", ["was", "to"]), ("kind__in", ["extended"])),
                    models.Q(("data__has_keys", ["was", "to", "change"]), ("kind__in", ["recounted"])),
                    models.Q(
                        ("data__has_keys", ["when", "days", "to", "date"]),
                        ("kind__in", ["due_soon", "late", "unassigned", "reply_late"]),
                    ),
                    models.Q(
                        ("data__has_keys", ["date", "number"]), ("kind__in", ["delay_due", "delay_explained"])
                    ),
                    models.Q(("data__has_keys", ["number", "count"]), ("kind__in", ["officer_left"])),
                    models.Q(("data__has_keys", ["transfer"]), ("kind__in", ["unanswered"])),
                    models.Q(("data__has_keys", ["proposal"]), ("kind__in", ["proposed"])),
                    _connector="OR",
                ),
                name="event_has_content_of_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "recounted",
                            "due_soon",
                            "late",
                            "unassigned",
                            "reply_late",
                            "delay_due",
                            "delay_explained",
                            "unanswered",
                            "proposed",
                        ),
                    )
                ),
                fields=("case", "kind", "data"),
                name="event_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "subtask_late")),
                fields=("subtask",),
                name="event_subtask_late_once",
            ),
        ),
        migrations.AddIndex(
            model_name="transfer",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "desk"])),
                fields=["accept_by"],
                name="transfer_unanswered",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["open", "desk"])),
                fields=("case",),
                name="transfer_one_unanswered",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(("sender", models.F("receiver")), _negated=True),
                name="transfer_leaves_department",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("state__in", ["open", "desk"])),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("state__in", ["accepted", "returned", "decided", "overridden"]),
                    ),
                    _connector="OR",
                ),
                name="transfer_answered_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["returned", "decided"]), _negated=True),
                    models.Q(models.Q(("answer", ""), _negated=True), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="transfer_refusal_has_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="subtask",
            index=models.Index(fields=["department", "state"], name="subtask_department"),
        ),
        migrations.AddIndex(
            model_name="subtask",
            index=models.Index(
                condition=models.Q(("state", "in_work")), fields=["officer"], name="subtask_officer"
            ),
        ),
        migrations.AddIndex(
            model_name="subtask",
            index=models.Index(
                condition=models.Q(("state__in", ["asked", "in_work"])), fields=["due_on"], name="subtask_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "in_work", "done", "refused", "cancelled"])),
                name="subtask_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["in_work", "done"]), _negated=True),
                    ("officer__isnull", False),
                    _connector="OR",
                ),
                name="subtask_in_work_has_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state__in", ["asked", "in_work"])),
                    models.Q(("ended_at__isnull", False), ("state__in", ["done", "refused", "cancelled"])),
                    _connector="OR",
                ),
                name="subtask_ended_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["done", "refused"]), _negated=True),
                    models.Q(("result", ""), _negated=True),
                    _connector="OR",
                ),
                name="subtask_answer_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("east", None), ("north", None), ("south", None), ("west", None)),
                    models.Q(
                        ("east__gt", models.F("west")),
                        ("east__isnull", False),
                        ("north__gt", models.F("south")),
                        ("north__isnull", False),
                        ("south__isnull", False),
                        ("west__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="routing_edges_make_a_box",
                violation_error_message="Give all four edges: south below north, west before east.",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("question", "")),
                    models.Q(
                        models.Q(("question", ""), _negated=True), models.Q(("answer", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="routing_answer_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_time", None), ("until_time", None)),
                    models.Q(
                        ("from_time__isnull", False),
                        ("until_time__isnull", False),
                        models.Q(("from_time", models.F("until_time")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="routing_hours_whole",
                violation_error_message="Give both times, and let them differ.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_working_days__gte", 1)), name="kind_target_at_least_one_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency__in", ["normal", "urgent", "very_urgent", "most_urgent"])),
                name="kind_urgency_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refers_only", False),
                    ("agency__isnull", False),
                    ("call_first__isnull", False),
                    _connector="OR",
                ),
                name="kind_refers_to_somebody",
                violation_error_message="Name the agency that people are referred to.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "department"), name="one_membership_per_department"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["head", "officer"])), name="membership_role_known"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["department", "received_at", "id"], name="case_of_department"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["request_type", "received_at", "id"], name="case_of_request_type"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["officer", "received_at", "id"], name="case_of_officer"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["status", "received_at", "id"], name="case_of_status"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["channel", "received_at", "id"], name="case_of_channel"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["unit", "received_at", "id"], name="case_of_unit"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["subdistrict", "received_at", "id"], name="case_of_subdistrict"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["department", "status", "due_on"], name="case_inbox"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["officer", "status"], name="case_officer"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("officer", None), ("status__in", ["received", "assigned", "in_progress"])
                ),
                fields=["department", "due_on", "id", "request_type"],
                name="case_to_assign",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["due_on", "id"], name="case_by_due"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["received_at", "id"], name="case_by_age"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["changed_at", "id"], name="case_by_change"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["status", "changed_at", "id"], name="case_of_status_by_change"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=[
                    "due_on",
                    "id",
                    "department",
                    "request_type",
                    "officer",
                    "status",
                    "channel",
                    "unit",
                    "subdistrict",
                    "received_at",
                    "first_reply_due_on",
                ],
                name="case_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=[
                    "received_at",
                    "id",
                    "department",
                    "request_type",
                    "officer",
                    "status",
                    "channel",
                    "unit",
                    "subdistrict",
                    "due_on",
                    "first_reply_due_on",
                ],
                name="case_open_by_age",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=[
                    "changed_at",
                    "id",
                    "department",
                    "request_type",
                    "officer",
                    "status",
                    "channel",
                    "unit",
                    "subdistrict",
                    "due_on",
                    "received_at",
                    "first_reply_due_on",
                ],
                name="case_open_by_change",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["received", "assigned", "in_progress", "waiting"]), ("reopened__gt", 0)
                ),
                fields=["due_on", "id"],
                name="case_reopened",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("resolved_at__isnull", False)),
                fields=["resolved_at", "id"],
                name="case_by_result",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status", "received")),
                fields=["first_reply_due_on"],
                name="case_to_reply",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status", "resolved")), fields=["resolved_at"], name="case_to_close"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(django.db.models.functions.text.Lower("email"), name="case_email"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["phone"], name="case_phone"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("latitude__isnull", False)),
                fields=["request_type", "latitude", "longitude"],
                name="case_near_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("number",), name="case_user_id_once"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("year", "running"), name="case_number_once"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "received",
                            "assigned",
                            "in_progress",
                            "waiting",
                            "resolved",
                            "closed",
                            "rejected",
                            "withdrawn",
                        ],
                    )
                ),
                name="case_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phone", ""), _negated=True),
                    models.Q(("email", ""), _negated=True),
                    _connector="OR",
                ),
                name="case_can_be_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("district_name", ""),
                        ("province_name", ""),
                        ("subdistrict", None),
                        ("subdistrict_name", ""),
                    ),
                    models.Q(("subdistrict__isnull", False), models.Q(("house_no", ""), _negated=True)),
                    _connector="OR",
                ),
                name="case_address_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency__in", ["normal", "urgent", "very_urgent", "most_urgent"])),
                name="case_urgency_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["in_progress", "waiting"]), _negated=True),
                    ("officer__isnull", False),
                    _connector="OR",
                ),
                name="case_in_work_has_officer",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["resolved", "closed"]), _negated=True),
                    models.Q(
                        ("resolved_at__isnull", False),
                        ("result__isnull", False),
                        ("result_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="case_resolved_has_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "rejected"), _negated=True),
                    models.Q(("result_details", ""), _negated=True),
                    _connector="OR",
                ),
                name="case_rejected_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "waiting"),
                        ("days_left_at_pause__isnull", False),
                        models.Q(("question", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "waiting"), _negated=True), ("days_left_at_pause__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="case_paused_while_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("status__in", ["received", "assigned", "in_progress", "waiting"]),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("status__in", ["resolved", "closed", "rejected", "withdrawn"]),
                    ),
                    _connector="OR",
                ),
                name="case_ended_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__isnull", False),
                        ("latitude__range", (-90, 90)),
                        ("longitude__isnull", False),
                        ("longitude__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="case_place_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicate",
            constraint=models.CheckConstraint(
                condition=models.Q(("case", models.F("main")), _negated=True),
                name="duplicate_of_another_case",
            ),
        ),
    ]
