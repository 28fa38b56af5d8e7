-- What every node is to hear (R7). notice: RevocationNoticeCodec. xid is the transaction that wrote the row: together
-- with a snapshot it says whether a reader can have seen it, which a sequence cannot, for a later number may become
-- visible first. seq is the order within a transaction.
CREATE TABLE {schema}.revocations (
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seq bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    notice bytea NOT NULL,
    CONSTRAINT revocations_pkey PRIMARY KEY (xid, seq)
);
CREATE INDEX revocations_at ON {schema}.revocations (at);

-- Reads what lies behind a cursor, oldest first: rows that the snapshot «seen» did not see; in a series of pages, those that
-- the snapshot «until» saw, behind the last one given. No cursor, or one of another server (a restore or a failover may have
-- lost what it saw): from the oldest on. What a restore brought with numbers that this server has not reached yet is told
-- by a reading from the oldest on only.
-- Answers first one row that says where it was read: the server, its snapshot, and whether the cursor was known.
-- Stable: all of it sees the snapshot of the statement that calls it.
CREATE FUNCTION {schema}.read_revocations(at_server bigint, seen pg_snapshot, until pg_snapshot, last_xid xid8, last_seq bigint, most integer)
RETURNS TABLE (server bigint, snapshot pg_snapshot, known boolean, xid xid8, seq bigint, notice bytea)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $function$
#variable_conflict use_column
BEGIN
    server := (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint;
    snapshot := pg_current_snapshot();
    known := at_server = server AND pg_snapshot_xmax(coalesce(until, seen)) <= pg_snapshot_xmax(snapshot);
    IF known IS NOT TRUE THEN
        known := false;
        seen := NULL;
        last_xid := '0';
        last_seq := 0;
    END IF;

    RETURN NEXT;
    IF seen IS NULL THEN
        RETURN QUERY
            SELECT NULL::bigint, NULL::pg_snapshot, NULL::boolean, r.xid, r.seq, r.notice FROM {schema}.revocations r
            WHERE (r.xid, r.seq) > (last_xid, last_seq)
            ORDER BY r.xid, r.seq LIMIT most;
    ELSE
        until := coalesce(until, snapshot);
        RETURN QUERY
            SELECT NULL::bigint, NULL::pg_snapshot, NULL::boolean, n.xid, n.seq, n.notice FROM (
                SELECT r.xid, r.seq, r.notice FROM {schema}.revocations r
                WHERE r.xid >= pg_snapshot_xmax(seen) AND r.xid < pg_snapshot_xmax(until)
                    AND (r.xid, r.seq) > (last_xid, last_seq) AND pg_visible_in_snapshot(r.xid, until)
                UNION ALL
                SELECT r.xid, r.seq, r.notice FROM pg_snapshot_xip(seen) AS open(xid) JOIN {schema}.revocations r ON r.xid = open.xid
                WHERE (r.xid, r.seq) > (last_xid, last_seq) AND pg_visible_in_snapshot(r.xid, until)
            ) n
            ORDER BY n.xid, n.seq LIMIT most;
    END IF;
END
$function$;
