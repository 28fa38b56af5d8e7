using System.Data;
using Npgsql;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.PostgreSql.Internal;

/// <summary>A row as it lies in the table. It is decoded by whoever asked for it, so that one that cannot be read fails nobody else.</summary>
internal sealed record StoredRow(SessionId Id, SessionRowColumns Columns, byte[] Body)
{
    /// <summary>What is read of a row, in this order.</summary>
    internal const string Selected = "id, version, generation, last_seen, seen, end_reason, ended, body";

    internal SessionRow Decode() => SessionRowCodec.Decode(Id, Body, Columns);

    /// <summary>The rows that a command gives.</summary>
    internal static async Task<List<StoredRow>> ReadAllAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var rows = new List<StoredRow>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(Read(reader));
        }

        return rows;
    }

    private static StoredRow Read(NpgsqlDataReader reader)
    {
        byte[] id = reader.GetFieldValue<byte[]>(0);
        long generation = reader.GetInt64(2);
        short reason = reader.GetInt16(5);
        if (id.Length != SessionId.Size || generation is < 0 or > uint.MaxValue || reason is < 0 or > byte.MaxValue)
        {
            throw new SessionStoreException("A row of the session database is malformed. Restore it from a backup, or remove the row.");
        }

        var columns = new SessionRowColumns(
            reader.GetInt64(1),
            (uint)generation,
            reader.GetInt64(3),
            reader.IsDBNull(4) ? null : reader.GetInt64(4),
            (byte)reason,
            reader.IsDBNull(6) ? 0 : reader.GetInt64(6));
        return new StoredRow(SessionId.Read(id), columns, reader.GetFieldValue<byte[]>(7));
    }
}
