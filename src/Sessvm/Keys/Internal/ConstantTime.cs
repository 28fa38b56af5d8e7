using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sessvm.Keys;

/// <summary>Compares tags and hashes without telling by the time it takes where they differ (R10).</summary>
internal static class ConstantTime
{
    /// <summary>Whether two values of one size are the same, byte for byte.</summary>
    public static bool Same<T>(T left, T right)
        where T : unmanaged =>
        CryptographicOperations.FixedTimeEquals(
            MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in left)), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in right)));
}
