using System.Globalization;
using Sessvm.Revocation;

namespace Sessvm.Testing;

/// <summary>A revocation log in memory, for tests with several nodes in one process: give the same instance to each.</summary>
/// <param name="time">The clock; the system's by default.</param>
public sealed class MemoryRevocationLog(TimeProvider? time = null) : IRevocationLog
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset At, RevocationNotice Notice)> _kept = [];
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<RevocationNotice> notices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notices);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            _kept.AddRange(notices.Select(notice => (now, notice)));
            _appended.TrySetResult();
            _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<RevocationLogPage> ReadAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            long from = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out long place) && place <= _dropped + _kept.Count ? place : 0;
            int skipped = (int)Math.Max(0, from - _dropped);
            RevocationNotice[] notices = [.. _kept.Skip(skipped).Take(limit).Select(static kept => kept.Notice)];
            long next = _dropped + skipped + notices.Length;
            return new(new RevocationLogPage(notices, next.ToString(CultureInfo.InvariantCulture), next < _dropped + _kept.Count));
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task appended;
        lock (_gate)
        {
            appended = _appended.Task;
        }

        try
        {
            await appended.WaitAsync(atMost, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // that is what it was to wait for
        }
    }

    /// <inheritdoc/>
    public ValueTask TrimAsync(TimeSpan keep, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            int old = _kept.FindIndex(kept => now - kept.At <= keep);
            old = old < 0 ? _kept.Count : old;
            _kept.RemoveRange(0, old);
            _dropped += old;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Forgets the newest notices, as a store does whose failover has lost its last writes.</summary>
    /// <param name="count">How many.</param>
    public void Lose(int count)
    {
        lock (_gate)
        {
            _kept.RemoveRange(_kept.Count - count, count);
        }
    }
}
