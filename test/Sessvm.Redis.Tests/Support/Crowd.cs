using System.Diagnostics;
using Sessvm.Events;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Redis.Tests.Support;

/// <summary>Honest people at two nodes, each exchanging again and again while the clock runs fast, and what became of it.</summary>
internal sealed class Crowd
{
    private readonly Visitors[] _nodes;
    private readonly Visitor[] _people;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _refusals = [];
    private Task _running = Task.CompletedTask;
    private long _exchanges;
    private long _renewed;
    private long _unavailable;
    private TimeSpan _longest;

    private Crowd(Visitors[] nodes, Visitor[] people)
    {
        _nodes = nodes;
        _people = people;
    }

    internal long Exchanges => Interlocked.Read(ref _exchanges);

    internal IReadOnlyList<Visitor> People => _people;

    internal static async Task<Crowd> GatherAsync(int people, params ISessionStore[] stores)
    {
        var first = new Visitors(stores[0]);
        Visitors[] nodes = [first, .. stores.Skip(1).Select(store => new Visitors(store, first.Time))];
        return new Crowd(nodes, await Task.WhenAll(Enumerable.Range(0, people).Select(_ => first.StartAsync())));
    }

    internal void Start() => _running = Task.WhenAll([RunClockAsync(), .. _people.Select((one, place) => Task.Run(() => LiveAsync(one, place)))]);

    /// <summary>Waits until so many exchanges have been answered from now on.</summary>
    internal Task GoOnAsync(int exchanges)
    {
        long enough = Exchanges + exchanges;
        return TestStores.UntilAsync(() => Task.FromResult(Exchanges >= enough));
    }

    /// <summary>Waits until everybody has been answered once from now on.</summary>
    internal async Task EverybodyGoesOnAsync()
    {
        var before = _people.Select(static one => one.Answers).ToArray();
        await TestStores.UntilAsync(() => Task.FromResult(_people.Zip(before).All(static one => one.First.Answers > one.Second)));
    }

    /// <summary>Stops, and says what everybody saw.</summary>
    internal async Task<string> StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
        foreach (var node in _nodes)
        {
            await node.Service.DisposeAsync();
        }

        return $"{_exchanges} exchanges ({_renewed} with a new token), {_unavailable} answered 503; the longest that one person waited for an answer "
            + $"that was not 503: {_longest.TotalSeconds:F1} s; healed: {_nodes.Sum(static node => node.Events.OfType<SessionHealed>().Count())}";
    }

    /// <summary>Nobody was signed out, and nobody taken for a thief.</summary>
    internal void NobodyIsHarmed()
    {
        _refusals.ShouldBeEmpty();
        foreach (var node in _nodes)
        {
            node.Events.Where(static happened => happened is ReplayDetected or SessionEnded or SessionRefused).ShouldBeEmpty();
        }
    }

    private async Task RunClockAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _nodes[0].Time.Advance(TimeSpan.FromMinutes(16));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LiveAsync(Visitor one, int place)
    {
        long answered = Stopwatch.GetTimestamp();
        for (int turn = place; !_stop.IsCancellationRequested; turn++)
        {
            try
            {
                var result = await one.ExchangeAsync(_nodes[turn % _nodes.Length]);
                Interlocked.Increment(ref _exchanges);
                Interlocked.Add(ref _renewed, result.Refreshed ? 1 : 0);
                lock (_gate)
                {
                    if (!result.Succeeded)
                    {
                        _refusals[result.Reason.ToString()] = _refusals.GetValueOrDefault(result.Reason.ToString()) + 1;
                    }

                    var waited = Stopwatch.GetElapsedTime(answered);
                    _longest = waited > _longest ? waited : _longest;
                }

                answered = Stopwatch.GetTimestamp();
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
            catch (SessionStoreException)
            {
                Interlocked.Increment(ref _unavailable); // a 503: the client keeps its token and tries again
            }
        }
    }
}
