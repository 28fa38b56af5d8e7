namespace Sessvm.Cluster.Tests;

/// <summary>A clock that is always wrong by as much. What passes by it passes by every clock of the same calendar.</summary>
internal sealed class SkewedTime(Calendar calendar, TimeSpan skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + calendar.Ahead + skew;
}
