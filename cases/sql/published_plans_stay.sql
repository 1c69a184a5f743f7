-- A version of a work plan that was published is what cases were begun under: it stays as it is.
CREATE OR REPLACE FUNCTION cases_published_plan_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL
       AND coalesce(current_setting('raprueang.retention_job', true), '') = ''
       AND (TG_OP = 'DELETE' OR (NEW.id, NEW.plan_id, NEW.number, NEW.content, NEW.published_at)
                IS DISTINCT FROM (OLD.id, OLD.plan_id, OLD.number, OLD.content, OLD.published_at)) THEN
        RAISE EXCEPTION 'a published version of a work plan does not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER published_plan_stays BEFORE UPDATE OR DELETE ON cases_planversion
    FOR EACH ROW EXECUTE FUNCTION cases_published_plan_stays();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_planversion
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_workplan
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
