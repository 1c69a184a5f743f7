"""A case that turns out to lie in another area notes its days: the figures by area are counted anew."""

from django.db import migrations

# Beside the trigger of the other columns: its file is run before there are areas.
TRIGGER = """
CREATE OR REPLACE TRIGGER figures_case_area AFTER UPDATE OF area_id ON cases_case FOR EACH ROW
WHEN (OLD.area_id IS DISTINCT FROM NEW.area_id) EXECUTE FUNCTION figures_note_case()
"""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0009_first_replies"), ("cases", "0024_areas")]

    operations = [migrations.RunSQL(TRIGGER, "DROP TRIGGER figures_case_area ON cases_case")]
