"""The tables of letters and their delivery, as 0.6.0 begins."""

import cases.db.encryption
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django_fsm
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                        verbose_name="way",
                    ),
                ),
                ("tokens", models.FloatField(verbose_name="letters")),
                (
                    "filled_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="filled up"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChannelHealth",
            fields=[
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                        verbose_name="way",
                    ),
                ),
                ("worked_at", models.DateTimeField(null=True, verbose_name="last success")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="last trouble")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="last error")),
                ("quiet_until", models.DateTimeField(null=True, verbose_name="left alone until")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "line", "sms"])),
                        name="health_channel_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("digest_on", models.DateField(null=True, verbose_name="morning of")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Request received, with the password"),
                            ("with_department", "Assigned to a department"),
                            ("question", "Question to the citizen"),
                            ("result", "Result"),
                            ("rejected", "Not taken on"),
                            ("reopened", "Open again"),
                            ("closed", "Case closed"),
                            ("contact_changed", "Told in another way"),
                            ("new_password", "New password"),
                            ("email_changed", "Other e-mail address"),
                            ("followed_assigned", "Followed case: with the department"),
                            ("followed_result", "Followed case: result"),
                            ("followed_rejected", "Followed case: not taken on"),
                            ("followed_withdrawn", "Followed case: withdrawn"),
                            ("followed_reopened", "Followed case: open again"),
                            ("followed_closed", "Followed case: closed"),
                            ("recovery_code", "Confirmation code"),
                            ("letters_wait", "Letters wait for a confirmed address"),
                            ("joined", "Joined with another report"),
                            ("separated", "Handled on its own again"),
                            ("taken_up_again", "Joined report: open again"),
                            ("new_case", "New case"),
                            ("case_transferred", "Case from another department"),
                            ("case_reopened", "Case open again"),
                            ("case_handed_back", "Case given back"),
                            ("case_separated", "Case on its own again"),
                            ("cases_came_back", "Cases of an officer who has left"),
                            ("assigned_to_you", "Case assigned to you"),
                            ("answer", "The citizen answered"),
                            ("message", "Message from the citizen"),
                            ("mentioned", "Mentioned in a note"),
                            ("withdrawn", "Withdrawn by the citizen"),
                            ("result_to_approve", "Result to approve"),
                            ("result_returned", "Result returned"),
                            ("due_soon", "Due soon"),
                            ("late", "Late"),
                            ("digest", "Morning letter"),
                            ("unassigned", "Nobody in charge"),
                            ("reply_late", "First reply overdue"),
                            ("escalated", "Case stands still"),
                            ("deadline_extended", "New expected date, with the reason"),
                            ("followed_extended", "Followed case: new expected date"),
                            ("new_deadline", "New deadline"),
                            ("delay_due", "Delay to be explained"),
                            ("delay_explained", "Delay explained"),
                            ("transfer_returned", "Case sent back"),
                            ("transfer_unanswered", "Transfer not answered in time"),
                            ("case_to_place", "Third transfer: decide the department"),
                            ("case_placed", "Case placed by the clerk"),
                            ("subtask_asked", "Subtask asked of your department"),
                            ("subtask_assigned", "Subtask assigned to you"),
                            ("subtask_finished", "Subtask finished"),
                            ("subtask_refused", "Subtask refused"),
                            ("subtask_cancelled", "Subtask cancelled"),
                            ("subtask_came_back", "Subtask of an officer who has left"),
                            ("subtask_late", "Subtask late"),
                        ],
                        max_length=20,
                        verbose_name="letter",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
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
                        ],
                        max_length=20,
                        verbose_name="to",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
                        default="email",
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=254, verbose_name="address")),
                (
                    "language",
                    models.CharField(
                        choices=[("th", "Thai"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(verbose_name="HTML")),
                (
                    "secret",
                    cases.db.encryption.EncryptedTextField(blank=True, default="", verbose_name="secret"),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("pending", "Waiting to be sent"),
                            ("claimed", "Being sent"),
                            ("sent", "Sent"),
                            ("delivered", "Arrived"),
                            ("bounced", "Came back"),
                            ("failed", "Not delivered"),
                            ("cancelled", "Cancelled"),
                            ("expired", "Expired"),
                            ("perhaps", "Perhaps arrived"),
                            ("held", "Waits until the address is confirmed"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Passwords and codes"), (1, "Letters"), (2, "Reminders and digests")],
                        db_default=1,
                        default=1,
                        verbose_name="priority",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "unanswered",
                    models.PositiveSmallIntegerField(
                        db_default=0, default=0, verbose_name="attempts without an answer"
                    ),
                ),
                (
                    "created",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="written"
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="next attempt"
                    ),
                ),
                ("woken_at", models.DateTimeField(null=True, verbose_name="a worker was woken")),
                ("admitted_at", models.DateTimeField(null=True, verbose_name="let through")),
                ("released_at", models.DateTimeField(null=True, verbose_name="waited until")),
                ("lease", models.UUIDField(null=True, verbose_name="lease")),
                ("leased_until", models.DateTimeField(null=True, verbose_name="leased until")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("arrived_at", models.DateTimeField(null=True, verbose_name="arrived, or came back")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="last error")),
                (
                    "provider_id",
                    models.CharField(blank=True, max_length=200, verbose_name="mail service's ID"),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="cancelled by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "copy_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="notifications.notice",
                        verbose_name="copy of",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="cases.caseevent",
                        verbose_name="event",
                    ),
                ),
                (
                    "follower",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="cases.follower",
                        verbose_name="follower",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="cases.onetimecode",
                        verbose_name="recovery",
                    ),
                ),
                (
                    "resent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent again by",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["created", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("channel", models.CharField(max_length=10, verbose_name="way")),
                ("address_hash", models.CharField(max_length=64, verbose_name="hash of the address")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounced", "a letter came back"),
                            ("refused", "the mail server says that there is no such address"),
                            ("complained", "the reader has complained of a letter"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="lifted")),
                (
                    "lifted_because",
                    models.CharField(blank=True, max_length=300, verbose_name="reason for lifting"),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="notifications.notice",
                        verbose_name="letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "suppressed address",
                "verbose_name_plural": "suppressed addresses",
            },
        ),
        migrations.CreateModel(
            name="Unreached",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True, db_default="", default="", max_length=20, verbose_name="letter"
                    ),
                ),
                ("letters", models.PositiveIntegerField(db_default=1, default=1, verbose_name="letters")),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="last time"
                    ),
                ),
                ("reached_at", models.DateTimeField(null=True, verbose_name="reached")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unreached",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="notifications.notice",
                        verbose_name="last letter",
                    ),
                ),
                (
                    "reached_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reached by",
                    ),
                ),
            ],
            options={
                "verbose_name": "citizen not reached",
                "verbose_name_plural": "citizens not reached",
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("letter", models.CharField(max_length=20, verbose_name="letter")),
                (
                    "language",
                    models.CharField(
                        choices=[("th", "Thai"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(max_length=4000, verbose_name="text")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a letter",
                "verbose_name_plural": "words of letters",
                "ordering": ["letter", "language"],
                "default_permissions": ("change",),
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "language"), name="letter_text_once"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["th", "en"])), name="letter_text_language_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="letter_text_has_words",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["channel", "priority", "due_at"],
                name="notice_next",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state", "claimed")), fields=["leased_until"], name="notice_leased"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state", "pending")), fields=["woken_at"], name="notice_woken"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "claimed"])),
                fields=["created"],
                name="notice_unsent",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["created", "id"], name="notice_by_age"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["state", "created", "id"], name="notice_by_state"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["channel", "created", "id"], name="notice_by_channel"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["kind", "created", "id"], name="notice_by_kind"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="notice_by_provider",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("html", ""), _negated=True), fields=["created"], name="notice_with_html"
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(django.db.models.functions.text.Lower("address"), name="notice_by_address"),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("copy_of__isnull", True), ("event__isnull", False)),
                fields=("event", "audience", "channel", "recipient", "follower"),
                name="notice_once_per_event",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("recovery__isnull", False)),
                fields=("recovery",),
                name="notice_once_per_one_time_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("digest_on__isnull", False)),
                fields=("recipient", "digest_on"),
                name="notice_once_each_morning",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("digest_on__isnull", True), ("event__isnull", False), ("recovery__isnull", True)
                    ),
                    models.Q(
                        ("digest_on__isnull", True), ("event__isnull", True), ("recovery__isnull", False)
                    ),
                    models.Q(
                        ("digest_on__isnull", False),
                        ("event__isnull", True),
                        ("recipient__isnull", False),
                        ("recovery__isnull", True),
                    ),
                    models.Q(
                        ("digest_on__isnull", True),
                        ("event__isnull", True),
                        ("kind", "letters_wait"),
                        ("recovery__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_has_one_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "follower"), ("follower__isnull", False)),
                    models.Q(models.Q(("audience", "follower"), _negated=True), ("follower__isnull", True)),
                    _connector="OR",
                ),
                name="notice_to_follower_names_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "pending",
                            "claimed",
                            "sent",
                            "delivered",
                            "bounced",
                            "failed",
                            "cancelled",
                            "expired",
                            "perhaps",
                            "held",
                        ],
                    )
                ),
                name="notice_state_known",
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
                        ],
                    )
                ),
                name="notice_audience_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms"])), name="notice_channel_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("channel", "line")),
                    models.Q(
                        models.Q(("channel", "line"), _negated=True), models.Q(("address", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="notice_says_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["th", "en"])), name="notice_language_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease__isnull", False), ("leased_until__isnull", False), ("state", "claimed")),
                    models.Q(
                        models.Q(("state", "claimed"), _negated=True),
                        ("lease__isnull", True),
                        ("leased_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_claimed_has_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["pending", "claimed", "held"]), ("secret", ""), _connector="OR"
                ),
                name="notice_settled_has_no_secret",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sent", "delivered", "bounced"]), _negated=True),
                    ("sent_at__isnull", False),
                    _connector="OR",
                ),
                name="notice_sent_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["delivered", "bounced"]), _negated=True),
                    ("arrived_at__isnull", False),
                    _connector="OR",
                ),
                name="notice_arrived_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", [0, 1, 2])), name="notice_priority_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("channel", "address_hash"),
                name="suppression_once_per_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("lifted_at__isnull", True), ("lifted_because", ""), ("lifted_by__isnull", True)
                    ),
                    models.Q(
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("lifted_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="suppression_lifted_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["bounced", "refused", "complained"])),
                name="suppression_reason_known",
            ),
        ),
        migrations.AddIndex(
            model_name="unreached",
            index=models.Index(
                condition=models.Q(("reached_at__isnull", True)), fields=["at", "id"], name="unreached_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="unreached",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reached_at__isnull", True)),
                fields=("case",),
                name="unreached_once_per_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreached",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reached_at__isnull", True), ("reached_by__isnull", True)),
                    models.Q(("reached_at__isnull", False), ("reached_by__isnull", False)),
                    _connector="OR",
                ),
                name="unreached_ends_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreached",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("notice__isnull", False), models.Q(("kind", ""), _negated=True), _connector="OR"
                ),
                name="unreached_of_something",
            ),
        ),
    ]
