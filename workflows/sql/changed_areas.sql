-- A case that turns out to lie in another area notes its days: the figures by area are counted anew.
CREATE OR REPLACE TRIGGER figures_case_area AFTER UPDATE OF area_id ON cases_case FOR EACH ROW
WHEN (OLD.area_id IS DISTINCT FROM NEW.area_id) EXECUTE FUNCTION figures_note_case();
