-- What is asked after a result belongs to the set-up that processes remember (`setup_version.sql`).
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_resultquestion
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_resultanswer
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
