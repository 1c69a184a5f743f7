-- The areas that routing rules ask for are part of the set-up, whose version changes with them.
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_routingrule_areas
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
