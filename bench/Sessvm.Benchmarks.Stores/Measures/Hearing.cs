using System.Diagnostics;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>One end on its way: when it was called for and acknowledged, and when each node had heard it.</summary>
internal sealed class Hearing(SessionId session, int nodes)
{
    private readonly long[] _heard = new long[nodes];
    private readonly TaskCompletionSource _byAll = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _deaf = nodes;

    public SessionId Session => session;

    public long Called { get; set; }

    public long Acknowledged { get; set; }

    /// <summary>Completes when every node has heard.</summary>
    public Task ByAll => _byAll.Task;

    /// <summary>From the call until the last node had heard, in milliseconds.</summary>
    public double FromCall => Stopwatch.GetElapsedTime(Called, _heard.Max()).TotalMilliseconds;

    /// <summary>From the acknowledgement until the last node had heard, in milliseconds; zero where it had heard before.</summary>
    public double FromAcknowledgement => Math.Max(0, Stopwatch.GetElapsedTime(Acknowledged, _heard.Max()).TotalMilliseconds);

    public void Hear(int node)
    {
        if (Interlocked.CompareExchange(ref _heard[node], Stopwatch.GetTimestamp(), 0) == 0 && Interlocked.Decrement(ref _deaf) == 0)
        {
            _byAll.SetResult();
        }
    }
}
