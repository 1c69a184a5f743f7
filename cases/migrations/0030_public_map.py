"""The town says which request types stand on the public map."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0029_town_map")]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="on_public_map",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Everybody sees where such cases are, to within 50 m, and how far they have come. Words and photos are shown only after somebody of the staff has cleared them.",
                verbose_name="on the public map",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("on_public_map", False),
                    models.Q(
                        ("licence", False),
                        ("needs_address", False),
                        ("needs_map", True),
                        ("needs_national_id", False),
                        ("restricted", False),
                    ),
                    _connector="OR",
                ),
                name="kind_on_public_map_is_about_a_place",
                violation_error_message="The public map shows only kinds that need a location, are neither restricted nor a licence, and ask for neither the national ID nor an address.",
            ),
        ),
    ]
