-- Several limits are counted together or not at all, in one statement; some fill up little by little.
-- A level is what was used of a limit: of a window what was counted since it began; of a limit that leaks what
-- has not drained yet. Newcomers, who have used less than `newcomers` of the limit before, have all of a
-- limit; the others have half. The answer is how many seconds to wait, 0 where it was counted.
CREATE OR REPLACE FUNCTION cases_count(
  keys text[], tries float8[], seconds float8[], leaks boolean[], newcomers float8[], weights float8[],
  at timestamptz
) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
  held cases_ratecounter; levels float8[]; begun timestamptz[]; room float8; missing float8; wait float8 := 0;
BEGIN
  -- First only looked at: who is refused locks nothing. Then locked in one order, and looked at again.
  FOR pass IN 1..2 LOOP
    IF pass = 2 THEN
      INSERT INTO cases_ratecounter (key, since, count, until)
      SELECT key, at, 0, at FROM unnest(keys) AS key ORDER BY key ON CONFLICT DO NOTHING;
      PERFORM FROM cases_ratecounter WHERE key = ANY (keys) ORDER BY key FOR NO KEY UPDATE;
    END IF;
    FOR i IN 1..cardinality(keys) LOOP
      SELECT * INTO held FROM cases_ratecounter WHERE key = keys[i];
      begun[i] := at;
      IF NOT FOUND THEN
        levels[i] := 0;
      ELSIF leaks[i] THEN
        levels[i] := GREATEST(held.count - EXTRACT(EPOCH FROM at - held.since) * tries[i] / seconds[i], 0);
      ELSIF held.since > at - make_interval(secs => seconds[i]) THEN
        levels[i] := held.count;
        begun[i] := held.since;
      ELSE
        levels[i] := 0;
      END IF;
      room := tries[i];
      IF i > 1 AND newcomers[i] > 0 AND levels[i - 1] >= newcomers[i] THEN
        room := room / 2;
      END IF;
      missing := levels[i] + weights[i] - room;
      IF missing > 0 AND leaks[i] THEN
        wait := GREATEST(wait, missing * seconds[i] / tries[i]);
      ELSIF missing > 0 THEN
        wait := GREATEST(wait, seconds[i] - EXTRACT(EPOCH FROM at - begun[i]));
      END IF;
    END LOOP;
    IF wait > 0 THEN
      RETURN wait;
    END IF;
  END LOOP;
  UPDATE cases_ratecounter SET
    since = begun[place], count = levels[place] + weights[place],
    until = begun[place] + make_interval(secs => seconds[place])
  FROM generate_subscripts(keys, 1) AS place WHERE key = keys[place];
  RETURN 0;
END $$;
