using System.Buffers;
using System.Buffers.Binary;

namespace Sessvm.Fingerprints.Internal;

/// <summary>Finds the ClientHello at the start of a connection, however it is split over records and over segments.</summary>
/*
    FORMAT (RFC 8446, 5.1 and 4)

    start   = 1*record
    record  = %x16 %x03 minor length fragment    ; length: 2 bytes, 1 to 16384
    message = %x01 size hello                    ; the fragments in a row; size: 3 bytes

    At most 64 KiB and 64 records are looked at. Bytes after the message are left alone.
*/
internal static class HelloRecords
{
    /// <summary>The most bytes that are looked at.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MostRecords = 64;
    private const int RecordHead = 5;
    private const int MessageHead = 4;
    private const int MostFragment = 16 * 1024;
    private const byte Handshake = 22;
    private const byte ClientHelloType = 1;

    /// <summary>Reads a ClientHello. The fingerprint is there where the answer is <see cref="HelloStatus.Read"/>.</summary>
    public static HelloStatus Read(in ReadOnlySequence<byte> start, out TlsFingerprint? fingerprint)
    {
        fingerprint = null;
        HelloStatus status = Measure(start, out int records, out int length);
        if (status != HelloStatus.Read)
        {
            return status;
        }

        if (records == 1 && start.FirstSpan.Length >= RecordHead + length) // as nearly all are
        {
            return Hello(start.FirstSpan.Slice(RecordHead, length), out fingerprint);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> message = rented.AsSpan(0, length);
            Gather(start, message);
            return Hello(message, out fingerprint);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Walks the records until the message is whole: how many it takes, and how long it is.</summary>
    private static HelloStatus Measure(in ReadOnlySequence<byte> start, out int records, out int length)
    {
        records = 0;
        length = MessageHead;
        int gathered = 0;
        Span<byte> head = stackalloc byte[MessageHead];
        Span<byte> record = stackalloc byte[RecordHead];
        var rest = start;
        while (true)
        {
            int known = Peek(rest, record);
            if (!MayBeHead(record[..known]))
            {
                return records == 0 ? HelloStatus.NotTls : HelloStatus.Unreadable;
            }

            if (known < RecordHead)
            {
                return HelloStatus.Incomplete;
            }

            int fragment = BinaryPrimitives.ReadUInt16BigEndian(record[3..]);
            if (fragment is 0 or > MostFragment || ++records > MostRecords)
            {
                return HelloStatus.Unreadable;
            }

            rest = rest.Slice(RecordHead);
            int arrived = (int)Math.Min(rest.Length, fragment);
            if (gathered < MessageHead)
            {
                int taken = Math.Min(arrived, MessageHead - gathered);
                rest.Slice(0, taken).CopyTo(head[gathered..]);
                if (head[0] != ClientHelloType && gathered + taken > 0)
                {
                    return HelloStatus.Unreadable;
                }

                length = gathered + taken == MessageHead ? MessageHead + ((head[1] << 16) | (head[2] << 8) | head[3]) : length;
                if (length > MaxLength - (RecordHead * records))
                {
                    return HelloStatus.Unreadable;
                }
            }

            gathered += arrived;
            if (gathered >= MessageHead && gathered >= length)
            {
                return HelloStatus.Read;
            }

            if (arrived < fragment)
            {
                return HelloStatus.Incomplete;
            }

            rest = rest.Slice(fragment);
        }
    }

    private static void Gather(in ReadOnlySequence<byte> start, Span<byte> message)
    {
        Span<byte> record = stackalloc byte[RecordHead];
        var rest = start;
        while (message.Length > 0)
        {
            Peek(rest, record);
            int taken = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(record[3..]), message.Length);
            rest.Slice(RecordHead, taken).CopyTo(message);
            rest = rest.Slice(RecordHead + taken);
            message = message[taken..];
        }
    }

    private static int Peek(in ReadOnlySequence<byte> rest, Span<byte> head)
    {
        int known = (int)Math.Min(rest.Length, head.Length);
        rest.Slice(0, known).CopyTo(head);
        return known;
    }

    private static bool MayBeHead(ReadOnlySpan<byte> known) =>
        (known.Length < 1 || known[0] == Handshake) && (known.Length < 2 || known[1] == 3) && (known.Length < 3 || known[2] <= 4);

    private static HelloStatus Hello(ReadOnlySpan<byte> message, out TlsFingerprint? fingerprint)
    {
        fingerprint = null;
        if (!ClientHello.TryRead(message[MessageHead..], out ClientHello hello))
        {
            return HelloStatus.Unreadable;
        }

        string text = Ja3.TextOf(hello);
        fingerprint = new TlsFingerprint(Ja4.Of(hello, out string comparable), Ja3.Hash(text), text, comparable);
        return HelloStatus.Read;
    }
}
