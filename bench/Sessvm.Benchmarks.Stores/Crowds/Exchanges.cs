using Sessvm.Benchmarks.Stores.Rounds;

namespace Sessvm.Benchmarks.Stores.Crowds;

/// <summary>Exchanges of expired tokens: each client of a crowd once in a pass, so many at once.</summary>
internal sealed class Exchanges(Node node, Crowd crowd, int atOnce)
{
    private static readonly TimeSpan PastAnyToken = TimeSpan.FromMinutes(16);

    /// <summary>How many a second, in passes over the whole crowd.</summary>
    /// <param name="atLeast">Passes are made until so long has been worked.</param>
    /// <param name="effort">Notes the processor time; nobody by default.</param>
    public Task<double> RateAsync(TimeSpan atLeast, Effort? effort = null) =>
        Duel.RateAsync(atLeast, ExpireAsync, () => effort is null ? PassAsync() : effort.NoteAsync(PassAsync));

    public Task ExpireAsync()
    {
        node.Clock.Advance(PastAnyToken);
        return Task.CompletedTask;
    }

    public Task<int> PassAsync() => PassAsync(0, crowd.Size);

    /// <summary>Some of the crowd, once each.</summary>
    public async Task<int> PassAsync(int first, int count)
    {
        await Crew.RunAsync(count, atOnce, place => crowd.ExchangeAsync(node.Service, first + place));
        return count;
    }
}
