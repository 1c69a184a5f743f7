"""A notice moves only as its states allow; the table is `Notice`'s transitions, as a test asserts."""

from django.db import migrations

GUARD = """
CREATE FUNCTION notices_keep_to_the_road() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) IN (
    ('pending', 'claimed'), ('claimed', 'pending'),
    ('pending', 'sent'), ('claimed', 'sent'),
    ('pending', 'failed'), ('claimed', 'failed'),
    ('pending', 'cancelled'), ('claimed', 'cancelled'),
    ('pending', 'expired'), ('claimed', 'expired'),
    ('sent', 'delivered'), ('sent', 'bounced'), ('delivered', 'bounced')
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'A notice does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_to_the_road BEFORE UPDATE OF state ON notifications_notice
FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION notices_keep_to_the_road();
"""
UNGUARD = """
DROP TRIGGER keep_to_the_road ON notifications_notice;
DROP FUNCTION notices_keep_to_the_road();
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_states")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
