using Sessvm.Stores;

namespace Sessvm.PostgreSql.Internal;

/// <summary>
/// Lets callers share a statement: what waits while all lanes are busy is taken together by the next one that is free. A
/// lone caller goes at once.
/// </summary>
/// <param name="lanes">How many statements may be under way.</param>
/// <param name="run">Does some items, and answers for each, in their order.</param>
/// <param name="together">Whether an item may share the statement of another; <see langword="null"/> where all may.</param>
internal sealed class Gathering<TItem, TResult>(
    int lanes, Func<IReadOnlyList<TItem>, Task<TResult[]>> run, Func<TItem, TItem, bool>? together = null)
{
    private const int MostTogether = 64;

    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiting = [];
    private int _running;

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
            if (_running == lanes)
            {
                return waiter.Task;
            }

            _running++;
        }

        _ = RunLaneAsync();
        return waiter.Task;
    }

    private async Task RunLaneAsync()
    {
        while (Take() is { } batch)
        {
            await RunAsync(batch).ConfigureAwait(false);
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
