using System.Text;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Puts steps together to a script that takes those which were not taken yet.</summary>
/*
    FORMAT of the schema

    schema_version  one row for each step that was taken: its number, and the oldest version whose nodes go on after it
    sessions        Schema/1/1-sessions.sql
    revocations     Schema/1/7-revocations.sql

    Partitions are ranges of ids. An id begins with two bytes of SHA-256 of the subject, so equal ranges are what a hash of
    the subject would give, and a subject's rows, which are a range of ids as well, lie in one of them.
*/
internal static class SchemaScript
{
    internal static string Of(string schema, int partitions, IReadOnlyList<SchemaStep> steps)
    {
        var script = new StringBuilder($"""
            -- Sessvm for PostgreSQL: schema "{schema}", version {steps.Count}. Takes the steps that were not taken yet.
            -- Nodes need: USAGE on the schema; SELECT, INSERT, UPDATE, DELETE on its tables; EXECUTE on its functions.
            SELECT pg_advisory_xact_lock(hashtextextended('sessvm schema {schema}', 0));
            DO $step$ BEGIN
            IF to_regnamespace('{schema}') IS NULL THEN
                CREATE SCHEMA {schema};
            END IF;
            IF to_regclass('{schema}.schema_version') IS NULL THEN
                CREATE TABLE {schema}.schema_version (
                    version integer NOT NULL PRIMARY KEY,
                    oldest integer NOT NULL,
                    taken_at timestamptz NOT NULL DEFAULT clock_timestamp()
                );
            END IF;
            END $step$;

            """);
        for (int step = 1; step <= steps.Count; step++)
        {
            string sql = steps[step - 1].Sql
                .Replace("{partitioning}", partitions == 0 ? "WITH (fillfactor = 85)" : "PARTITION BY RANGE (id)", StringComparison.Ordinal)
                .Replace("{partitions}", Partitions(partitions), StringComparison.Ordinal)
                .Replace("{schema}", schema, StringComparison.Ordinal);
            script.Append($"""

                DO $step$ BEGIN
                IF NOT EXISTS (SELECT FROM {schema}.schema_version WHERE version = {step}) THEN

                {sql}
                INSERT INTO {schema}.schema_version (version, oldest) VALUES ({step}, {steps[step - 1].Oldest});
                END IF;
                END $step$;

                """);
        }

        return script.ToString();
    }

    private static string Partitions(int count)
    {
        var script = new StringBuilder();
        for (int place = 0; place < count; place++)
        {
            script.Append($"""
                CREATE TABLE {"{schema}"}.sessions_{place:D3} PARTITION OF {"{schema}"}.sessions
                    FOR VALUES FROM ({Bound(place, count)}) TO ({Bound(place + 1, count)}) WITH (fillfactor = 85);

                """);
        }

        return script.ToString();
    }

    private static string Bound(int place, int count) =>
        place == 0 ? "MINVALUE" : place == count ? "MAXVALUE" : $"'\\x{65_536 / count * place:x4}'";
}
