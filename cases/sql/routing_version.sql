-- The version of the routing rules changes with them and with what they depend on.
CREATE SEQUENCE IF NOT EXISTS cases_routing_number;
CREATE OR REPLACE FUNCTION cases_routing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_routingversion (id, number) VALUES (1, nextval('cases_routing_number'))
    ON CONFLICT (id) DO UPDATE SET number = EXCLUDED.number;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_routingrule
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE OR REPLACE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_routingrule_kinds
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE OR REPLACE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_routingrule_subdistricts
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE OR REPLACE TRIGGER routing_changed AFTER UPDATE OF active ON cases_department
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE OR REPLACE TRIGGER routing_changed AFTER UPDATE OF active, department_id ON cases_unit
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE OR REPLACE TRIGGER routing_changed AFTER UPDATE OF active, category_id ON cases_requesttype
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
CREATE OR REPLACE TRIGGER routing_changed AFTER INSERT OR UPDATE OR DELETE ON cases_questionset
    FOR EACH STATEMENT EXECUTE FUNCTION cases_routing_changed();
