"""The database itself keeps each event of the security log for two years, as its page says."""

from django.db import migrations

GUARD = """
DROP TRIGGER append_only ON cases_securityevent;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_securityevent
    FOR EACH ROW EXECUTE FUNCTION cases_log_is_append_only('{days} days');
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0064_scan_tries")]
    operations = [migrations.RunSQL(GUARD.format(days=730), GUARD.format(days=90))]
