using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Ends one row, or those of a family or a subject.</summary>
internal sealed class EndStatement(Database database, ILogger logger)
{
    private readonly string _sql = $"SELECT {StoredRow.Selected} FROM {database.Schema}.end_sessions($1, $2, $3, $4, $5, $6, $7, $8)";

    internal async Task<IReadOnlyList<SessionRow>> RunAsync(EndTarget target, SessionEnd end)
    {
        // Once begun it is not cancelled: nobody would be told of those that have ended.
        List<StoredRow> rows = await database.RunAsync((target, end), EndAsync, CancellationToken.None).ConfigureAwait(false);
        var ended = new List<SessionRow>(rows.Count);
        foreach (StoredRow row in rows)
        {
            try
            {
                ended.Add(row.Decode());
            }
            catch (SessionStoreException unread) when (rows.Count > 1)
            {
                Log.EndedUnread(logger, unread, database.Server); // the others must be told of
            }
        }

        return ended;
    }

    private async Task<List<StoredRow>> EndAsync(
        NpgsqlConnection connection, (EndTarget Target, SessionEnd End) of, bool again, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(connection, _sql);
        NpgsqlParameterCollection parameters = command.Parameters;
        EndTarget target = of.Target;
        ShardRange ids = target.Session is { } one ? ShardRange.Of(one) : ShardRange.Of(target.Shard);
        parameters.AddBytes(ids.Low);
        parameters.AddBytes(ids.High);
        parameters.AddBytes(target.Family?.ToByteArray());
        parameters.AddOne(NpgsqlDbType.Uuid, target.Subject is { } subject ? SubjectHash.Of(subject) : (Guid?)null);
        parameters.AddBytes(target.Except?.ToByteArray());
        parameters.AddOne(NpgsqlDbType.Smallint, (short)of.End.Reason);
        parameters.AddOne(NpgsqlDbType.Bigint, of.End.At.ToUnixTimeMilliseconds());
        parameters.AddOne(NpgsqlDbType.Boolean, again);
        return await StoredRow.ReadAllAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
