using System.Buffers;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Fingerprints;

/// <summary>What a TLS ClientHello says of the software that sent it. Nothing raw of the hello is kept.</summary>
/// <param name="Ja4">JA4, 36 characters: <c>t13d1516h2_8daaf6152771_e5627efa2ab1</c>.</param>
/// <param name="Ja3">JA3, the MD5 of <paramref name="Ja3Text"/> in hex: 32 characters. Chromium's changes with each connection.</param>
/// <param name="Ja3Text">JA3 before it is hashed: <c>771,4865-4866,0-11-10,29-23,0</c>.</param>
/// <param name="Comparable">
/// What is left when all that changes between two connections of one client is taken out: 33 characters,
/// <c>h131513_8daaf6152771_6c2a1f3b9d04</c>. It is what <see cref="RequestTraits.Tls"/> takes.
/// </param>
public sealed record TlsFingerprint(string Ja4, string Ja3, string Ja3Text, string Comparable)
{
    /// <summary>
    /// The <see cref="Comparable"/> of a client that speaks TLS in a way that cannot be read: a hello over 64 KiB or over 64
    /// records, or one that is malformed. It differs from that of every client whose hello can be read.
    /// </summary>
    public const string Unreadable = "h-unreadable";

    /// <summary>The most characters that a comparable form has.</summary>
    internal const int MaxComparable = 40;

    /// <summary>Reads the first bytes of a connection.</summary>
    /// <param name="start">What the client sent, from its first byte: TLS records that hold a whole ClientHello.</param>
    /// <returns><see langword="null"/> where it is no TLS, not whole, or cannot be read. Nothing throws.</returns>
    public static TlsFingerprint? Read(ReadOnlySequence<byte> start)
    {
        HelloRecords.Read(start, out TlsFingerprint? fingerprint);
        return fingerprint;
    }

    /// <summary>Reduces what a proxy tells of a hello to the form that is compared.</summary>
    /// <param name="told">
    /// JA4; JA4_r (its raw form, which gives the same as the hello itself); or JA3 before it is hashed. At most 4,096 characters.
    /// </param>
    /// <returns>
    /// <see langword="null"/> where it is none of them. A hashed JA3 is none: browsers shuffle what is hashed.
    /// </returns>
    public static string? ComparableOf(ReadOnlySpan<char> told) => ToldHello.Comparable(told);
}
