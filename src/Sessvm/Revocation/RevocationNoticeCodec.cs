using System.Buffers.Binary;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Revocation;

/// <summary>The stored form of a notice: one size, one form for each notice.</summary>
/*
    FORMAT, version 1; numbers are big-endian

    notice = version session refuseBelow at reason kind
    version     = %x01
    session     = 18 bytes
    refuseBelow = 4 bytes        ; FF FF FF FF for an end
    at          = 8 bytes        ; Unix time in milliseconds, from the year 1 to 8999
    reason      = 1 byte         ; EndReason of an end, else 0
    kind        = %x00 | %x01    ; 01: a hold
*/
public static class RevocationNoticeCodec
{
    /// <summary>The size of an encoded notice, in bytes.</summary>
    public const int Size = 1 + SessionId.Size + 4 + 8 + 1 + 1;

    private const byte Format = 1;

    /// <summary>
    /// Encodes a notice, whatever it is: one that could not be read would deafen every node. Fractions of a millisecond
    /// are dropped, a time past the year 8999 becomes its end, an end without a known reason <see cref="EndReason.Administrative"/>.
    /// </summary>
    /// <param name="notice">The notice.</param>
    public static byte[] Encode(in RevocationNotice notice)
    {
        byte[] bytes = new byte[Size];
        bytes[0] = Format;
        notice.Session.Write(bytes.AsSpan(1));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(19), notice.RefuseBelow);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(23), Math.Min(notice.At.ToUnixTimeMilliseconds(), Stores.Internal.StoredTime.Latest));
        bytes[31] = (byte)(notice.IsEnd ? KnownOf(notice.Reason) : 0);
        bytes[32] = (byte)(notice.IsHold && !notice.IsEnd ? 1 : 0);
        return bytes;
    }

    /// <summary>Reads a notice.</summary>
    /// <param name="bytes">What <see cref="Encode"/> made.</param>
    /// <exception cref="SessionStoreException">It is malformed, or of a newer version.</exception>
    public static RevocationNotice Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || bytes[0] != Format)
        {
            throw Malformed();
        }

        uint below = BinaryPrimitives.ReadUInt32BigEndian(bytes[19..]);
        long at = BinaryPrimitives.ReadInt64BigEndian(bytes[23..]);
        byte reason = bytes[31];
        bool isEnd = below == RevocationNotice.Everything;
        if (at is < Stores.Internal.StoredTime.Earliest or > Stores.Internal.StoredTime.Latest
            || isEnd != Enum.IsDefined((EndReason)reason)
            || (!isEnd && reason != 0)
            || bytes[32] > (isEnd ? 0 : 1))
        {
            throw Malformed();
        }

        return new RevocationNotice(
            SessionId.Read(bytes[1..]), below, DateTimeOffset.FromUnixTimeMilliseconds(at), isEnd ? (EndReason)reason : null)
        {
            IsHold = bytes[32] == 1,
        };
    }

    private static EndReason KnownOf(EndReason? reason) =>
        reason is { } known && Enum.IsDefined(known) ? known : EndReason.Administrative;

    private static SessionStoreException Malformed() =>
        new("A notice of the revocation log is malformed, or of a newer version of Sessvm: upgrade this node, or clear the log.");
}
