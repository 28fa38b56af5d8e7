using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sqlite.Internal;

/// <summary>A connection that reads. Each read is a transaction of its own, so it sees every write that was acknowledged before.</summary>
internal sealed class SqliteReader : IDisposable
{
    private readonly Database _database;
    private readonly Statement _find;
    private readonly Statement _shard;
    private readonly Statement _after;

    internal SqliteReader(Database database)
    {
        _database = database;
        _find = database.Prepare(StoredRow.Select + StoredRow.ById);
        _shard = database.Prepare(StoredRow.Select + StoredRow.InShard);
        _after = database.Prepare(StoredRow.Select + "WHERE id > ?1 ORDER BY id LIMIT ?2");
        Notices = new NoticeReader(database);
    }

    internal NoticeReader Notices { get; }

    internal SessionRow? Find(SessionId id) => StoredRow.Find(_find, id);

    internal IReadOnlyList<SessionRow> Live(string subject, DateTimeOffset now) =>
        [.. StoredRow.ReadLive(_shard, subject, now).OrderBy(static row => row.CreatedAt).ThenBy(static row => row.Id)];

    internal List<SessionRow> After(SessionId? id, int limit) => StoredRow.ReadAll(From(id, limit));

    /// <summary>Looks at the rows behind an id for those that have lapsed.</summary>
    internal PurgeScan Lapsed(SessionId? after, int limit, long before)
    {
        var lapsed = new List<SessionId>();
        SessionId? last = after;
        int count = 0;
        Statement rows = From(after, limit);
        try
        {
            for (; rows.Step(); count++)
            {
                SessionId id = StoredRow.Id(rows);
                last = id;
                if (HasLapsed(rows, id, before))
                {
                    lapsed.Add(id);
                }
            }
        }
        finally
        {
            rows.Reset();
        }

        return new PurgeScan(lapsed, last, More: count == limit);
    }

    public void Dispose() => _database.Dispose();

    // One row that cannot be read stays where it is, for whoever asks for it to be told; the rest is not held up by it.
    private static bool HasLapsed(Statement rows, SessionId id, long before)
    {
        try
        {
            return SessionRowCodec.LapsesAt(id, rows.Blob(StoredRow.Body), StoredRow.Columns(rows)) < before;
        }
        catch (SessionStoreException)
        {
            return false;
        }
    }

    private Statement From(SessionId? id, int limit) =>
        (id is { } after ? _after.Bind(1, after) : _after.Bind(1, [])).Bind(2, limit);
}
