-- The log of the set-up's changes is never changed.
CREATE OR REPLACE FUNCTION cases_setupchange_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of changes is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_setupchange
    FOR EACH ROW EXECUTE FUNCTION cases_setupchange_is_append_only();
