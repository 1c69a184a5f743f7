-- Which other systems hear of what is part of the set-up, whose version changes with it.
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON notifications_webhookendpoint
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON notifications_webhookendpoint_kinds
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON notifications_webhookendpoint_departments
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
