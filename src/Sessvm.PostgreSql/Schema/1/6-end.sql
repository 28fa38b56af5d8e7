-- Ends the rows of a range of ids that are of a family or of a subject, where one is given, and answers them as they now
-- are. «again» says that the first try may have been applied: then it answers those that it ended as well.
-- Those that end or add many take turns by the shard's advisory lock, and lock rows in the order of their ids.
CREATE FUNCTION {schema}.end_sessions(
    low bytea, high bytea, of_family bytea, of_subject uuid, spared bytea, reason smallint, at bigint, again boolean)
RETURNS SETOF {schema}.sessions
LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $function$
BEGIN
    IF low <> high THEN
        PERFORM pg_advisory_xact_lock('{schema}.sessions'::regclass::oid::integer, get_byte(low, 0) * 256 + get_byte(low, 1));
    END IF;

    PERFORM FROM {schema}.sessions s
        WHERE s.id >= low AND s.id <= high AND s.end_reason = 0
            AND (of_family IS NULL OR coalesce(s.family, s.id) = of_family)
            AND (of_subject IS NULL OR s.subject = of_subject)
            AND s.id IS DISTINCT FROM spared
        ORDER BY s.id FOR NO KEY UPDATE;
    IF again THEN
        RETURN QUERY SELECT s.* FROM {schema}.sessions s
            WHERE s.id >= low AND s.id <= high AND s.end_reason = reason AND s.ended = at
                AND (of_family IS NULL OR coalesce(s.family, s.id) = of_family)
                AND (of_subject IS NULL OR s.subject = of_subject)
                AND s.id IS DISTINCT FROM spared;
    END IF;

    RETURN QUERY UPDATE {schema}.sessions s SET end_reason = reason, ended = at
        WHERE s.id >= low AND s.id <= high AND s.end_reason = 0 -- R5
            AND (of_family IS NULL OR coalesce(s.family, s.id) = of_family)
            AND (of_subject IS NULL OR s.subject = of_subject)
            AND s.id IS DISTINCT FROM spared
        RETURNING s.*;
END
$function$;
