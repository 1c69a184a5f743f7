"""The two constraints hold for the cases of before as well; found out without stopping the work."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0056_reachable")]

    operations = [
        ValidateConstraint(model_name="case", name="case_can_be_answered"),
        ValidateConstraint(model_name="case", name="case_address_whole"),
    ]
