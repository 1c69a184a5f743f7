-- A notice moves only as the transitions of its model allow, as a test asserts.
CREATE OR REPLACE FUNCTION notices_keep_to_the_road() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state, NEW.state) IN (
    ('pending', 'claimed'), ('claimed', 'pending'),
    ('pending', 'sent'), ('claimed', 'sent'),
    ('pending', 'failed'), ('claimed', 'failed'),
    ('pending', 'cancelled'), ('claimed', 'cancelled'),
    ('pending', 'expired'), ('claimed', 'expired'),
    ('pending', 'perhaps'), ('claimed', 'perhaps'), ('perhaps', 'sent'),
    ('claimed', 'held'), ('held', 'pending'), ('held', 'cancelled'), ('held', 'expired'),
    ('sent', 'delivered'), ('sent', 'bounced'), ('delivered', 'bounced')
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'A notice does not go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER keep_to_the_road BEFORE UPDATE OF state ON notifications_notice
FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION notices_keep_to_the_road();
