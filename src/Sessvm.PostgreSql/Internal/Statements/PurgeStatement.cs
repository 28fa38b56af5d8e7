using Npgsql;
using NpgsqlTypes;

namespace Sessvm.PostgreSql.Internal;

/// <summary>
/// Looks at some rows behind an id, and removes those that have lapsed. What another transaction holds is left for the next
/// pass, and only lapsed rows are locked: nobody waits for it, and it waits for nobody.
/// </summary>
internal sealed class PurgeStatement(Database database)
{
    private readonly string _sql =
        $"""
        WITH page AS MATERIALIZED (
            SELECT id, least(deadline, last_seen + idle) < $3 AS lapsed FROM {database.Schema}.sessions WHERE id > $1 ORDER BY id LIMIT $2
        ),
        held AS MATERIALIZED (
            SELECT id FROM {database.Schema}.sessions
            WHERE id = ANY (ARRAY(SELECT id FROM page WHERE lapsed)) AND least(deadline, last_seen + idle) < $3
            ORDER BY id FOR UPDATE SKIP LOCKED
        ),
        removed AS (
            DELETE FROM {database.Schema}.sessions WHERE id = ANY (ARRAY(SELECT id FROM held)) RETURNING 1
        )
        SELECT (SELECT count(*)::integer FROM removed), (SELECT count(*)::integer FROM page), (SELECT id FROM page ORDER BY id DESC LIMIT 1)
        """;

    /// <summary>Does so, and tells how many rows were removed and looked at, and the id of the last one.</summary>
    internal Task<(int Removed, int Looked, byte[]? Last)> RunAsync(byte[] after, int limit, long before, CancellationToken cancellationToken) => database.RunAsync(
        (after, limit, before),
        async (connection, of, _, cancelled) =>
        {
            await using NpgsqlCommand command = database.Command(connection, _sql);
            command.Parameters.AddBytes(of.after);
            command.Parameters.AddOne(NpgsqlDbType.Integer, of.limit);
            command.Parameters.AddOne(NpgsqlDbType.Bigint, of.before);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancelled).ConfigureAwait(false);
            await reader.ReadAsync(cancelled).ConfigureAwait(false);
            return (reader.GetInt32(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<byte[]>(2));
        },
        cancellationToken);
}
