namespace Sessvm.Cluster.Tests;

/// <summary>Lets minutes pass in no time, on several clocks at once.</summary>
internal sealed class Calendar
{
    private long _ahead;

    /// <summary>How much has passed beyond what really has.</summary>
    public TimeSpan Ahead => TimeSpan.FromTicks(Volatile.Read(ref _ahead));

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
