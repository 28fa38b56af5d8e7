using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>
/// Lets callers share a statement: what waits while one is under way is taken together by the next. A lone caller goes at
/// once; another lane is opened when a whole statement's worth waits, or the one under way is slow.
/// </summary>
/// <param name="lanes">The most statements that may be under way.</param>
/// <param name="run">Does some items, and answers for each, in their order.</param>
/// <param name="together">
/// Whether an item may share the statement of another; <see langword="null"/> where all may. Where some may not, lanes open at once.
/// </param>
internal sealed class Gathering<TItem, TResult>(
    int lanes, Func<IReadOnlyList<TItem>, Task<TResult[]>> run, Func<TItem, TItem, bool>? together = null)
{
    private const int MostTogether = 64;
    private const int MostYields = 16;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiting = [];
    private int _running;
    private int _last;
    private long _startedAt;

    private int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    private bool IsSlow => _waiting.Count >= MostTogether || TimeProvider.System.GetElapsedTime(_startedAt) > Slow;

    internal Task<TResult> RunAsync(TItem item, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        var waiter = new Waiter(item, cancellationToken);
        lock (_gate)
        {
            _waiting.Add(waiter);
            if (_running > 0 && (_running == lanes || (together is null && !IsSlow)))
            {
                return waiter.Task;
            }

            _running++;
            _startedAt = TimeProvider.System.GetTimestamp();
        }

        _ = RunLaneAsync();
        return waiter.Task;
    }

    private async Task RunLaneAsync()
    {
        await GatherAsync().ConfigureAwait(false);
        while (Take() is { } batch)
        {
            await RunAsync(batch).ConfigureAwait(false);
            await GatherAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Lets the callers of the last batch come back with what they do next: a statement shared by many is worth a few
    /// microseconds. After a batch of one nobody is let.
    /// </summary>
    private async ValueTask GatherAsync()
    {
        int last = Volatile.Read(ref _last);
        for (int yields = 0; last > 1 && yields < MostYields && Waiting < last; yields++)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private async Task RunAsync(IReadOnlyList<Waiter> batch)
    {
        try
        {
            TResult[] results = await run([.. batch.Select(static waiter => waiter.Item)]).ConfigureAwait(false);
            for (int place = 0; place < results.Length; place++)
            {
                batch[place].TrySetResult(results[place]);
            }
        }
        catch (SessionStoreException trouble) when (batch.Count > 1 && PostgreSqlTrouble.IsRefusal(trouble.InnerException))
        {
            // One of them cannot be done: the others are done without it.
            foreach (Waiter waiter in batch)
            {
                await RunAsync([waiter]).ConfigureAwait(false);
            }
        }
        catch (Exception trouble) // whatever it is, it is theirs
        {
            foreach (Waiter waiter in batch)
            {
                waiter.TrySetException(trouble);
            }
        }
    }

    /// <summary>What goes next; <see langword="null"/> where nothing waits, and the lane ends.</summary>
    private List<Waiter>? Take()
    {
        lock (_gate)
        {
            var batch = new List<Waiter>();
            int kept = 0;
            for (int place = 0; place < _waiting.Count; place++)
            {
                Waiter waiter = _waiting[place];
                if (waiter.IsGone)
                {
                    continue;
                }

                if (batch.Count < MostTogether && (batch.Count == 0 || together is null || together(batch[0].Item, waiter.Item)))
                {
                    batch.Add(waiter);
                }
                else
                {
                    _waiting[kept++] = waiter;
                }
            }

            _waiting.RemoveRange(kept, _waiting.Count - kept);
            if (batch.Count > 0)
            {
                _last = batch.Count;
                _startedAt = TimeProvider.System.GetTimestamp();
                return batch;
            }

            _running--;
            return null;
        }
    }

    /// <summary>A caller; it goes on elsewhere, not in the lane.</summary>
    private sealed class Waiter(TItem item, CancellationToken cancellationToken)
        : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Item => item;

        /// <summary>Whether it waits no more.</summary>
        public bool IsGone => cancellationToken.IsCancellationRequested && (TrySetCanceled(cancellationToken) || true);
    }
}
