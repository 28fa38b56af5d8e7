namespace Sessvm.Simulator.World;

/// <summary>
/// A stream of chance that is the same on every machine and under every runtime: SplitMix64. Each person has a stream of
/// their own, so that one more draw in one life does not change another.
/// </summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A stream of its own for a part of this one; drawing from it does not move this one.</summary>
    /// <param name="part">The number of the part.</param>
    public Chance Part(int part) => new(Mix(_state ^ Mix((ulong)part + 0x9E3779B97F4A7C15)));

    /// <summary>A number from 0 up to, but not, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 up to, but not, <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Unit() * limit);

    /// <summary>Whether what happens with this probability happens.</summary>
    public bool Happens(double probability) => Unit() < probability;

    /// <summary>A waiting time with this mean, as of what comes at random.</summary>
    public double Wait(double mean) => -Math.Log(1 - Unit()) * mean;

    /// <summary>One of some.</summary>
    public T One<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>One of some that are not equally likely.</summary>
    public T Weighted<T>(params ReadOnlySpan<(double Weight, T Value)> of)
    {
        double all = 0;
        foreach ((double weight, _) in of)
        {
            all += weight;
        }

        double draw = Unit() * all;
        foreach ((double weight, T value) in of)
        {
            if ((draw -= weight) < 0)
            {
                return value;
            }
        }

        return of[^1].Value;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);
}
