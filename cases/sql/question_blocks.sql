-- Blocks of questions belong to the set-up that processes remember (`setup_version.sql`).
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_questionblock
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
