-- Words that mean the same, and what was learned of words, belong to the set-up that processes remember
-- (`setup_version.sql`).
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_synonymrow
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_learnedwords
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
