"""Outside parties: organisations that do steps of cases, their people and their personal links."""

import django.db.models.deletion
import phonenumber_field.modelfields
import uuid
from django.conf import settings
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_event_by_time"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "token",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the token"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="opened")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
            ],
            options={
                "verbose_name": "personal link",
                "verbose_name_plural": "personal links",
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OutsideParty",
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
                    "sort",
                    models.CharField(
                        choices=[
                            ("contractor", "Contractor"),
                            ("utility", "Electricity, water, telephone"),
                            ("authority", "Other authority"),
                            ("volunteers", "Volunteers"),
                            ("other", "Other"),
                        ],
                        default="authority",
                        max_length=10,
                        verbose_name="kind of organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "outside party",
                "verbose_name_plural": "outside parties",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutsidePerson",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="mobile telephone"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("th", "Thai"), ("en", "English")],
                        default="th",
                        max_length=2,
                        verbose_name="language of letters",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="gets letters")),
            ],
            options={
                "verbose_name": "person of an outside party",
                "verbose_name_plural": "people of outside parties",
                "ordering": ["party", "name", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="event_names_its_actor",
        ),
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="event_has_content_of_kind",
        ),
        migrations.RemoveConstraint(
            model_name="subtask",
            name="subtask_doer_known",
        ),
        migrations.AddField(
            model_name="subtask",
            name="party_day",
            field=models.DateField(blank=True, null=True, verbose_name="day named by the party"),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="actor",
            field=models.CharField(
                choices=[
                    ("citizen", "Citizen"),
                    ("staff", "Staff"),
                    ("system", "System"),
                    ("outside", "Outside party"),
                ],
                max_length=10,
                verbose_name="actor",
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
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
                    ("stage_begun", "Stage begun"),
                    ("step_opened", "Step opened"),
                    ("step_skipped", "Step skipped"),
                    ("step_returned", "Sent back to an earlier step"),
                    ("plan_moved", "Goes on by another version of the work plan"),
                    ("informed", "The citizen was informed"),
                    ("step_photo", "Photo taken at a step"),
                    ("outside_asked", "Outside party asked"),
                    ("outside_answered", "Outside party answered"),
                    ("outside_promised", "Outside party named a day"),
                    ("outside_due", "Reminder to the outside party: due soon"),
                    ("outside_linked", "Links sent again to the outside party"),
                    ("outside_shut", "Links of the outside party withdrawn"),
                    ("words_cleared", "Words about the place cleared for everybody"),
                    ("words_taken_back", "Words about the place no longer shown to everybody"),
                    ("officer_left", "The officer has left: back with the head"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AlterField(
            model_name="subtask",
            name="doer",
            field=models.CharField(
                choices=[
                    ("officer", "The officer in charge"),
                    ("head", "A head"),
                    ("department", "Another department, whose head assigns an officer"),
                    ("clerk", "The clerk"),
                    ("executive", "An executive"),
                    ("citizen", "The citizen"),
                    ("outside", "An outside party"),
                ],
                db_default="department",
                default="department",
                max_length=10,
                verbose_name="whose it is",
            ),
        ),
        migrations.AddField(
            model_name="outsidelink",
            name="subtask",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to="cases.subtask",
                verbose_name="subtask",
            ),
        ),
        migrations.AddField(
            model_name="outsideparty",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.externalagency",
                verbose_name="as an agency to which citizens are sent",
            ),
        ),
        migrations.AddField(
            model_name="subtask",
            name="party",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="subtasks",
                to="cases.outsideparty",
                verbose_name="outside party",
            ),
        ),
        migrations.AddIndex(
            model_name="subtask",
            index=models.Index(
                condition=models.Q(("party__isnull", False), ("state__in", ["asked", "in_work"])),
                fields=["party"],
                name="subtask_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "doer__in",
                        ["officer", "head", "department", "clerk", "executive", "citizen", "outside"],
                    )
                ),
                name="subtask_doer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("doer", "outside"), ("party__isnull", False)),
                    models.Q(
                        models.Q(("doer", "outside"), _negated=True),
                        ("party__isnull", True),
                        ("party_day__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="subtask_outside_names_party",
            ),
        ),
        migrations.AddField(
            model_name="outsideperson",
            name="party",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="people",
                to="cases.outsideparty",
                verbose_name="outside party",
            ),
        ),
        migrations.AddField(
            model_name="outsidelink",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links",
                to="cases.outsideperson",
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="caseevent",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.outsideperson",
                verbose_name="person of an outside party",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.outsideperson",
                verbose_name="person of an outside party",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("actor", "staff"), ("by__isnull", False)),
                    models.Q(("actor", "outside"), ("person__isnull", False)),
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
                                    "stage_begun",
                                    "informed",
                                    "plan_moved",
                                    "outside_asked",
                                    "outside_promised",
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
                    models.Q(
                        ("data__has_keys", ["number", "count", "name_th", "name_en"]),
                        ("kind__in", ["stage_begun"]),
                    ),
                    models.Q(("data__has_keys", ["letter"]), ("kind__in", ["informed"])),
                    models.Q(
                        ("data__has_keys", ["was", "to", "stage", "then"]), ("kind__in", ["plan_moved"])
                    ),
                    models.Q(("data__has_keys", ["name_th", "name_en"]), ("kind__in", ["outside_asked"])),
                    models.Q(("data__has_keys", ["day"]), ("kind__in", ["outside_promised"])),
                    _connector="OR",
                ),
                name="event_has_content_of_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "outside_due")),
                fields=("subtask",),
                name="event_outside_due_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("by__isnull", False), ("person__isnull", True)),
                    models.Q(("by__isnull", True), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="finding_names_its_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsideparty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sort__in", ["contractor", "utility", "authority", "volunteers", "other"])
                ),
                name="outside_party_sort_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsideperson",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("phone", ""), _negated=True),
                name="outside_person_can_be_reached",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsideperson",
            constraint=models.UniqueConstraint(fields=("party", "name"), name="outside_person_once"),
        ),
        migrations.AddConstraint(
            model_name="outsidelink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                name="outside_link_ends_after_it_begins",
            ),
        ),
        RunSQLFile("outside_parties"),
    ]
