-- Whichever way a letter to a citizen ends undelivered, the citizen stands among those to be telephoned.
-- A notification comes besides the letter, so its end says nothing of the citizen.
-- 'address suppressed' is `notifications.letters.holds.suppression.WORDS`, as a test asserts.
CREATE OR REPLACE FUNCTION notices_name_the_unreached() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO notifications_unreached (case_id, notice_id) VALUES (NEW.case_id, NEW.id)
  ON CONFLICT (case_id) WHERE reached_at IS NULL DO UPDATE
  SET notice_id = EXCLUDED.notice_id, at = EXCLUDED.at, letters = notifications_unreached.letters + 1;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER name_the_unreached AFTER UPDATE OF state ON notifications_notice
FOR EACH ROW WHEN (
  OLD.state IS DISTINCT FROM NEW.state AND NEW.audience = 'citizen' AND NEW.case_id IS NOT NULL
  AND NEW.channel <> 'push'
  AND (NEW.state IN ('failed', 'bounced')
       OR NEW.state = 'cancelled' AND NEW.last_error = 'address suppressed')
) EXECUTE FUNCTION notices_name_the_unreached();
