-- Routing rules are part of the set-up, whose version changes with them.
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_routingrule
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_routingrule_kinds
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_routingrule_subdistricts
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
