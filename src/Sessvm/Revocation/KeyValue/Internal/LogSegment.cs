using System.Buffers.Binary;
using System.Globalization;
using Sessvm.Stores;

namespace Sessvm.Revocation.KeyValue.Internal;

/// <summary>
/// Some notices of the log, as one value behind the port. It only grows, and once it is full the next one is begun: so
/// a reader that has seen it full has seen all of it.
/// </summary>
/*
    FORMAT, version 1. Numbers are big-endian.

    segment  = %x01 appended *notice
    appended = 8 bytes           ; Unix time in milliseconds of the last append, by the appender's clock
    notice   = 33 bytes           ; RevocationNoticeCodec; 1 to 250 of them
*/
internal sealed class LogSegment
{
    internal const int Capacity = 250; // 8 kB: each reader reads the newest one again and again

    private const byte Format = 1;
    private const int HeadSize = 1 + 8;

    private readonly ReadOnlyMemory<byte> _bytes;

    private LogSegment(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>What the port holds, or shall hold.</summary>
    internal ReadOnlyMemory<byte> Bytes => _bytes;

    internal int Count => (_bytes.Length - HeadSize) / RevocationNoticeCodec.Size;

    internal bool IsFull => Count == Capacity;

    internal DateTimeOffset AppendedAt => DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(_bytes.Span[1..]));

    internal static string KeyOf(long log, long number) => string.Create(CultureInfo.InvariantCulture, $"{LogHead.Key}:{log:x16}:{number:x16}");

    internal static LogSegment? Parse(string key, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes)
        {
            return null;
        }

        bool whole = bytes.Length > HeadSize
            && bytes.Span[0] == Format
            && (bytes.Length - HeadSize) % RevocationNoticeCodec.Size == 0
            && BinaryPrimitives.ReadInt64BigEndian(bytes.Span[1..]) is >= Stores.Internal.StoredTime.Earliest and <= Stores.Internal.StoredTime.Latest;
        var segment = new LogSegment(bytes);
        return whole && segment.Count <= Capacity
            ? segment
            : throw new SessionStoreException($"The value of {key} is no segment of a revocation log in a format that this version of Sessvm reads.");
    }

    /// <summary>The segment with as many of these as find room in it.</summary>
    /// <param name="segment">The segment; <see langword="null"/> for a new one.</param>
    /// <param name="notices">The encoded notices.</param>
    /// <param name="now">By the appender's clock.</param>
    internal static LogSegment Append(LogSegment? segment, ReadOnlySpan<byte[]> notices, DateTimeOffset now)
    {
        ReadOnlySpan<byte> old = segment is null ? default : segment._bytes.Span[HeadSize..];
        int fits = Math.Min(notices.Length, Capacity - (segment?.Count ?? 0));
        byte[] bytes = new byte[HeadSize + old.Length + (fits * RevocationNoticeCodec.Size)];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), now.ToUnixTimeMilliseconds());
        old.CopyTo(bytes.AsSpan(HeadSize));
        int at = HeadSize + old.Length;
        foreach (byte[] notice in notices[..fits])
        {
            notice.CopyTo(bytes, at);
            at += notice.Length;
        }

        return new LogSegment(bytes);
    }

    internal RevocationNotice Notice(int place) => RevocationNoticeCodec.Decode(Slot(place));

    /// <summary>What tells a notice from another at the same place: the middle of its session's id, which is random.</summary>
    internal uint MarkOf(int place) => BinaryPrimitives.ReadUInt32BigEndian(Slot(place)[8..]);

    private ReadOnlySpan<byte> Slot(int place) => _bytes.Span.Slice(HeadSize + (place * RevocationNoticeCodec.Size), RevocationNoticeCodec.Size);
}
