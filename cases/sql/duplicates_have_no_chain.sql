-- A main case is no duplicate of another case.
CREATE OR REPLACE FUNCTION cases_duplicate_has_no_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM cases_duplicate WHERE case_id = NEW.main_id OR main_id = NEW.case_id) THEN
        RAISE EXCEPTION 'a main case is no duplicate' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER no_chain BEFORE INSERT OR UPDATE ON cases_duplicate
    FOR EACH ROW EXECUTE FUNCTION cases_duplicate_has_no_chain();
