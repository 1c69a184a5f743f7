"""The two constraints hold for the cases of before as well; found out without stopping the work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations
from django.db.models import Q

NAMED = 20


def name_what_is_wanting(apps, schema_editor):
    """Stop with the numbers of the cases that no letter and nobody by telephone reaches, or whose address has
    no house number: both were asked for when they were filed, and only somebody who knows them can say."""
    cases = apps.get_model("cases", "Case").objects.using(schema_editor.connection.alias)
    wanting = cases.filter(Q(phone="", email="") | Q(subdistrict__isnull=False, house_no="")).order_by("pk")
    numbers = list(wanting.values_list("number", flat=True)[: NAMED + 1])
    if numbers:
        more = " and more" if len(numbers) > NAMED else ""
        raise RuntimeError(
            "These cases lack a telephone number and an e-mail address, or the house number (write '-' where "
            f"there is none): {', '.join(numbers[:NAMED])}{more}. Enter what is missing, then migrate again."
        )


class Migration(migrations.Migration):
    dependencies = [("cases", "0056_reachable")]

    operations = [
        migrations.RunPython(name_what_is_wanting, migrations.RunPython.noop),
        ValidateConstraint(model_name="case", name="case_can_be_answered"),
        ValidateConstraint(model_name="case", name="case_address_whole"),
    ]
