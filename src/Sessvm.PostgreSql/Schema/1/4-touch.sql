-- Writes many marks in one round trip: SessionMark.ApplyTo. Answers the places of those whose row another transaction
-- holds; «patient» is for their second try, one row at a time.
CREATE FUNCTION {schema}.touch_sessions(ids bytea[], generations bigint[], seens bigint[], last_seens bigint[], patient boolean)
RETURNS integer[]
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $function$
DECLARE
    held integer[] := '{}';
    stored {schema}.sessions;
BEGIN
    FOR i IN 1 .. cardinality(ids) LOOP
        IF patient THEN
            SELECT s.* INTO stored FROM {schema}.sessions s WHERE s.id = ids[i] FOR NO KEY UPDATE;
        ELSE
            SELECT s.* INTO stored FROM {schema}.sessions s WHERE s.id = ids[i] FOR NO KEY UPDATE SKIP LOCKED;
        END IF;

        IF stored.id IS NULL THEN
            IF EXISTS (SELECT FROM {schema}.sessions s WHERE s.id = ids[i]) THEN
                held := held || i;
            END IF;
        ELSIF stored.end_reason = 0 -- R5
            AND (last_seens[i] > stored.last_seen -- R6
                OR (stored.seen IS NULL AND seens[i] IS NOT NULL AND generations[i] = stored.generation)) -- R3
        THEN
            UPDATE {schema}.sessions s SET
                last_seen = greatest(s.last_seen, last_seens[i]),
                seen = coalesce(s.seen, CASE WHEN s.generation = generations[i] THEN seens[i] END)
            WHERE s.id = ids[i];
        END IF;
    END LOOP;

    RETURN held;
END
$function$;
