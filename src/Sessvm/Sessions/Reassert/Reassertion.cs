using Microsoft.Extensions.Logging;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>
/// After a failover or a reconnect: has this node tell again what the feed has lost, and write again what the store has
/// lost, of all that it remembers (R5). In the background, one run at a time; a session that is met meanwhile is mended
/// when it is met.
/// </summary>
internal sealed class Reassertion : IAsyncDisposable
{
    private const int AtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly SessionContext _context;
    private readonly RowReader _rows;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _run = Task.CompletedTask;
    private bool _running;
    private bool _again;
    private IReadOnlyCollection<RevocationNotice>? _held;

    public Reassertion(SessionContext context, SessionEnding ending, TimeProvider time, ILogger logger)
    {
        _context = context;
        _rows = new RowReader(context, ending);
        _time = time;
        _logger = logger;
        context.Feed.Recovered += FeedRecovered;
        if (context.Recovering is { } store)
        {
            store.Recovered += StoreRecovered;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _context.Feed.Recovered -= FeedRecovered;
        if (_context.Recovering is { } store)
        {
            store.Recovered -= StoreRecovered;
        }

        Task run;
        lock (_gate)
        {
            _stop.Cancel(); // nothing begins after this
            run = _run;
        }

        await run.ConfigureAwait(false);
    }

    private void FeedRecovered(IReadOnlyCollection<RevocationNotice> held) => Begin(held);

    private void StoreRecovered() => Begin(null);

    private void Begin(IReadOnlyCollection<RevocationNotice>? held)
    {
        lock (_gate)
        {
            _held = held ?? _held;
            _again = true;
            if (!_running && !_stop.IsCancellationRequested)
            {
                _running = true;
                _run = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            IReadOnlyCollection<RevocationNotice>? held;
            lock (_gate)
            {
                if (!_again || _stop.IsCancellationRequested)
                {
                    _running = false;
                    return;
                }

                _again = false;
                (held, _held) = (_held, null);
            }

            try
            {
                await TellLostAsync(held).ConfigureAwait(false);
                await Parallel.ForEachAsync(
                    _context.Refusals.All,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = _stop.Token },
                    async (notice, cancellationToken) => await _rows.ReadAsync(notice.Session, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (Exception failure) when (!_stop.IsCancellationRequested) // not back yet, it seems
            {
                Log.ReassertionFailed(_logger, failure, Pause);
                Begin(held);
            }
            catch (Exception)
            {
                // stopping
            }

            // Whoever comes back often does not have all that is remembered read each time.
            await Task.Delay(Pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask TellLostAsync(IReadOnlyCollection<RevocationNotice>? held)
    {
        if (held is null)
        {
            return;
        }

        var highest = new Dictionary<SessionId, uint>(held.Count);
        foreach (var notice in held)
        {
            highest[notice.Session] = Math.Max(notice.RefuseBelow, highest.GetValueOrDefault(notice.Session));
        }

        RevocationNotice[] lost = [.. _context.Refusals.All.Where(notice => highest.GetValueOrDefault(notice.Session) < notice.RefuseBelow)];
        if (lost.Length > 0)
        {
            await _context.Feed.PublishAsync(lost, _stop.Token).ConfigureAwait(false);
        }
    }
}
