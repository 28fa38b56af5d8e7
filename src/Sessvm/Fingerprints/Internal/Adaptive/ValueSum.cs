using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sessvm.Fingerprints.Internal.Adaptive;

/// <summary>
/// 32 bits of SHA-256 of a value and its attribute. A checksum, not a secret: what is summed is reduced already (R9), and
/// the row shows the present value of each attribute as it is. So there is no key, and a sibling knows the same sums.
/// </summary>
internal static class ValueSum
{
    private const int Longest = 96;

    /// <summary>The sum of what a fingerprint says of an attribute, if it says anything.</summary>
    /// <param name="trait">The attribute. Browser and system are one: a system is known together with its browser.</param>
    /// <param name="fingerprint">The fingerprint.</param>
    public static uint? Of(Trait trait, Fingerprint fingerprint) => trait switch
    {
        Trait.Browser or Trait.System => Sum(Trait.System, fingerprint.Agent.Browser, fingerprint.Agent.System),
        Trait.Language when fingerprint.Language is { } language => Sum(trait, LanguageAttribute.PrimaryOf(language)),
        Trait.Network when fingerprint.Network is { } network => Sum(trait, network),
        Trait.AutonomousSystem when fingerprint.AutonomousSystem is { } number => Sum(trait, number),
        Trait.Tls when fingerprint.Tls is { } tls => Sum(trait, tls),
        Trait.Custom => fingerprint.Custom,
        _ => null,
    };

    private static uint Sum(Trait trait, uint number)
    {
        Span<char> text = stackalloc char[2];
        BinaryPrimitives.WriteUInt32LittleEndian(MemoryMarshal.AsBytes(text), number);
        return Sum(trait, text);
    }

    private static uint Sum(Trait trait, ReadOnlySpan<char> value, ReadOnlySpan<char> more = default)
    {
        Span<char> text = stackalloc char[Longest];
        text[0] = (char)trait;
        int length = 1 + Copy(value, text[1..48]);
        text[length++] = '\0';
        length += Copy(more, text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text[..length]), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    // What is longer than any value that is read is told apart by its beginning.
    private static int Copy(ReadOnlySpan<char> value, Span<char> to)
    {
        ReadOnlySpan<char> kept = value.Length <= to.Length ? value : value[..to.Length];
        kept.CopyTo(to);
        return kept.Length;
    }
}
