using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sqlite.Internal;

/// <summary>
/// The connection that writes. Its steps run inside the transaction of a batch, so each reads all that it needs
/// before its first write: a step that is refused has changed nothing.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly Database _database;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _find;
    private readonly Statement _shard;
    private readonly Statement _insert;
    private readonly Statement _update;
    private readonly Statement _end;
    private readonly Statement _touch;
    private readonly Statement _delete;

    internal SqliteWriter(Database database)
    {
        _database = database;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _find = database.Prepare(StoredRow.Select + StoredRow.ById);
        _shard = database.Prepare(StoredRow.Select + StoredRow.InShard);
        _insert = database.Prepare(
            "INSERT INTO sessions (id, version, generation, last_seen, seen, end_reason, ended, body) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING");

        // The marks merge as in SessionRowColumns.Over; the columns on the right are the stored ones.
        _update = database.Prepare(
            "UPDATE sessions SET version = ?2, generation = ?3, last_seen = max(last_seen, ?4), "
            + "seen = CASE WHEN generation = ?3 THEN coalesce(seen, ?5) ELSE ?5 END, end_reason = ?6, ended = ?7, body = ?8 "
            + "WHERE id = ?1 AND version = ?9 AND end_reason = 0"); // R5
        _end = database.Prepare("UPDATE sessions SET end_reason = ?2, ended = ?3 WHERE id = ?1 AND end_reason = 0"); // R5
        _touch = database.Prepare("UPDATE sessions SET last_seen = ?2, seen = ?3 WHERE id = ?1 AND end_reason = 0"); // R5
        _delete = database.Prepare("DELETE FROM sessions WHERE id = ?1");
        Notices = new NoticeWriter(database);
    }

    internal NoticeWriter Notices { get; }

    internal void Begin() => _begin.Run();

    internal void Commit() => _commit.Run();

    internal void Rollback()
    {
        if (_database.InTransaction)
        {
            _database.Execute("ROLLBACK");
        }
    }

    internal AddResult Add(NewRow added)
    {
        if (!Admission.NeedsRows(added.Terms))
        {
            return Insert(added) ? AddResult.Plain : throw added.Taken();
        }

        if (Find(added.Row.Id) is not null)
        {
            throw added.Taken();
        }

        List<SessionRow> live = StoredRow.ReadLive(_shard, added.Row.Subject, added.Now, added.Terms);
        Admission admission = Admission.Decide(added.Row, added.Terms, added.Now, live);
        foreach (SessionRow ended in admission.Ending)
        {
            End(ended.Id, SessionRowColumns.Of(ended));
        }

        if (admission.Admitted)
        {
            Insert(added);
        }

        return new AddResult(admission.Admitted, admission.Ending, admission.Live);
    }

    internal UpdateOutcome Update(SessionId id, byte[] body, in SessionRowColumns columns, RowVersion expected)
    {
        if (Write(_update, id, body, columns).Bind(9, expected.Value).Run() == 1)
        {
            return UpdateOutcome.Updated;
        }

        return ColumnsOf(id) switch
        {
            null => UpdateOutcome.NotFound,
            { IsEnded: true } => UpdateOutcome.Ended,
            _ => UpdateOutcome.Conflict,
        };
    }

    internal IReadOnlyList<SessionRow> End(EndTarget target, SessionEnd end)
    {
        List<SessionRow> rows = target.Session is { } id
            ? Find(id) is { } row && target.Covers(row) ? [row] : []
            : StoredRow.ReadAll(_shard.BindShard(target.Shard), target.Covers);
        var ended = new List<SessionRow>(rows.Count);
        foreach (SessionRow one in rows)
        {
            SessionRowColumns columns = SessionRowColumns.Of(one).With(end);
            End(one.Id, columns);
            ended.Add(one with { End = new SessionEnd(end.Reason, DateTimeOffset.FromUnixTimeMilliseconds(columns.EndedAt)) });
        }

        return ended;
    }

    internal void Touch(IReadOnlyList<SessionMark> marks)
    {
        foreach (SessionMark mark in marks)
        {
            if (ColumnsOf(mark.Id) is { } stored && stored.With(mark) is var marked && marked != stored)
            {
                _touch.Bind(1, mark.Id).Bind(2, marked.LastSeenAt).Bind(3, marked.SeenAt).Run();
            }
        }
    }

    /// <summary>Removes those rows that have still lapsed: a mark may have come in since they were looked at.</summary>
    internal int Remove(ReadOnlySpan<SessionId> ids, long before)
    {
        int removed = 0;
        foreach (SessionId id in ids)
        {
            if (HasLapsed(id, before))
            {
                removed += _delete.Bind(1, id).Run();
            }
        }

        return removed;
    }

    public void Dispose() => _database.Dispose();

    private static Statement Write(Statement statement, SessionId id, byte[] body, in SessionRowColumns columns) => statement
        .Bind(1, id)
        .Bind(2, columns.Version)
        .Bind(3, columns.Generation)
        .Bind(4, columns.LastSeenAt)
        .Bind(5, columns.SeenAt)
        .Bind(6, columns.EndReason)
        .Bind(7, columns.EndedAt)
        .Bind(8, body);

    private bool Insert(NewRow added) => Write(_insert, added.Row.Id, added.Body, added.Columns).Run() == 1;

    private void End(SessionId id, in SessionRowColumns columns) =>
        _end.Bind(1, id).Bind(2, columns.EndReason).Bind(3, columns.EndedAt).Run();

    private SessionRow? Find(SessionId id) => StoredRow.Find(_find, id);

    private SessionRowColumns? ColumnsOf(SessionId id)
    {
        try
        {
            return _find.Bind(1, id).Step() ? StoredRow.Columns(_find) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    private bool HasLapsed(SessionId id, long before)
    {
        try
        {
            return _find.Bind(1, id).Step()
                && SessionRowCodec.LapsesAt(id, _find.Blob(StoredRow.Body), StoredRow.Columns(_find)) < before;
        }
        finally
        {
            _find.Reset();
        }
    }
}
