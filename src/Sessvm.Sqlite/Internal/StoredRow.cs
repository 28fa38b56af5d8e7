using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sqlite.Internal;

/// <summary>How a row of the table becomes a row of Sessvm.</summary>
internal static class StoredRow
{
    /// <summary>The column of <see cref="Select"/> that holds what <see cref="SessionRowCodec"/> reads.</summary>
    internal const int Body = 7;

    internal const string Select = "SELECT id, version, generation, last_seen, seen, end_reason, ended, body FROM sessions ";

    /// <summary>The row of the id ?1.</summary>
    internal const string ById = "WHERE id = ?1";

    /// <summary>The bounds of a shard, as ids: its two bytes alone, and its two bytes with the last random part.</summary>
    internal const string InShard = "WHERE id >= ?1 AND id <= ?2 ORDER BY id";

    internal static Statement BindShard(this Statement statement, ushort shard)
    {
        Span<byte> bound = stackalloc byte[SessionId.Size];
        bound.Fill(0xFF);
        bound[0] = (byte)(shard >> 8);
        bound[1] = (byte)shard;
        return statement.Bind(1, bound[..2]).Bind(2, bound);
    }

    internal static SessionId Id(Statement statement)
    {
        ReadOnlySpan<byte> id = statement.Blob(0);
        return id.Length == SessionId.Size ? SessionId.Read(id) : throw Malformed();
    }

    internal static SessionRowColumns Columns(Statement statement)
    {
        long generation = statement.Int64(2);
        long reason = statement.Int64(5);
        if (generation is < 0 or > uint.MaxValue || reason is < 0 or > byte.MaxValue)
        {
            throw Malformed();
        }

        return new SessionRowColumns(
            statement.Int64(1),
            (uint)generation,
            statement.Int64(3),
            statement.IsNull(4) ? null : statement.Int64(4),
            (byte)reason,
            statement.Int64(6));
    }

    internal static SessionRow Read(Statement statement) =>
        SessionRowCodec.Decode(Id(statement), statement.Blob(Body), Columns(statement));

    /// <summary>Finds a row by its id.</summary>
    /// <param name="find">The statement <see cref="Select"/> <see cref="ById"/>.</param>
    /// <param name="id">The session.</param>
    internal static SessionRow? Find(Statement find, SessionId id)
    {
        try
        {
            return find.Bind(1, id).Step() ? Read(find) : null;
        }
        finally
        {
            find.Reset();
        }
    }

    /// <summary>The rows that a statement gives and a filter takes.</summary>
    internal static List<SessionRow> ReadAll(Statement statement, Func<SessionRow, bool>? takes = null)
    {
        var rows = new List<SessionRow>();
        try
        {
            while (statement.Step())
            {
                SessionRow row = Read(statement);
                if (takes is null || takes(row))
                {
                    rows.Add(row);
                }
            }
        }
        finally
        {
            statement.Reset();
        }

        return rows;
    }

    /// <summary>The live rows of a subject, from a statement that gives those of its shard; with terms, those that the terms concern.</summary>
    internal static List<SessionRow> ReadLive(Statement shard, string subject, DateTimeOffset now, AddTerms? terms = null)
    {
        var rows = new List<SessionRow>();
        try
        {
            shard.BindShard(SessionId.ShardOf(subject));
            while (shard.Step())
            {
                if (shard.Int64(5) == 0
                    && (terms is null
                        ? SessionRowCodec.IsOf(Id(shard), shard.Blob(Body), subject)
                        : SessionRowCodec.Concerns(Id(shard), shard.Blob(Body), subject, terms)))
                {
                    SessionRow row = Read(shard);
                    if (row.IsLive(now))
                    {
                        rows.Add(row);
                    }
                }
            }
        }
        finally
        {
            shard.Reset();
        }

        return rows;
    }

    private static SessionStoreException Malformed() =>
        new("A row of the session database is malformed. Restore it from a backup, or remove the row.");
}
