-- Whatever changes the process map notes its days, in the same transaction.
CREATE OR REPLACE FUNCTION map_note_new_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day)
  SELECT DISTINCT figures_day(at) FROM fresh
  WHERE from_status <> to_status OR kind IN ('stage_begun', 'asked', 'plan_moved');
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION map_note_event_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day) SELECT DISTINCT figures_day(at) FROM gone;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION map_note_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day) SELECT DISTINCT figures_day(at) FROM cases_caseevent WHERE case_id = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION map_note_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflows_changedday (day)
  SELECT DISTINCT figures_day(event.at) FROM cases_caseevent event JOIN cases_case c ON c.id = event.case_id
  WHERE c.request_type_id = NEW.id;
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER map_new_events AFTER INSERT ON cases_caseevent
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION map_note_new_events();

CREATE OR REPLACE TRIGGER map_event_gone AFTER DELETE ON cases_caseevent
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION map_note_event_gone();

CREATE OR REPLACE TRIGGER map_case AFTER UPDATE ON cases_case FOR EACH ROW
WHEN ((OLD.request_type_id, OLD.plan_version_id) IS DISTINCT FROM (NEW.request_type_id, NEW.plan_version_id))
EXECUTE FUNCTION map_note_case();

CREATE OR REPLACE TRIGGER map_kind AFTER UPDATE OF restricted ON cases_requesttype FOR EACH ROW
WHEN (OLD.restricted IS DISTINCT FROM NEW.restricted) EXECUTE FUNCTION map_note_kind();
