using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sessvm.Fingerprints.Internal;

/// <summary>
/// The attribute of the application's own. Only the application knows what it means that one is not told, so silence is
/// skipped unless a rule requires it.
/// </summary>
internal sealed class CustomAttribute : FingerprintAttribute
{
    private const int Longest = 1024;

    public override string Name => AttributeNames.Custom;

    public override AttributeRule Strict { get; } = new() { Weight = 1 };

    public override AttributeRule Relaxed { get; } = new() { Weight = 0, WhenFailed = VerdictAction.StepUp };

    /// <summary>What is kept of a value: 32 bits of SHA-256, never 0.</summary>
    public static uint? SumOf(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(value.AsSpan(0, Math.Min(value.Length, Longest))), hash);
        return Math.Max(BinaryPrimitives.ReadUInt32BigEndian(hash), 1);
    }

    protected override bool IsKnown(Fingerprint fingerprint) => fingerprint.Custom is not null;

    protected override bool AreEqual(Fingerprint stored, Fingerprint seen) => stored.Custom == seen.Custom;
}
