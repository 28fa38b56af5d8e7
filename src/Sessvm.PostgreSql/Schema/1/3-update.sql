-- Compares and swaps many rows in one round trip. Answers null where all were updated, else for each: 0 updated, 1 conflict,
-- 2 ended, 3 not found (UpdateOutcome), 4 held by another transaction.
-- A statement over many rows locks them in the order of their ids and waits for none (4 instead), so it can neither be held up
-- nor deadlock. «patient» is for the second try, of one row alone, which waits and holds nothing meanwhile.
-- «again» says that the first try may have been applied: a version that is ours already was (versions never repeat).
CREATE FUNCTION {schema}.update_sessions(
    ids bytea[], expected bigint[], versions bigint[], generations bigint[], last_seens bigint[], seens bigint[],
    reasons smallint[], ends bigint[], starts bigint[], deadlines bigint[], idles bigint[],
    subjects uuid[], devices bytea[], families bytea[], bodies bytea[],
    patient boolean, again boolean) RETURNS smallint[]
LANGUAGE plpgsql SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $function$
DECLARE
    held bytea[];
    written integer[];
BEGIN
    IF patient THEN
        held := ARRAY(SELECT s.id FROM {schema}.sessions s WHERE s.id = ANY (ids) ORDER BY s.id FOR NO KEY UPDATE);
    ELSE
        held := ARRAY(SELECT s.id FROM {schema}.sessions s WHERE s.id = ANY (ids) ORDER BY s.id FOR NO KEY UPDATE SKIP LOCKED);
    END IF;

    WITH updated AS (
        UPDATE {schema}.sessions s SET
            version = n.version,
            generation = n.generation,
            last_seen = greatest(s.last_seen, n.last_seen), -- SessionMark.Merge
            seen = CASE WHEN s.generation = n.generation THEN coalesce(s.seen, n.seen) ELSE n.seen END,
            end_reason = n.reason,
            ended = n.ended,
            created = n.created,
            deadline = n.deadline,
            idle = n.idle,
            subject = n.subject,
            device = n.device,
            family = n.family,
            body = n.body
        FROM unnest(
            ids, expected, versions, generations, last_seens, seens, reasons, ends, starts, deadlines, idles, subjects, devices, families, bodies)
            WITH ORDINALITY AS n (
            id, expected, version, generation, last_seen, seen, reason, ended, created, deadline, idle, subject, device, family, body, place)
        WHERE n.id = ANY (held) AND s.id = n.id AND s.version = n.expected AND s.end_reason = 0 -- R5
        RETURNING n.place
    )
    SELECT array_agg(u.place) INTO written FROM updated u;
    IF cardinality(written) = cardinality(ids) THEN
        RETURN NULL;
    END IF;

    -- What was not written: why. The rows are held, so they are what the update above has seen.
    RETURN (
        SELECT array_agg((CASE
            WHEN s.id IS NULL THEN 3
            WHEN n.id <> ALL (held) THEN 4
            WHEN n.place = ANY (written) THEN 0
            WHEN again AND s.version = n.version AND s.end_reason = n.reason THEN 0
            WHEN s.end_reason <> 0 THEN 2
            ELSE 1
        END)::smallint ORDER BY n.place)
        FROM unnest(ids, versions, reasons) WITH ORDINALITY AS n (id, version, reason, place)
        LEFT JOIN {schema}.sessions s ON s.id = n.id
    );
END
$function$;
