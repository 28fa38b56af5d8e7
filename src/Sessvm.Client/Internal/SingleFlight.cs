using System.Collections.Concurrent;

namespace Sessvm.Client;

/// <summary>Lets one run fly at a time for each key; who comes meanwhile gets its result.</summary>
internal sealed class SingleFlight<TResult>
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TResult>>> _flights = new(StringComparer.Ordinal);

    /// <summary>Runs, or joins the run that flies. The run is nobody's: who gives up waiting does not stop it.</summary>
    public Task<TResult> RunAsync(string key, Func<Task<TResult>> run)
    {
        var mine = new Lazy<Task<TResult>>(() => Task.Run(run));
        var flying = _flights.GetOrAdd(key, mine);
        if (ReferenceEquals(flying, mine))
        {
            _ = LandAsync(key, mine);
        }

        return flying.Value;
    }

    // By key and value: a late waiter must not evict a newer run.
    private async Task LandAsync(string key, Lazy<Task<TResult>> mine)
    {
        await ((Task)mine.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _flights.TryRemove(KeyValuePair.Create(key, mine));
    }
}
