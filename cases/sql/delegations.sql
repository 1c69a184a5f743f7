-- Nobody has two deputies for decisions on one day, but for what was withdrawn; ranges as of absences.
ALTER TABLE cases_delegation DROP CONSTRAINT IF EXISTS delegation_once_at_a_time;
ALTER TABLE cases_delegation ADD CONSTRAINT delegation_once_at_a_time EXCLUDE USING gist (
    int8range(user_id, user_id, '[]') WITH &&, daterange(since, until, '[]') WITH &&
) WHERE (withdrawn_at IS NULL);
-- Who decides belongs to the set-up that processes remember (`setup_version.sql`).
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_delegation
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
