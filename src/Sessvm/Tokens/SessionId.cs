using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Sessvm.Keys;

namespace Sessvm.Tokens;

/// <summary>
/// The name of one session: 2 bytes of shard, taken from SHA-256 of the subject, then 16 random bytes.
/// Its text, <c>S1.…</c>, is the session's public handle: safe in lists, URLs and logs, useless as a credential.
/// </summary>
public readonly struct SessionId : IEquatable<SessionId>, IComparable<SessionId>
{
    /// <summary>The length of the binary form, in bytes.</summary>
    public const int Size = 18;

    /// <summary>The length of the text form, in characters: <c>S1.</c> and 24 characters of base64url.</summary>
    public const int TextLength = 27;

    private const string Header = "S1.";

    private readonly ulong _high;
    private readonly ulong _low;

    private SessionId(ushort shard, ulong high, ulong low)
    {
        Shard = shard;
        _high = high;
        _low = low;
    }

    /// <summary>The shard: equal for all sessions of a subject, so that they live on one slot or partition.</summary>
    public ushort Shard { get; }

    /// <summary>Makes a new id for a session of <paramref name="subject"/>.</summary>
    /// <param name="subject">The user, as the application names it.</param>
    public static SessionId Create(string subject)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        Span<byte> random = stackalloc byte[16];
        RandomBytes.Fill(random);
        return new SessionId(
            ShardOf(subject),
            BinaryPrimitives.ReadUInt64BigEndian(random),
            BinaryPrimitives.ReadUInt64BigEndian(random[8..]));
    }

    /// <summary>The shard in which all sessions of <paramref name="subject"/> live.</summary>
    /// <param name="subject">The user, as the application names it.</param>
    public static ushort ShardOf(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        int length = Encoding.UTF8.GetByteCount(subject);
        Span<byte> bytes = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(subject, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt16BigEndian(hash);
    }

    /// <summary>Reads the binary form.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer bytes than <see cref="Size"/>.</exception>
    public static SessionId Read(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, Size, nameof(bytes));
        return new SessionId(
            BinaryPrimitives.ReadUInt16BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[10..]));
    }

    /// <summary>Writes the binary form.</summary>
    /// <param name="destination">At least <see cref="Size"/> bytes.</param>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, Shard);
        BinaryPrimitives.WriteUInt64BigEndian(destination[2..], _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[10..], _low);
    }

    /// <summary>The binary form, as a new array of <see cref="Size"/> bytes.</summary>
    public byte[] ToByteArray()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    /// <summary>Reads a handle, <c>S1.…</c>.</summary>
    /// <param name="text">The handle.</param>
    /// <param name="id">The id it names, if the answer is <see langword="true"/>.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out SessionId id)
    {
        id = default;
        if (text.Length != TextLength || !text.StartsWith(Header, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[Size];
        if (Base64Url.DecodeFromChars(text[Header.Length..], bytes, out _, out int written) != OperationStatus.Done || written != Size)
        {
            return false;
        }

        id = Read(bytes);
        return true;
    }

    /// <summary>The handle, <c>S1.…</c>.</summary>
    public override string ToString() => string.Create(TextLength, this, static (text, id) =>
    {
        Span<byte> bytes = stackalloc byte[Size];
        id.Write(bytes);
        Header.CopyTo(text);
        Base64Url.EncodeToChars(bytes, text[Header.Length..]);
    });

    /// <inheritdoc/>
    public bool Equals(SessionId other) => _low == other._low && _high == other._high && Shard == other.Shard;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is SessionId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_low ^ (int)(_low >> 32); // already random

    /// <summary>Orders by the binary form.</summary>
    /// <param name="other">The other id.</param>
    public int CompareTo(SessionId other)
    {
        int order = Shard.CompareTo(other.Shard);
        order = order != 0 ? order : _high.CompareTo(other._high);
        return order != 0 ? order : _low.CompareTo(other._low);
    }

    /// <summary>Whether two ids name the same session.</summary>
    public static bool operator ==(SessionId left, SessionId right) => left.Equals(right);

    /// <summary>Whether two ids name different sessions.</summary>
    public static bool operator !=(SessionId left, SessionId right) => !left.Equals(right);

    /// <summary>Whether the left id comes first.</summary>
    public static bool operator <(SessionId left, SessionId right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left id comes last.</summary>
    public static bool operator >(SessionId left, SessionId right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left id comes first, or they are equal.</summary>
    public static bool operator <=(SessionId left, SessionId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left id comes last, or they are equal.</summary>
    public static bool operator >=(SessionId left, SessionId right) => left.CompareTo(right) >= 0;
}
