namespace Sessvm.Benchmarks;

/// <summary>The system's clock, set ahead: as dear to read as the one that an application uses.</summary>
internal sealed class MovedClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public void Advance(TimeSpan by) => _ahead += by;
}
