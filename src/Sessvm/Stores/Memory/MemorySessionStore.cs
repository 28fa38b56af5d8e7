using Sessvm.Tokens;

namespace Sessvm.Stores.Memory;

/// <summary>Rows in the memory of one process, for tests and development: they are gone when the process is.</summary>
/// <remarks>Safe for concurrent use. Each shard has its own lock, so that only sessions of one shard ever wait for each other.</remarks>
public sealed class MemorySessionStore : ISessionStore
{
    private const int Shards = 65_536;

    private readonly MemoryShard?[] _shards = new MemoryShard?[Shards];
    private readonly Lock _purging = new();
    private SessionId? _purgedTo;
    private int _purgingShard;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is a row with this id, or the row cannot be encoded.</exception>
    public ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(terms);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<AddResult>(cancellationToken);
        }

        var record = new MemoryRecord(row.Id, SessionRowCodec.Encode(row), SessionRowColumns.Of(row));
        MemoryShard shard = ShardAt(row.Id.Shard);
        lock (shard)
        {
            if (shard.Find(row.Id) is not null)
            {
                throw new ArgumentException($"There is a session {row.Id} already.", nameof(row));
            }

            if (!Admission.NeedsRows(terms))
            {
                shard.Insert(record);
                return ValueTask.FromResult(AddResult.Plain);
            }

            Admission admission = Admission.Decide(row, terms, now, Live(shard, row.Subject, now, terms));
            foreach (SessionRow ended in admission.Ending)
            {
                MemoryRecord gone = shard.Find(ended.Id)!;
                gone.Columns = gone.Columns.With(ended.End!);
            }

            if (admission.Admitted)
            {
                shard.Insert(record);
            }

            return ValueTask.FromResult(
                admission.Admitted && admission.Ending.Count == 0
                    ? AddResult.Plain
                    : new AddResult(admission.Admitted, admission.Ending, admission.Live));
        }
    }

    /// <inheritdoc/>
    public ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<SessionRow?>(cancellationToken);
        }

        MemoryShard shard = ShardAt(id.Shard);
        byte[] body;
        SessionRowColumns columns;
        lock (shard)
        {
            if (shard.Find(id) is not { } record)
            {
                return default;
            }

            (body, columns) = (record.Body, record.Columns);
        }

        return ValueTask.FromResult<SessionRow?>(SessionRowCodec.Decode(id, body, columns));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row cannot be encoded.</exception>
    public ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<UpdateOutcome>(cancellationToken);
        }

        byte[] body = SessionRowCodec.Encode(row);
        SessionRowColumns columns = SessionRowColumns.Of(row);
        MemoryShard shard = ShardAt(row.Id.Shard);
        lock (shard)
        {
            if (shard.Find(row.Id) is not { } record)
            {
                return ValueTask.FromResult(UpdateOutcome.NotFound);
            }

            if (record.Columns.IsEnded)
            {
                return ValueTask.FromResult(UpdateOutcome.Ended); // R5
            }

            if (record.Columns.Version != expected.Value)
            {
                return ValueTask.FromResult(UpdateOutcome.Conflict);
            }

            record.Columns = columns.Over(record.Columns);
            record.Body = body;
        }

        return ValueTask.FromResult(UpdateOutcome.Updated);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReadOnlyList<SessionRow>>(cancellationToken);
        }

        MemoryShard shard = ShardAt(SessionId.ShardOf(subject));
        List<SessionRow> rows;
        lock (shard)
        {
            rows = Live(shard, subject, now);
        }

        return ValueTask.FromResult<IReadOnlyList<SessionRow>>([.. rows.OrderBy(static row => row.CreatedAt).ThenBy(static row => row.Id)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(end);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IReadOnlyList<SessionRow>>(cancellationToken);
        }

        var ended = new List<SessionRow>();
        MemoryShard shard = ShardAt(target.Shard);
        lock (shard)
        {
            ReadOnlySpan<MemoryRecord> records = shard.Records;
            if (target.Session is { } id)
            {
                int next = shard.FirstAfter(id);
                records = shard.Find(id) is null ? [] : records[(next - 1)..next];
            }

            foreach (MemoryRecord record in records)
            {
                if (!record.Columns.IsEnded && target.Covers(record.ToRow()))
                {
                    record.Columns = record.Columns.With(end);
                    ended.Add(record.ToRow());
                }
            }
        }

        return ValueTask.FromResult<IReadOnlyList<SessionRow>>(ended);
    }

    /// <inheritdoc/>
    public ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        foreach (SessionMark mark in marks)
        {
            MemoryShard shard = ShardAt(mark.Id.Shard);
            lock (shard)
            {
                if (shard.Find(mark.Id) is { } record)
                {
                    record.Columns = record.Columns.With(mark);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckBrowse(limit);
        SessionId? from = SessionCursor.Parse(after);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<SessionPage>(cancellationToken);
        }

        var rows = new List<SessionRow>();
        for (int number = from?.Shard ?? 0; number < Shards && rows.Count <= limit; number++)
        {
            if (Volatile.Read(ref _shards[number]) is not { } shard)
            {
                continue;
            }

            lock (shard)
            {
                foreach (MemoryRecord record in shard.Records[shard.FirstAfter(from)..])
                {
                    rows.Add(record.ToRow());
                    if (rows.Count > limit)
                    {
                        break;
                    }
                }
            }
        }

        return ValueTask.FromResult(SessionCursor.Page(rows, limit));
    }

    /// <inheritdoc/>
    public ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckPurge(limit);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<PurgeResult>(cancellationToken);
        }

        lock (_purging)
        {
            return ValueTask.FromResult(Purge(before.ToUnixTimeMilliseconds(), limit));
        }
    }

    /// <summary>The live rows of a subject; with terms, those that the terms concern.</summary>
    private static List<SessionRow> Live(MemoryShard shard, string subject, DateTimeOffset now, AddTerms? terms = null)
    {
        var rows = new List<SessionRow>();
        foreach (MemoryRecord record in shard.Records)
        {
            if (!record.Columns.IsEnded
                && (terms is null
                    ? SessionRowCodec.IsOf(record.Id, record.Body, subject)
                    : SessionRowCodec.Concerns(record.Id, record.Body, subject, terms))
                && record.ToRow() is var row
                && row.IsLive(now))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private PurgeResult Purge(long before, int limit)
    {
        int removed = 0;
        for (; _purgingShard < Shards; _purgingShard++, _purgedTo = null)
        {
            if (Volatile.Read(ref _shards[_purgingShard]) is not { } shard)
            {
                continue;
            }

            lock (shard)
            {
                int start = shard.FirstAfter(_purgedTo);
                int count = Math.Min(limit, shard.Count - start);
                SessionId? last = count > 0 ? shard.Records[start + count - 1].Id : _purgedTo;
                bool whole = start + count == shard.Count;
                removed += shard.RemoveLapsed(start, count, before);
                limit -= count;
                if (!whole)
                {
                    _purgedTo = last;
                    return new PurgeResult(removed, More: true);
                }
            }
        }

        (_purgingShard, _purgedTo) = (0, null);
        return new PurgeResult(removed, More: false);
    }

    private MemoryShard ShardAt(ushort number) =>
        Volatile.Read(ref _shards[number])
        ?? Interlocked.CompareExchange(ref _shards[number], new MemoryShard(), null)
        ?? _shards[number]!;
}
