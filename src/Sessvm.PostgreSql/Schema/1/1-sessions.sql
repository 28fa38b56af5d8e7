-- One row per session (R1). The id begins with the subject's shard, so the rows of a subject lie in one range of the
-- primary key. A subject is found in that range by an index of its own, without which a start would look at every row of
-- its shard, 153 at ten million sessions, each on a page of its own. An update changes no indexed column and stays on its
-- page (HOT).
-- body: SessionRowCodec. Instants and spans are in milliseconds. What admission and purging decide by stands in columns:
-- subject is bytes 2 to 17 of SHA-256 of the subject (bytes 0 and 1 are the shard), device the key's id and the hash,
-- family is null for the root of its family. Eight-byte columns come first, so that none needs padding.
CREATE TABLE {schema}.sessions (
    version bigint NOT NULL,
    generation bigint NOT NULL,
    last_seen bigint NOT NULL,
    seen bigint,
    ended bigint,
    created bigint NOT NULL,
    deadline bigint NOT NULL,
    idle bigint NOT NULL,
    subject uuid NOT NULL,
    end_reason smallint NOT NULL,
    id bytea NOT NULL,
    device bytea NOT NULL,
    family bytea,
    body bytea NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (id)
) {partitioning};
{partitions}
CREATE INDEX sessions_subject ON {schema}.sessions (subject);
