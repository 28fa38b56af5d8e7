using System.Runtime.CompilerServices;
using Sessvm.Redis.Internal;
using Sessvm.Stores;
using Sessvm.Tokens;
using StackExchange.Redis;

namespace Sessvm.Redis;

/// <summary>
/// Rows in Redis or a Redis Cluster: the fast default for many nodes. Every step is one round trip, and atomic by a script; a subject's
/// rows lie in one cluster slot. What an acknowledged write survives is the server's configuration: see docs/redis.md.
/// </summary>
/// <remarks>
/// Safe for concurrent use. While the server is in trouble, steps are tried again for <see cref="RedisStoreOptions.RetryFor"/>, then fail
/// with <see cref="SessionStoreException"/>; the store goes on by itself when the trouble is over. A row expires on the server once nothing
/// of it could be used; a row's subject never changes.
/// </remarks>
public sealed class RedisSessionStore : ISessionStore, IRecoveringStore, IAsyncDisposable
{
    private const int RemovedAtOnce = 256;

    private readonly RedisConnection _connection;
    private readonly RedisCalls _calls;
    private readonly EndCalls _ends;
    private readonly ShardKeys _keys;
    private readonly ShardWalk _walk;
    private readonly SemaphoreSlim _purging = new(1);
    private SessionId? _purgedTo;
    private int _disposed;

    /// <summary>Makes the store. It connects with the first operation.</summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="ArgumentException">An option is missing or out of bounds.</exception>
    public RedisSessionStore(RedisStoreOptions options)
        : this(options, new RedisConnection(options))
    {
    }

    internal RedisSessionStore(RedisStoreOptions options, RedisConnection connection)
    {
        _connection = connection;
        connection.AddUser();
        _calls = new RedisCalls(connection, options);
        _ends = new EndCalls(options, _calls);
        _keys = new ShardKeys(options.KeyPrefix);
        _walk = new ShardWalk(_calls, _keys);
    }

    /// <inheritdoc/>
    public event Action? Recovered
    {
        add => _connection.Recovered += value;
        remove => _connection.Recovered -= value;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is a row with this id, or the row cannot be encoded.</exception>
    public async ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(terms);
        RedisValue[] arguments =
        [
            RedisCalls.Anew,
            RowValue.Encode(row),
            RowValue.Lifetime(row),
            RowValue.IndexLifetime(row),
            ShardKeys.TagOf(row.Subject),
            RowValue.Instant(now),
            terms.Limit is { } limit ? limit : RedisValue.EmptyString,
            terms.WhenFull == WhenFull.EvictOldest ? "1" : RedisValue.EmptyString,
            .. terms.Replaces.Select(static device => (RedisValue)RowValue.Device(device)),
        ];
        var answer = (RedisValue[])(await _calls.EvaluateAsync(
            RedisScript.Add, [_keys.Session(row.Id), _keys.Index(row.Id.Shard)], arguments, cancellationToken).ConfigureAwait(false))!;
        var rows = Rows(row.Id.Shard, answer.AsSpan(1));
        return (int)answer[0] switch
        {
            0 => new AddResult(false, [], rows),
            1 => rows.Count == 0 ? AddResult.Plain : new AddResult(true, rows, []),
            _ => throw new ArgumentException($"There is a session {row.Id} already.", nameof(row)),
        };
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken)
    {
        // From the master: a replica may not know yet that a session has ended.
        var value = await _calls.ReadRowAsync(_keys.Session(id), cancellationToken).ConfigureAwait(false);
        return value.IsNull ? null : RowValue.Decode(id, ((ReadOnlyMemory<byte>)value).Span);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row cannot be encoded.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        var swap = RowSwap.Of(_keys.Session(row.Id), row, expected);
        int answer = row.End is null
            ? await _calls.SwapRowAsync(swap, cancellationToken).ConfigureAwait(false)
            : await _ends.SwapRowAsync(swap, cancellationToken).ConfigureAwait(false);
        return answer switch
        {
            0 => UpdateOutcome.Updated,
            1 => UpdateOutcome.Conflict,
            2 => UpdateOutcome.Ended,
            3 => UpdateOutcome.NotFound,
            _ => throw new SessionStoreException($"Redis at {_connection.Servers} holds a row of {row.Id} that is malformed or of a newer format. Restore it from a backup, or remove it."),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ushort shard = SessionId.ShardOf(subject);
        var answer = await _calls.EvaluateAsync(
            RedisScript.List,
            [_keys.Index(shard)],
            [RedisCalls.Anew, ShardKeys.TagOf(subject), RowValue.Instant(now)],
            cancellationToken).ConfigureAwait(false);
        return [.. Rows(shard, (RedisValue[])answer!).OrderBy(static row => row.CreatedAt).ThenBy(static row => row.Id)];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Where the answer of a try was lost, the next one tells again of the rows that ended for this reason at this instant: another call
    /// that ended one of them within the same millisecond tells of it too.
    /// </remarks>
    public async ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(end);
        RedisValue except = target.Except is { } goesOn && goesOn.Shard == target.Shard ? ShardKeys.Id(goesOn) : RedisValue.EmptyString;
        (string kind, byte[] which) = target switch
        {
            { Session: { } id } => ("one", ShardKeys.Id(id)),
            { Family: { } family } => ("family", ShardKeys.Id(family)),
            _ => ("subject", ShardKeys.TagOf(target.Subject!)),
        };
        var answer = await _ends.EvaluateAsync(
            RedisScript.End,
            [_keys.Index(target.Shard)],
            [RedisCalls.Anew, RowValue.End(end), except, kind, which],
            cancellationToken).ConfigureAwait(false);
        return Rows(target.Shard, (RedisValue[])answer!);
    }

    /// <inheritdoc/>
    public async ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        cancellationToken.ThrowIfCancellationRequested();

        // One script for each shard, all sent at once.
        await Task.WhenAll(marks.GroupBy(static mark => mark.Id.Shard).Select(shard => _calls.EvaluateAsync(
            RedisScript.Touch,
            [.. shard.Select(mark => _keys.Session(mark.Id))],
            [RedisCalls.Anew, .. shard.Select(static mark => (RedisValue)RowValue.Mark(mark))],
            cancellationToken).AsTask())).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>Costs a look at each of the 4,096 hash tags where there are few sessions, and at the page's where there are many.</remarks>
    public async ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckBrowse(limit);
        var rows = new List<SessionRow>();
        await foreach (var (shard, ids) in _walk.FromAsync(SessionCursor.Parse(after), cancellationToken).ConfigureAwait(false))
        {
            for (int read = 0; read < ids.Count && rows.Count <= limit;)
            {
                SessionId[] some = [.. ids.Skip(read).Take(limit + 1 - rows.Count)];
                read += some.Length;
                var values = await _calls.ReadAsync(
                    some.Select(_keys.Session).ToArray(),
                    static (database, keys, _) => database.StringGetAsync(keys, CommandFlags.DemandMaster),
                    cancellationToken).ConfigureAwait(false);
                rows.AddRange(some.Zip(values).Where(static read => !read.Second.IsNull)
                    .Select(static read => RowValue.Decode(read.First, ((ReadOnlyMemory<byte>)read.Second).Span)));
            }

            if (rows.Count > limit)
            {
                break;
            }
        }

        return SessionCursor.Page(rows, limit);
    }

