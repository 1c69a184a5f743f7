-- Each event of a case is linked to the one before it. What may be personal goes into the link as a digest with
-- a salt: once the words are erased with their salt, nothing can be guessed from it, and the chain still holds.
CREATE OR REPLACE FUNCTION cases_event_words(event cases_caseevent, salt uuid) RETURNS bytea
LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        salt, event.message, event.letter_words, event.data, event.routed
    )::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION cases_event_digest(
    event cases_caseevent, place integer, words bytea, before bytea
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(jsonb_build_array(
        event.id, event.case_id, place, event.kind,
        to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        event.actor, event.by_id, event.person_id, event.delegation_id, event.token_id,
        event.department_id, event.officer_id, event.subtask_id, event.from_status, event.to_status,
        encode(words, 'hex'), encode(before, 'hex')
    )::text, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION cases_link_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
    salted uuid := gen_random_uuid();
    hashed bytea;
BEGIN
    -- Each step holds this lock already; whoever does not waits here, so that no two follow the same one.
    PERFORM 1 FROM cases_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    SELECT place, digest INTO last FROM cases_eventlink
        WHERE case_key = NEW.case_id ORDER BY place DESC LIMIT 1;
    hashed := cases_event_words(NEW, salted);
    INSERT INTO cases_eventlink (event_key, case_key, place, salt, words, digest) VALUES (
        NEW.id, NEW.case_id, coalesce(last.place, 0) + 1, salted, hashed,
        cases_event_digest(NEW, coalesce(last.place, 0) + 1, hashed, coalesce(last.digest, ''))
    );
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER linked AFTER INSERT ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_link_event();

-- A retention job that erases words, or destroys an event, takes the salt with them.
CREATE OR REPLACE FUNCTION cases_unsalt_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_eventlink
    SET salt = NULL, destroyed_at = CASE TG_OP WHEN 'DELETE' THEN now() ELSE destroyed_at END
    WHERE event_key = OLD.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER unsalted AFTER UPDATE OR DELETE ON cases_caseevent
    FOR EACH ROW EXECUTE FUNCTION cases_unsalt_link();

-- Links what was written past the trigger: what was there before there were links, and copies of a sample.
CREATE OR REPLACE FUNCTION cases_link_unlinked() RETURNS bigint LANGUAGE plpgsql AS $$
<<linking>>
DECLARE
    done bigint := 0;
    written bigint;
    turn integer := 1;
BEGIN
    CREATE TEMPORARY TABLE unlinked ON COMMIT DROP AS
        SELECT event.id AS event_key, event.case_id AS case_key,
               row_number() OVER (PARTITION BY event.case_id ORDER BY event.at, event.id)::integer AS turn
        FROM cases_caseevent AS event
        LEFT JOIN cases_eventlink AS link ON link.event_key = event.id
        WHERE link.event_key IS NULL;
    CREATE INDEX ON unlinked (turn);
    ANALYZE unlinked;
    LOOP
        INSERT INTO cases_eventlink (event_key, case_key, place, salt, words, digest)
        SELECT event.id, event.case_id, coalesce(last.place, 0) + 1, salted.salt, hashed.words,
               cases_event_digest(event, coalesce(last.place, 0) + 1, hashed.words, coalesce(last.digest, ''))
        FROM unlinked
        JOIN cases_caseevent AS event ON event.id = unlinked.event_key
        CROSS JOIN LATERAL (SELECT gen_random_uuid() AS salt, event.id) AS salted
        CROSS JOIN LATERAL (SELECT cases_event_words(event, salted.salt) AS words OFFSET 0) AS hashed
        LEFT JOIN LATERAL (
            SELECT link.place, link.digest FROM cases_eventlink AS link
            WHERE link.case_key = event.case_id ORDER BY link.place DESC LIMIT 1
        ) AS last ON true
        WHERE unlinked.turn = linking.turn;
        GET DIAGNOSTICS written = ROW_COUNT;
        EXIT WHEN written = 0;
        done := done + written;
        turn := turn + 1;
    END LOOP;
    DROP TABLE unlinked;
    RETURN done;
END $$;

-- Links are as lasting as events: only a retention job that names itself takes a salt away.
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_eventlink
    FOR EACH ROW EXECUTE FUNCTION cases_event_is_append_only();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_dailyhead
    FOR EACH ROW EXECUTE FUNCTION cases_event_is_append_only();
