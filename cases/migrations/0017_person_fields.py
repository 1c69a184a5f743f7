"""A request type says what has to be known of the person, and whether it takes reports without a name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_learned_words"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="case_can_be_answered",
        ),
        migrations.AddField(
            model_name="case",
            name="unnamed",
            field=models.BooleanField(db_default=False, default=False, verbose_name="without a name"),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="allows_unnamed",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whoever likes to gives neither name nor address nor a way to answer.",
                verbose_name="takes reports without a name",
            ),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="person_fields",
            field=models.CharField(
                choices=[
                    ("contact", "Only a way to answer"),
                    ("name", "Name, and a way to answer"),
                    ("full", "All fields: title, name, address, and a way to answer"),
                ],
                db_default="full",
                default="full",
                help_text="What has to be filled in. The other fields stand behind it, for those who like to.",
                max_length=10,
                verbose_name="needs of the person",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="first_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="first name"),
        ),
        migrations.AlterField(
            model_name="case",
            name="last_name",
            field=models.CharField(blank=True, max_length=100, verbose_name="last name"),
        ),
        migrations.AlterField(
            model_name="case",
            name="title",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.title",
                verbose_name="title",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phone", ""), _negated=True),
                    models.Q(("email", ""), _negated=True),
                    ("unnamed", True),
                    _connector="OR",
                ),
                name="case_can_be_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unnamed", False),
                    models.Q(
                        ("first_name", ""),
                        ("last_name", ""),
                        ("line_id", ""),
                        ("title", None),
                        ("title_other", ""),
                        ("community", ""),
                        ("house_no", ""),
                        ("moo", ""),
                        ("road", ""),
                        ("soi", ""),
                        ("subdistrict", None),
                    ),
                    _connector="OR",
                ),
                name="case_unnamed_has_no_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(("person_fields__in", ["contact", "name", "full"])),
                name="kind_person_fields_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person_fields", "full"),
                    models.Q(("needs_address", False), ("needs_national_id", False)),
                    _connector="OR",
                ),
                name="kind_identity_needs_all_fields",
                violation_error_message="A kind that needs the national ID or an address in Thailand needs all fields of the person.",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allows_unnamed", False),
                    models.Q(("licence", False), ("needs_address", False), ("needs_national_id", False)),
                    _connector="OR",
                ),
                name="kind_unnamed_needs_no_identity",
                violation_error_message="A kind that needs the national ID or an address, or is a licence, takes no reports without a name.",
            ),
        ),
    ]