    /// <inheritdoc/>
    /// <remarks>Rows expire by themselves. This removes them at the instant that the caller names, and what is left of them in the indexes.</remarks>
    public async ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckPurge(limit);
        await _purging.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            RedisValue instant = RowValue.Instant(before);
            int removed = 0;
            await foreach (var (shard, ids) in _walk.FromAsync(_purgedTo, cancellationToken).ConfigureAwait(false))
            {
                foreach (var some in ids.Take(limit).Chunk(RemovedAtOnce))
                {
                    removed += (int)await _calls.EvaluateAsync(
                        RedisScript.Purge,
                        [_keys.Index(shard)],
                        [RedisCalls.Anew, instant, .. some.Select(static id => (RedisValue)ShardKeys.Id(id))],
                        cancellationToken).ConfigureAwait(false);
                    limit -= some.Length;
                    _purgedTo = some[^1];
                }

                if (limit <= 0)
                {
                    return new PurgeResult(removed, More: true);
                }
            }

            _purgedTo = null;
            return new PurgeResult(removed, More: false);
        }
        finally
        {
            _purging.Release();
        }
    }

    /// <summary>Closes the connection, unless it is the application's.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _connection.RemoveUserAsync().ConfigureAwait(false);
            await _ends.DisposeAsync().ConfigureAwait(false);
            _purging.Dispose();
        }
    }

    /// <summary>The rows of an answer that is id and row of each.</summary>
    private static List<SessionRow> Rows(ushort shard, ReadOnlySpan<RedisValue> answer)
    {
        var rows = new List<SessionRow>(answer.Length / 2);
        for (int place = 0; place < answer.Length; place += 2)
        {
            var id = ShardKeys.ReadId(shard, ((ReadOnlyMemory<byte>)answer[place]).Span);
            rows.Add(RowValue.Decode(id, ((ReadOnlyMemory<byte>)answer[place + 1]).Span));
        }

        return rows;
    }
}
