-- An event of the security log goes after two years at the earliest, a reading after one, and only to a
-- retention job that names itself.
CREATE OR REPLACE FUNCTION cases_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(current_setting('raprueang.retention_job', true), '') <> '' THEN
        IF OLD.at < now() - TG_ARGV[0]::interval THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_securityevent
    FOR EACH ROW EXECUTE FUNCTION cases_log_is_append_only('730 days');
CREATE OR REPLACE TRIGGER stays_whole BEFORE TRUNCATE ON cases_securityevent
    FOR EACH STATEMENT EXECUTE FUNCTION cases_log_is_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_reading
    FOR EACH ROW EXECUTE FUNCTION cases_log_is_append_only('365 days');
CREATE OR REPLACE TRIGGER stays_whole BEFORE TRUNCATE ON cases_reading
    FOR EACH STATEMENT EXECUTE FUNCTION cases_log_is_append_only();
