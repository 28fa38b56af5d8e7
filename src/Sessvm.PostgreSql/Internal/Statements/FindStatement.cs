using Npgsql;
using NpgsqlTypes;
using Sessvm.Tokens;

namespace Sessvm.PostgreSql.Internal;

/// <summary>Finds many rows.</summary>
internal sealed class FindStatement(Database database)
{
    private readonly string _sql = $"SELECT {StoredRow.Selected} FROM {database.Schema}.find_sessions($1)";

    internal Task<StoredRow?[]> RunAsync(IReadOnlyList<SessionId> ids) => database.RunAsync(ids, FindAsync, CancellationToken.None);

    private async Task<StoredRow?[]> FindAsync(NpgsqlConnection connection, IReadOnlyList<SessionId> ids, bool again, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.Command(connection, _sql);
        byte[][] wanted = [.. ids.Select(static id => id.ToByteArray())];
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = wanted, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        List<StoredRow> rows = await StoredRow.ReadAllAsync(command, cancellationToken).ConfigureAwait(false);
        var found = new StoredRow?[ids.Count];
        for (int place = 0; place < found.Length; place++)
        {
            SessionId id = ids[place];
            found[place] = rows.Find(row => row.Id == id);
        }

        return found;
    }
}
