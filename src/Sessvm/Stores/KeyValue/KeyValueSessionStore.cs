using Microsoft.Extensions.Logging;
using Sessvm.Stores.KeyValue.Internal;
using Sessvm.Tokens;

namespace Sessvm.Stores.KeyValue;

/// <summary>
/// Rows behind a <see cref="IKeyValuePort"/>. All rows of a shard (1 of 65,536, chosen by the subject) are one value, so
/// that the cap and the end of a subject's sessions are atomic. <c>pst</c> of the short names.
/// </summary>
/// <remarks>
/// An operation costs one read and at most one write of its shard's value: a few hundred bytes for each session in
/// it, so up to a few million sessions. Safe for concurrent use; with a port that cannot swap, in one process only: see <see cref="Distribution"/>.
/// </remarks>
public sealed class KeyValueSessionStore : ISessionStore
{
    private readonly IKeyValuePort _port;
    private readonly Buckets _buckets;
    private readonly SemaphoreSlim _purging = new(1);
    private (ushort Shard, SessionId? After) _purged;

    /// <summary>Makes the store.</summary>
    /// <param name="port">The storage.</param>
    /// <param name="logger">Receives one warning where the port serves one process only; none by default.</param>
    public KeyValueSessionStore(IKeyValuePort port, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(port);
        _port = port;
        _buckets = new Buckets(port);
        if (Distribution == KeyValueDistribution.OneProcess && logger is not null)
        {
            Log.ServesOneProcess(logger, port.GetType().Name);
        }
    }

    /// <summary>How many processes may share what is behind the port.</summary>
    public KeyValueDistribution Distribution =>
        _port is ISwappingKeyValuePort ? KeyValueDistribution.ManyProcesses : KeyValueDistribution.OneProcess;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is a row with this id, or the row cannot be encoded.</exception>
    public async ValueTask<AddResult> AddAsync(SessionRow row, AddTerms terms, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(terms);
        var added = Entry.Of(row);
        return await _buckets.ChangeAsync(
            row.Id.Shard,
            bucket =>
            {
                if (bucket.Find(row.Id) is not null)
                {
                    throw new ArgumentException($"There is a session {row.Id} already.", nameof(row));
                }

                var admission = Admission.Decide(row, terms, now, Admission.NeedsRows(terms) ? [.. bucket.Live(row.Subject, now)] : []);
                foreach (var ended in admission.Ending)
                {
                    var gone = bucket.Find(ended.Id)!.Value;
                    bucket.Set(gone with { Columns = gone.Columns.With(ended.End!) });
                }

                if (admission.Admitted)
                {
                    bucket.Insert(added);
                }

                return new AddResult(admission.Admitted, admission.Ending, admission.Live);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<SessionRow?> FindAsync(SessionId id, CancellationToken cancellationToken) =>
        (await _buckets.ReadAsync(id.Shard, cancellationToken).ConfigureAwait(false)).Find(id)?.ToRow();

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row cannot be encoded.</exception>
    public async ValueTask<UpdateOutcome> UpdateAsync(SessionRow row, RowVersion expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(row);
        var next = Entry.Of(row);
        return await _buckets.ChangeAsync(
            row.Id.Shard,
            bucket =>
            {
                if (bucket.Find(row.Id) is not { } stored)
                {
                    return UpdateOutcome.NotFound;
                }

                if (stored.Columns.IsEnded)
                {
                    return UpdateOutcome.Ended; // R5
                }

                if (stored.Columns.Version != expected.Value)
                {
                    return UpdateOutcome.Conflict;
                }

                bucket.Set(next with { Columns = next.Columns.Over(stored.Columns) });
                return UpdateOutcome.Updated;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionRow>> ListAsync(string subject, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        var bucket = await _buckets.ReadAsync(SessionId.ShardOf(subject), cancellationToken).ConfigureAwait(false);
        return [.. bucket.Live(subject, now).OrderBy(static row => row.CreatedAt).ThenBy(static row => row.Id)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SessionRow>> EndAsync(EndTarget target, SessionEnd end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(end);
        return await _buckets.ChangeAsync<IReadOnlyList<SessionRow>>(
            target.Shard,
            bucket =>
            {
                Entry[] ending = [.. bucket.Entries
                    .Where(entry => !entry.Columns.IsEnded && target.Covers(entry.ToRow()))
                    .Select(entry => entry with { Columns = entry.Columns.With(end) })];
                foreach (var entry in ending)
                {
                    bucket.Set(entry);
                }

                return [.. ending.Select(static entry => entry.ToRow())];
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask TouchAsync(IReadOnlyList<SessionMark> marks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(marks);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var group in marks.GroupBy(static mark => mark.Id.Shard))
        {
            await _buckets.ChangeAsync(
                group.Key,
                bucket =>
                {
                    foreach (var mark in group)
                    {
                        if (bucket.Find(mark.Id) is { } entry)
                        {
                            bucket.Set(entry with { Columns = entry.Columns.With(mark) });
                        }
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<SessionPage> BrowseAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckBrowse(limit);
        var from = SessionCursor.Parse(after);
        var rows = new List<SessionRow>();
        foreach (ushort shard in await _buckets.ShardsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (shard < from?.Shard)
            {
                continue;
            }

            var bucket = await _buckets.ReadAsync(shard, cancellationToken).ConfigureAwait(false);
            rows.AddRange(bucket.Entries.Where(entry => from is null || entry.Id > from).Take(limit + 1 - rows.Count).Select(static entry => entry.ToRow()));
            if (rows.Count > limit)
            {
                break;
            }
        }

        return SessionCursor.Page(rows, limit);
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        StoreBounds.CheckPurge(limit);
        long instant = before.ToUnixTimeMilliseconds();
        await _purging.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            int removed = 0;
            foreach (ushort shard in await _buckets.ShardsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (shard < _purged.Shard)
                {
                    continue;
                }

                if (limit <= 0)
                {
                    _purged = (shard, null);
                    return new PurgeResult(removed, More: true);
                }

                var after = shard == _purged.Shard ? _purged.After : null;
                int most = limit;
                var step = await _buckets.ChangeAsync(shard, bucket => bucket.Purge(after, most, instant), cancellationToken).ConfigureAwait(false);
                removed += step.Removed;
                limit -= Math.Max(1, step.Looked); // an empty shard costs a read as well
                if (step.Last is { } last)
                {
                    _purged = (shard, last);
                    return new PurgeResult(removed, More: true);
                }
            }

            _purged = default;
            return new PurgeResult(removed, More: false);
        }
        finally
        {
            _purging.Release();
        }
    }

    /// <summary>Finds shards that browsing and purging do not know of, as after a backup that left the references out. Never needed otherwise.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask RepairAsync(CancellationToken cancellationToken = default) => _buckets.RegisterAsync(cancellationToken);

    /// <summary>Removes every session, unannounced. For tests and for setting up anew.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public ValueTask ClearAsync(CancellationToken cancellationToken = default) => _buckets.ClearAsync(cancellationToken);
}
