"""A case's history is never changed: the database refuses it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION cases_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('raprueang.retention_job', true), '') = '' THEN
        RAISE EXCEPTION 'events of a case are append-only' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_event_is_append_only();
"""
UNGUARD = """
DROP TRIGGER append_only ON cases_caseevent;
DROP FUNCTION cases_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_cases")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
