using Npgsql;
using NpgsqlTypes;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Reads a subject's live rows, and pages of all rows.</summary>
internal sealed class ListStatement(Database database)
{
    private readonly string _list =
        $"""
        SELECT {StoredRow.Selected} FROM {database.Schema}.sessions
        WHERE id >= $1 AND id <= $2 AND subject = $3 AND end_reason = 0 AND $4 < least(deadline, last_seen + idle)
        ORDER BY created, id
        """;

    private readonly string _browse = $"SELECT {StoredRow.Selected} FROM {database.Schema}.sessions WHERE id > $1 ORDER BY id LIMIT $2";

    internal Task<List<StoredRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken) => database.RunAsync(
        (subject, now),
        async (connection, of, _, cancelled) =>
        {
            await using NpgsqlCommand command = database.Command(connection, _list);
            ShardRange ids = ShardRange.Of(SessionId.ShardOf(of.subject));
            command.Parameters.AddBytes(ids.Low);
            command.Parameters.AddBytes(ids.High);
            command.Parameters.AddOne(NpgsqlDbType.Uuid, SubjectHash.Of(of.subject));
            command.Parameters.AddOne(NpgsqlDbType.Bigint, of.now.ToUnixTimeMilliseconds());
            return await StoredRow.ReadAllAsync(command, cancelled).ConfigureAwait(false);
        },
        cancellationToken);

    internal Task<List<StoredRow>> BrowseAsync(SessionId? after, int limit, CancellationToken cancellationToken) => database.RunAsync(
        (after, limit),
        async (connection, of, _, cancelled) =>
        {
            await using NpgsqlCommand command = database.Command(connection, _browse);
            command.Parameters.AddBytes(of.after?.ToByteArray() ?? []);
            command.Parameters.AddOne(NpgsqlDbType.Integer, of.limit);
            return await StoredRow.ReadAllAsync(command, cancelled).ConfigureAwait(false);
        },
        cancellationToken);
}
