-- Adds a row, atomically with the limit and with the replacement of the device's earlier session: Admission.Decide.
-- Answers the rows as they now are: the new one first, then those that gave way; or, where it is not admitted, those that
-- fill the limit, oldest first. An id that is taken is a unique violation.
-- «again» says that the first try may have been applied: then it answers what that one did.
-- Those that add for one subject take turns by the shard's advisory lock, and lock rows in the order of their ids: without a limit
-- those that may be replaced, as a subject may have thousands.
CREATE FUNCTION {schema}.add_session(
    added {schema}.sessions, most integer, reject boolean, replaces bytea[], at bigint, again boolean)
RETURNS SETOF {schema}.sessions
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $function$
DECLARE
    low bytea := substr(added.id, 1, 2);
    high bytea := low || '\xffffffffffffffffffffffffffffffff';
    own_family bytea := coalesce(added.family, added.id);
    replaced bytea[] := '{}';
    staying bytea[] := '{}';
    evicted bytea[] := '{}';
    surplus integer := 0;
BEGIN
    IF most IS NOT NULL OR cardinality(replaces) > 0 THEN
        PERFORM pg_advisory_xact_lock('{schema}.sessions'::regclass::oid::integer, get_byte(low, 0) * 256 + get_byte(low, 1));
        IF again AND EXISTS (SELECT FROM {schema}.sessions s WHERE s.id = added.id AND s.version = added.version) THEN
            RETURN QUERY SELECT s.* FROM {schema}.sessions s WHERE s.id = added.id;
            RETURN QUERY SELECT s.* FROM {schema}.sessions s
                WHERE s.id >= low AND s.id <= high AND s.subject = added.subject AND s.id <> added.id
                    AND s.ended = at AND s.end_reason IN (8, 9);
            RETURN;
        END IF;

        PERFORM FROM {schema}.sessions s
            WHERE s.id >= low AND s.id <= high AND s.subject = added.subject AND s.end_reason = 0
                AND at < least(s.deadline, s.last_seen + s.idle)
                AND (most IS NOT NULL OR s.device = ANY (replaces))
            ORDER BY s.id FOR NO KEY UPDATE;
        SELECT
            coalesce(array_agg(o.id ORDER BY o.created, o.id) FILTER (WHERE o.gives_way), '{}'),
            coalesce(array_agg(o.id ORDER BY o.created, o.id) FILTER (WHERE NOT o.gives_way), '{}'),
            coalesce(array_agg(o.id ORDER BY o.created, o.id) FILTER (WHERE NOT o.gives_way AND o.is_other), '{}')
        INTO replaced, staying, evicted
        FROM (
            SELECT s.id, s.created,
                coalesce(s.family, s.id) <> own_family AS is_other,
                coalesce(s.family, s.id) <> own_family AND s.device = ANY (replaces) AS gives_way
            FROM {schema}.sessions s
            WHERE s.id >= low AND s.id <= high AND s.subject = added.subject AND s.end_reason = 0
                AND at < least(s.deadline, s.last_seen + s.idle)
                AND (most IS NOT NULL OR s.device = ANY (replaces))
        ) o;

        surplus := greatest(coalesce(cardinality(staying) + 1 - most, 0), 0);
        evicted := CASE WHEN reject THEN '{}' ELSE evicted[1:surplus] END;
        IF cardinality(evicted) < surplus THEN
            IF EXISTS (SELECT FROM {schema}.sessions s WHERE s.id = added.id) THEN
                RAISE unique_violation;
            END IF;

            RETURN QUERY SELECT s.* FROM {schema}.sessions s WHERE s.id = ANY (staying) ORDER BY s.created, s.id;
            RETURN;
        END IF;
    ELSIF again THEN
        RETURN QUERY SELECT s.* FROM {schema}.sessions s WHERE s.id = added.id AND s.version = added.version;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;

    RETURN QUERY INSERT INTO {schema}.sessions SELECT (added).* RETURNING *;
    IF cardinality(replaced) + cardinality(evicted) > 0 THEN
        RETURN QUERY UPDATE {schema}.sessions s
            SET end_reason = CASE WHEN s.id = ANY (replaced) THEN 8 ELSE 9 END, ended = at -- EndReason.Replaced, Evicted
            WHERE s.id = ANY (replaced || evicted) RETURNING s.*;
    END IF;
END
$function$;
