-- A case keeps the questions that it was asked, and their version.
CREATE OR REPLACE FUNCTION cases_asked_questions_stay() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched integer[];
BEGIN
    IF TG_TABLE_NAME = 'cases_question' THEN
        touched := CASE TG_OP
            WHEN 'INSERT' THEN ARRAY[NEW.question_set_id]
            WHEN 'DELETE' THEN ARRAY[OLD.question_set_id]
            ELSE ARRAY[OLD.question_set_id, NEW.question_set_id] END;
    ELSE
        touched := ARRAY[OLD.id];
    END IF;
    IF coalesce(current_setting('raprueang.retention_job', true), '') = ''
       AND EXISTS (SELECT FROM cases_case WHERE question_set_id = ANY (touched)) THEN
        RAISE EXCEPTION 'questions that a case was asked do not change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER asked_questions_stay BEFORE INSERT OR UPDATE OR DELETE ON cases_question
    FOR EACH ROW EXECUTE FUNCTION cases_asked_questions_stay();
CREATE OR REPLACE TRIGGER asked_version_stays BEFORE UPDATE OF id, request_type_id, version, published_at
    ON cases_questionset FOR EACH ROW EXECUTE FUNCTION cases_asked_questions_stay();
