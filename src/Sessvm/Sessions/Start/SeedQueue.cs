using Microsoft.Extensions.Logging;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>
/// New sessions on their way to be seeded from the subject's others, off the path of the start: for policies that learn.
/// A seed is a help and no promise: where too many wait, the store fails or a session moves on twice meanwhile, it goes
/// without, and learns by itself. Each outcome is counted.
/// </summary>
internal sealed class SeedQueue(ISessionStore store, FingerprintPolicy policy, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int Limit = 10_000;
    private const int MostSiblings = 16;

    private readonly Lock _gate = new();
    private readonly Queue<Newcomer> _waiting = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _running;

    /// <summary>Has a session seeded soon. Never waits.</summary>
    /// <param name="row">The new row.</param>
    /// <param name="replaced">The sessions that gave way to it, which no list shows any more.</param>
    public void Add(SessionRow row, IReadOnlyList<SessionRow> replaced)
    {
        if (!policy.Learns)
        {
            return;
        }

        lock (_gate)
        {
            if (_waiting.Count >= Limit || _stopping.IsCancellationRequested)
            {
                SessionMetrics.Seeded("dropped");
                return;
            }

            _waiting.Enqueue(new Newcomer(row.Id, row.Subject, [.. replaced.Select(one => one.Habits).Where(one => !one.IsNone)]));
            if (!_running)
            {
                _running = true;
                _loop = Task.Run(DrainAsync);
            }
        }
    }

    /// <summary>Waits for all that was added.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _loop.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task DrainAsync()
    {
        while (Take() is { } newcomer)
        {
            try
            {
                SessionMetrics.Seeded(await SeedAsync(newcomer, _stopping.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                SessionMetrics.Seeded("dropped");
            }
            catch (Exception failure)
            {
                SessionMetrics.Seeded("failed");
                Log.SeedFailed(logger, failure, newcomer.Id);
            }
        }
    }

    private async Task<string> SeedAsync(Newcomer newcomer, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < 2; attempt++)
        {
            var now = time.GetUtcNow();
            var rows = await store.ListAsync(newcomer.Subject, now, cancellationToken).ConfigureAwait(false);
            if (rows.FirstOrDefault(one => one.Id == newcomer.Id) is not { } row)
            {
                return "gone";
            }

            Habits[] siblings =
            [
                .. newcomer.Replaced,
                .. rows.Where(one => one.Id != row.Id && !one.Habits.IsNone).TakeLast(MostSiblings).Select(one => one.Habits),
            ];
            var habits = siblings.Length == 0 ? row.Habits : policy.Seed(row.Habits, siblings, now);
            if (habits.Equals(row.Habits))
            {
                return "nothing";
            }

            var seeded = row with { Habits = habits, Version = row.Version.Next() };
            if (await store.UpdateAsync(seeded, row.Version, cancellationToken).ConfigureAwait(false) == UpdateOutcome.Updated)
            {
                return "seeded";
            }
        }

        return "conflict";
    }

    private Newcomer? Take()
    {
        lock (_gate)
        {
            if (!_stopping.IsCancellationRequested && _waiting.TryDequeue(out var newcomer))
            {
                return newcomer;
            }

            _running = false;
            return null;
        }
    }

    private sealed record Newcomer(SessionId Id, string Subject, Habits[] Replaced);
}
