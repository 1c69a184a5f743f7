"""Work plans: their versions, and the steps of a case."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_causes"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("key", models.SlugField(max_length=40, verbose_name="short name")),
                ("value", models.JSONField(verbose_name="value")),
                ("text_th", models.TextField(verbose_name="finding in Thai")),
                ("text_en", models.TextField(verbose_name="finding in English")),
                ("at", models.DateTimeField(verbose_name="time")),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("content", models.JSONField(default=dict, verbose_name="stages")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
            ],
            options={
                "verbose_name": "version of a work plan",
                "verbose_name_plural": "versions of work plans",
                "ordering": ["plan", "-number"],
            },
        ),
        migrations.CreateModel(
            name="WorkPlan",
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
                "verbose_name": "work plan",
                "verbose_name_plural": "work plans",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="subtask",
            options={
                "ordering": ["asked_at", "pk"],
                "verbose_name": "subtask",
                "verbose_name_plural": "subtasks",
            },
        ),
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="event_has_content_of_kind",
        ),
        migrations.RemoveConstraint(
            model_name="question",
            name="question_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="subtask",
            name="subtask_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="subtask",
            name="subtask_in_work_has_officer",
        ),
        migrations.RemoveConstraint(
            model_name="subtask",
            name="subtask_ended_has_time",
        ),
        migrations.RemoveConstraint(
            model_name="subtask",
            name="subtask_answer_has_words",
        ),
        migrations.RemoveIndex(
            model_name="subtask",
            name="subtask_department",
        ),
        migrations.AddField(
            model_name="case",
            name="stage",
            field=models.PositiveSmallIntegerField(
                db_default=0, default=0, editable=False, verbose_name="stage"
            ),
        ),
        migrations.AddField(
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
                ],
                db_default="department",
                default="department",
                max_length=10,
                verbose_name="whose it is",
            ),
        ),
        migrations.AddField(
            model_name="subtask",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ended by",
            ),
        ),
        migrations.AddField(
            model_name="subtask",
            name="kind",
            field=models.CharField(
                choices=[
                    ("do", "Do"),
                    ("inspect", "Inspect the place"),
                    ("papers", "Check documents"),
                    ("approve", "Approve"),
                    ("ask", "Ask the citizen"),
                    ("inform", "Inform the citizen"),
                ],
                db_default="do",
                default="do",
                max_length=10,
                verbose_name="kind of step",
            ),
        ),
        migrations.AddField(
            model_name="subtask",
            name="step",
            field=models.SlugField(blank=True, db_default="", default="", max_length=40, verbose_name="step"),
        ),
        migrations.AddField(
            model_name="subtask",
            name="turn",
            field=models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name="turn"),
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
                    ("words_cleared", "Words about the place cleared for everybody"),
                    ("words_taken_back", "Words about the place no longer shown to everybody"),
                    ("officer_left", "The officer has left: back with the head"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(
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
                    ("check", "Line to tick"),
                    ("paper", "Document to hand in"),
                ],
                default="short",
                max_length=20,
                verbose_name="kind of answer",
            ),
        ),
        migrations.AlterField(
            model_name="subtask",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="asked by",
            ),
        ),
        migrations.AlterField(
            model_name="subtask",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("asked", "Asked"),
                    ("in_work", "In work"),
                    ("done", "Done"),
                    ("refused", "Refused"),
                    ("cancelled", "Cancelled"),
                    ("skipped", "Skipped"),
                    ("returned", "Sent back"),
                ],
                default="asked",
                max_length=10,
                protected=True,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="subtask",
            index=models.Index(
                condition=models.Q(("doer", "department")),
                fields=["department", "state"],
                name="subtask_department",
            ),
        ),
        migrations.AddIndex(
            model_name="subtask",
            index=models.Index(
                condition=models.Q(("doer__in", ["head", "clerk", "executive"]), ("state", "asked")),
                fields=["doer", "department"],
                name="subtask_decided",
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
                    _connector="OR",
                ),
                name="event_has_content_of_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "short",
                            "long",
                            "number",
                            "phone",
                            "date",
                            "one",
                            "several",
                            "yes_no",
                            "file",
                            "check",
                            "paper",
                        ],
                    )
                ),
                name="question_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "in_work", "done", "refused", "cancelled", "skipped", "returned"])
                ),
                name="subtask_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["do", "inspect", "papers", "approve", "ask", "inform"])),
                name="subtask_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("doer__in", ["officer", "head", "department", "clerk", "executive", "citizen"])
                ),
                name="subtask_doer_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", ""), _negated=True),
                fields=("case", "step", "turn"),
                name="subtask_step_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", ""), _negated=True), ("asked_by__isnull", False), _connector="OR"
                ),
                name="subtask_by_hand_has_asker",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["in_work", "done"]), _negated=True),
                    ("officer__isnull", False),
                    models.Q(("doer__in", ["officer", "department"]), _negated=True),
                    ("kind", "inform"),
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
                    models.Q(
                        models.Q(("state__in", ["asked", "in_work"]), _negated=True),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="subtask_ended_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["refused", "returned"]), _negated=True),
                        models.Q(("state", "done"), ("step", ""), _negated=True),
                    ),
                    models.Q(("result", ""), _negated=True),
                    _connector="OR",
                ),
                name="subtask_answer_has_words",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="attachment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="cases.attachment",
                verbose_name="photo",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="subtask",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="findings",
                to="cases.subtask",
                verbose_name="subtask",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="plan_version",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.planversion",
                verbose_name="version of the work plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("plan_version__isnull", False), ("stage", 0), _connector="OR"),
                name="case_stage_is_of_a_plan",
            ),
        ),
        migrations.AddField(
            model_name="planversion",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="cases.workplan",
                verbose_name="work plan",
            ),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="work_plan",
            field=models.ForeignKey(
                blank=True,
                help_text="The stages and steps of the work; without one the officer works until there is a result.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kinds",
                to="cases.workplan",
                verbose_name="work plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("subtask", "key"), name="finding_once"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)), fields=("plan",), name="plan_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", False), ("replaced_at__isnull", True)),
                fields=("plan",),
                name="plan_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaced_at__isnull", True), ("published_at__isnull", False), _connector="OR"
                ),
                name="plan_replaced_was_published",
            ),
        ),
        RunSQLFile("published_plans_stay"),
    ]
