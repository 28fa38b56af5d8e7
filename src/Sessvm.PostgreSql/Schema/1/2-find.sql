-- Finds many rows in one round trip.
-- (The settings hold for every function that is called often: a plan that was made while the table was nearly empty would
-- scan it, and a session keeps its plans. So does force_generic_plan, without which partitions are planned at each call.)
CREATE FUNCTION {schema}.find_sessions(ids bytea[]) RETURNS SETOF {schema}.sessions
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $function$
BEGIN
    RETURN QUERY SELECT s.* FROM {schema}.sessions s WHERE s.id = ANY (ids);
END
$function$;
