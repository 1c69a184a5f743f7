-- Whatever changes a figure notes its days, in the same transaction.
CREATE OR REPLACE FUNCTION figures_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (moment AT TIME ZONE 'Asia/Bangkok')::date;

CREATE OR REPLACE FUNCTION figures_note_new_cases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day)
  SELECT figures_day(received_at) FROM fresh
  UNION SELECT figures_day(resolved_at) FROM fresh WHERE resolved_at IS NOT NULL;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION figures_note_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day)
  SELECT figures_day(moment) FROM unnest(ARRAY[OLD.received_at, NEW.received_at, OLD.resolved_at, NEW.resolved_at])
  AS moment WHERE moment IS NOT NULL
  UNION SELECT figures_day(at) FROM cases_feedback WHERE case_id IN (OLD.id, NEW.id)
  UNION SELECT figures_day(at) FROM cases_caseevent
    WHERE case_id IN (OLD.id, NEW.id) AND from_status = 'received' AND to_status <> 'received';
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION figures_note_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day)
  SELECT figures_day(moment) FROM unnest(ARRAY[OLD.at, NEW.at]) AS moment WHERE moment IS NOT NULL
  UNION SELECT figures_day(at) FROM cases_feedback WHERE case_id IN (OLD.case_id, NEW.case_id);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION figures_note_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day)
  SELECT figures_day(received_at) FROM cases_case WHERE request_type_id = NEW.id
  UNION SELECT figures_day(resolved_at) FROM cases_case
    WHERE request_type_id = NEW.id AND resolved_at IS NOT NULL
  UNION SELECT figures_day(said.at) FROM cases_feedback said JOIN cases_case c ON c.id = said.case_id
    WHERE c.request_type_id = NEW.id;
  RETURN NULL;
END $$;

-- One call for each statement: a load of a million cases is one.
CREATE OR REPLACE TRIGGER figures_new_cases AFTER INSERT ON cases_case
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION figures_note_new_cases();

CREATE OR REPLACE TRIGGER figures_case AFTER UPDATE ON cases_case FOR EACH ROW
WHEN ((OLD.received_at, OLD.resolved_at, OLD.department_id, OLD.unit_id, OLD.request_type_id, OLD.subdistrict_id,
       OLD.channel_id, OLD.officer_id)
      IS DISTINCT FROM
      (NEW.received_at, NEW.resolved_at, NEW.department_id, NEW.unit_id, NEW.request_type_id, NEW.subdistrict_id,
       NEW.channel_id, NEW.officer_id)
      OR (NEW.resolved_at IS NOT NULL AND OLD.due_on IS DISTINCT FROM NEW.due_on))
EXECUTE FUNCTION figures_note_case();

CREATE OR REPLACE TRIGGER figures_case_gone AFTER DELETE ON cases_case FOR EACH ROW EXECUTE FUNCTION figures_note_case();

CREATE OR REPLACE TRIGGER figures_verdict AFTER INSERT OR UPDATE OR DELETE ON cases_feedback FOR EACH ROW
EXECUTE FUNCTION figures_note_verdict();

CREATE OR REPLACE TRIGGER figures_kind AFTER UPDATE OF restricted ON cases_requesttype FOR EACH ROW
WHEN (OLD.restricted IS DISTINCT FROM NEW.restricted) EXECUTE FUNCTION figures_note_kind();
