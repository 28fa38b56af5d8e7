using Sessvm.Redis.Internal;
using Sessvm.Revocation;
using Sessvm.Stores;
using StackExchange.Redis;

namespace Sessvm.Redis;

/// <summary>
/// Notices in a stream, for every node to read (R7). A reading and an appending are one round trip each; an appending wakes who waits by
/// a message that nobody relies on.
/// </summary>
/// <remarks>
/// A stream's places are the time of the server's clock. Another server (after a failover or a restart) may have lost the last notices and
/// go on below a place that was read: the first reading that another one answers therefore fails, and its reader begins anew.
/// </remarks>
/*
    FORMAT

    feed   = prefix ":feed"       ; a stream; each entry has one field, n: RevocationNoticeCodec. Also the channel that wakes
    cursor = place "/" server     ; a place of the stream, and who gave it: run id and replication id
*/
public sealed class RedisRevocationLog : IRevocationLog, IAsyncDisposable
{
    private const int AppendedAtOnce = 1_000;

    private readonly RedisConnection _connection;
    private readonly RedisCalls _calls;
    private readonly RedisKey[] _feed;
    private readonly WakeUp _wakeUp;
    private string? _server;
    private int _disposed;

    /// <summary>Makes the log. It connects with the first operation.</summary>
    /// <param name="options">Where and how; the same as the store's.</param>
    /// <exception cref="ArgumentException">An option is missing or out of bounds.</exception>
    public RedisRevocationLog(RedisStoreOptions options)
        : this(options, new RedisConnection(options))
    {
    }

    internal RedisRevocationLog(RedisStoreOptions options, RedisConnection connection)
    {
        _connection = connection;
        connection.AddUser();
        _calls = new RedisCalls(connection, options);
        _feed = [options.KeyPrefix + ":feed"];
        _wakeUp = new WakeUp(connection, options.KeyPrefix + ":feed", options.Time);
    }

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notices);
        foreach (var some in notices.Chunk(AppendedAtOnce))
        {
            await _calls.EvaluateAsync(
                RedisScript.Append,
                _feed,
                [RedisCalls.Anew, _wakeUp.Channel, .. some.Select(static notice => (RedisValue)RevocationNoticeCodec.Encode(notice))],
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SessionStoreException">The server cannot be read, or is another one than before.</exception>
    public async ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        _wakeUp.Reset();
        var cursor = FeedCursor.Parse(after);
        var page = await ReadOnceAsync(cursor.Place, limit, cancellationToken).ConfigureAwait(false);
        string? before = Interlocked.Exchange(ref _server, page.Server);
        if (before is not null && before != page.Server)
        {
            throw new SessionStoreException(
                "The revocation log is on another Redis server, or the server has restarted: what the log held last may be lost. It must be read from the oldest on.");
        }

        if (!cursor.Place.IsStart && (cursor.Server != page.Server || cursor.Place > page.Newest))
        {
            page = await ReadOnceAsync(default, limit, cancellationToken).ConfigureAwait(false);
        }

        return new RevocationLogPage(page.Notices, new FeedCursor(page.Last, page.Server).ToString(), page.Last < page.Newest);
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _wakeUp.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken) => await _calls.EvaluateAsync(
        RedisScript.Trim, _feed, [RedisCalls.Anew, (long)keep.TotalMilliseconds], cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the connection, unless it is the application's.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _wakeUp.DisposeAsync().ConfigureAwait(false);
            await _connection.RemoveUserAsync().ConfigureAwait(false);
        }
    }

    // Once: a reading that was tried again could hide that another server has answered.
    private async ValueTask<FeedPage> ReadOnceAsync(FeedPlace place, int limit, CancellationToken cancellationToken) => FeedPage.Of(
        place,
        (RedisValue[])(await _calls.EvaluateOnceAsync(
            RedisScript.ReadOn, _feed, [RedisCalls.Anew, place.ToString(), limit], cancellationToken).ConfigureAwait(false))!);
}
