using Microsoft.Extensions.Logging;
using Sessvm.Stores;

namespace Sessvm.Revocation;

/// <summary>Notices on their way to the log: those that wait are written together, and again until they are.</summary>
internal sealed class RevocationOutbox(IRevocationLog log, TimeSpan bound, TimeProvider time, ILogger logger, Action failed, CancellationToken stop)
{
    private const int Batch = 1_000;

    // So that whoever waits for one bound sees it tried several times.
    private readonly TimeSpan _firstPause = bound / 20;
    private readonly TimeSpan _longestPause = bound / 4;
    private readonly Lock _gate = new();
    private Parcel _gathering = new();
    private Parcel? _sending;

    /// <summary>How many are not written yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _gathering.Notices.Count + (_sending?.Notices.Count ?? 0);
            }
        }
    }

    /// <summary>Completes when these are written; without any, when all that waits is.</summary>
    public Task SendAsync(IReadOnlyList<RevocationNotice> notices)
    {
        Parcel parcel;
        lock (_gate)
        {
            if (notices.Count == 0)
            {
                return _gathering.Notices.Count > 0 ? _gathering.Written.Task : _sending?.Written.Task ?? Task.CompletedTask;
            }

            parcel = _gathering;
            parcel.Notices.AddRange(notices);
            if (_sending is not null)
            {
                return parcel.Written.Task;
            }

            (_sending, _gathering) = (parcel, new Parcel());
        }

        _ = RunAsync(parcel);
        return parcel.Written.Task;
    }

    /// <summary>Writes what is left, once: for the end of the process.</summary>
    public async ValueTask FlushAsync()
    {
        RevocationNotice[] rest;
        lock (_gate)
        {
            rest = [.. _sending?.Notices ?? [], .. _gathering.Notices];
        }

        try
        {
            foreach (var batch in rest.Chunk(Batch))
            {
                await log.AppendAsync(batch, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (SessionStoreException failure)
        {
            Log.NoticesLost(logger, failure, rest.Length);
        }
    }

    private async Task RunAsync(Parcel parcel)
    {
        while (await WriteAsync(parcel).ConfigureAwait(false))
        {
            parcel.Written.SetResult();
            lock (_gate)
            {
                if (_gathering.Notices.Count == 0)
                {
                    _sending = null;
                    return;
                }

                (_sending, _gathering) = (_gathering, new Parcel());
                parcel = _sending;
            }
        }
    }

    /// <summary>Writes a parcel, however long it takes; <see langword="false"/> where the process stops before.</summary>
    private async ValueTask<bool> WriteAsync(Parcel parcel)
    {
        var pause = _firstPause;
        foreach (var batch in parcel.Notices.Chunk(Batch))
        {
            while (true)
            {
                try
                {
                    await log.AppendAsync(batch, stop).ConfigureAwait(false);
                    break;
                }
                catch (Exception failure) when (!stop.IsCancellationRequested) // whatever it is, it is tried again
                {
                    failed();
                    if (pause == _firstPause) // once for each time of trouble
                    {
                        Log.NoticesDelayed(logger, failure, parcel.Notices.Count);
                    }
                }
                catch (Exception)
                {
                    return false; // FlushAsync writes it
                }

                await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
            }
        }

        return true;
    }

    private sealed class Parcel
    {
        public List<RevocationNotice> Notices { get; } = [];

        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
