using Sessvm.Keys;

namespace Sessvm.Stores;

/// <summary>
/// The version of a row: a count in the upper 32 bits and a random part in the lower, so that a version never
/// repeats, not even after a store has lost its last writes (R5).
/// </summary>
/// <param name="Value">The 64 bits, as a store keeps them.</param>
public readonly record struct RowVersion(long Value)
{
    /// <summary>A version for a new row.</summary>
    public static RowVersion First() => default(RowVersion).Next();

    /// <summary>A version that follows this one.</summary>
    public RowVersion Next()
    {
        Span<byte> random = stackalloc byte[4];
        RandomBytes.Fill(random);
        return new RowVersion((((Value >> 32) + 1) << 32) | BitConverter.ToUInt32(random));
    }
}
