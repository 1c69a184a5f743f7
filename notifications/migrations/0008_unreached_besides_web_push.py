"""Nobody is telephoned because a notification failed: it comes besides the letter."""

from django.db import migrations

TRIGGER = """
CREATE OR REPLACE TRIGGER name_the_unreached AFTER UPDATE OF state ON notifications_notice
FOR EACH ROW WHEN (
  OLD.state IS DISTINCT FROM NEW.state AND NEW.audience = 'citizen' AND NEW.case_id IS NOT NULL
  {condition}AND (NEW.state IN ('failed', 'bounced')
       OR NEW.state = 'cancelled' AND NEW.last_error = 'address suppressed')
) EXECUTE FUNCTION notices_name_the_unreached();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0007_web_push")]

    # As `notifications/sql/unreached_citizens.sql` says it for a new database.
    operations = [
        migrations.RunSQL(
            TRIGGER.format(condition="AND NEW.channel <> 'push' "), TRIGGER.format(condition="")
        ),
    ]
