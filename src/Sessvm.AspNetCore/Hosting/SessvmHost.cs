using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore;

/// <summary>Makes every scheme before the first request, so that a wrong setting stops the start; purges in small steps; writes what waits at the shutdown.</summary>
internal sealed class SessvmHost(SchemeRegistry schemes, TimeProvider time, ILoggerFactory loggers) : IHostedLifecycleService, IDisposable
{
    private const int Step = 500;
    private const int StepsAtOnce = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger = loggers.CreateLogger("Sessvm");
    private Task _purging = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        SessvmScheme[] all = [.. schemes.Names.Select(schemes.Get)];
        SchemeCollisions.Check(all);
        await Task.WhenAll(all.Select(scheme => scheme.Feed.StartAsync(cancellationToken).AsTask())); // R7: every end that still matters, before the first request
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _purging = PurgeAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        foreach (string name in schemes.Names)
        {
            schemes.Get(name).Connections.Stop();
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _purging;
    }

    // Requests have drained by now: nothing adds to what waits.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        foreach (string name in schemes.Names)
        {
            try
            {
                await schemes.Get(name).Service.FlushAsync(cancellationToken);
            }
            catch (SessionStoreException failure)
            {
                Log.FlushFailed(_logger, name, failure);
            }
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (string name in schemes.Names)
                {
                    await PurgeAsync(name, schemes.Get(name).Service, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task PurgeAsync(string name, SessionService service, CancellationToken cancellationToken)
    {
        try
        {
            for (int i = 0; i < StepsAtOnce && (await service.PurgeAsync(Step, cancellationToken)).More; i++)
            {
                await Task.Yield(); // requests first
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // a store's own timeout may be a cancellation
        {
            Log.PurgeFailed(_logger, name, failure);
        }
    }
}
