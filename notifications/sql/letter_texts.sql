-- The words of letters are part of the set-up, whose version changes with them.
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON notifications_lettertext
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
