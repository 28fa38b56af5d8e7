-- Compares and swaps many rows in one round trip, and answers for each: 0 updated, 1 conflict, 2 ended, 3 not found
-- (UpdateOutcome), 4 held by another transaction.
-- A statement over many rows never waits for one (4 instead), so it can neither be held up nor deadlock. «patient» is for
-- the second try of one row alone, which waits and holds nothing meanwhile.
-- «again» says that the first try may have been applied: a version that is ours already was (versions never repeat).
CREATE FUNCTION {schema}.update_sessions(
    ids bytea[], expected bigint[], versions bigint[], generations bigint[], last_seens bigint[], seens bigint[],
    reasons smallint[], ends bigint[], starts bigint[], deadlines bigint[], idles bigint[],
    subjects uuid[], devices bytea[], families bytea[], bodies bytea[],
    patient boolean, again boolean) RETURNS smallint[]
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $function$
DECLARE
    outcomes smallint[] := '{}';
    outcome smallint;
    stored_version bigint;
    stored_reason smallint;
BEGIN
    FOR i IN 1 .. cardinality(ids) LOOP
        IF patient THEN
            SELECT s.version, s.end_reason INTO stored_version, stored_reason
            FROM {schema}.sessions s WHERE s.id = ids[i] FOR NO KEY UPDATE;
        ELSE
            SELECT s.version, s.end_reason INTO stored_version, stored_reason
            FROM {schema}.sessions s WHERE s.id = ids[i] FOR NO KEY UPDATE SKIP LOCKED;
        END IF;

        IF stored_version IS NULL THEN
            outcome := CASE WHEN EXISTS (SELECT FROM {schema}.sessions s WHERE s.id = ids[i]) THEN 4 ELSE 3 END;
        ELSIF again AND stored_version = versions[i] AND stored_reason = reasons[i] THEN
            outcome := 0;
        ELSIF stored_reason <> 0 THEN -- R5
            outcome := 2;
        ELSIF stored_version <> expected[i] THEN
            outcome := 1;
        ELSE
            outcome := 0;
            UPDATE {schema}.sessions s SET
                version = versions[i],
                generation = generations[i],
                last_seen = greatest(s.last_seen, last_seens[i]),
                seen = CASE WHEN s.generation = generations[i] THEN coalesce(s.seen, seens[i]) ELSE seens[i] END,
                end_reason = reasons[i],
                ended = ends[i],
                created = starts[i],
                deadline = deadlines[i],
                idle = idles[i],
                subject = subjects[i],
                device = devices[i],
                family = families[i],
                body = bodies[i]
            WHERE s.id = ids[i];
        END IF;

        outcomes := outcomes || outcome;
    END LOOP;

    RETURN outcomes;
END
$function$;
