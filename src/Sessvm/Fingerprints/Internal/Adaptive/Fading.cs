namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>How evidence fades: by half in eight weeks, in weekly steps, in whole numbers so that every machine agrees.</summary>
internal static class Fading
{
    /// <summary>In how many weeks half of it is gone.</summary>
    public const int HalfLife = 8;

    // 2 to the power of −n/8, in 65,536ths.
    private static ReadOnlySpan<int> Left => [65536, 60097, 55109, 50535, 46341, 42495, 38968, 35734];

    /// <summary>What is left of some evidence.</summary>
    /// <param name="value">The evidence: 0 to 4,095.</param>
    /// <param name="weeks">How many weeks have passed; a clock that went back counts as none.</param>
    public static int Of(int value, int weeks) => weeks switch
    {
        <= 0 => value,
        >= 16 * HalfLife => 0,
        _ => (int)(((long)value * Left[weeks % HalfLife]) >> 16) >> (weeks / HalfLife),
    };

    /// <summary>The number of an instant's week, from 1970 on.</summary>
    /// <param name="instant">The instant.</param>
    public static ushort Week(DateTimeOffset instant) =>
        (ushort)Math.Clamp(instant.ToUnixTimeSeconds() / (7 * 24 * 60 * 60), 0, ushort.MaxValue);
}
