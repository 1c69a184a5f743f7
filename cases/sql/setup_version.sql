-- The set-up has another version after each statement that changes it, in the same transaction. Whoever made
-- the change hears of it at once (`cases.lib.setup_cache`).
CREATE OR REPLACE FUNCTION cases_setup_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cases_setupversion (id, version) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version;
    RAISE NOTICE 'set-up changed';
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_municipality
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_holiday
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_channel
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_title
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_category
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_requesttype
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_questionset
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_question
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_standardtext
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_province
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_district
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_subdistrict
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_department
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_membership
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_kindreader
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_unit
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON cases_externalagency
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
-- Of people what `cases.access.decision_makers` remembers: a log-in changes nothing of it.
CREATE OR REPLACE TRIGGER setup_changed AFTER INSERT OR DELETE OR TRUNCATE
    OR UPDATE OF username, first_name, last_name, email, language, digest, is_active ON cases_user
    FOR EACH STATEMENT EXECUTE FUNCTION cases_setup_changed();
