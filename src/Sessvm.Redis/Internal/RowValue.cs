using System.Buffers.Binary;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Redis.Internal;

/// <summary>A row as the value of its key: a head that the scripts understand, and the body, which they never look into.</summary>
/*
    FORMAT, version 1. Numbers are big-endian. The places are also in Scripts/row.lua, counted from 1.

    value = head body

    head            place   size
    format              0      1   %x01
    version             1      8   compared as it is: a number of 64 bits is none in Lua
    generation          9      4
    lastSeen           13      7   instant
    seen               20      7   instant
    reason             27      1   EndReason, 0 while the session lives
    ended              28      7   instant
    created            35      7   instant
    deadline           42      7   instant
    idle               49      7   milliseconds
    device             56     17   key id and hash
    kinship            73      1   %x00 a root | %x01 a child
    family             74     16   a child's only: its family's id without the shard

    instant = milliseconds since the year 1, plus 1; 0 for none
    body    = SessionRowCodec
*/
internal static class RowValue
{
    internal const int InstantSize = 7;
    internal const int DeviceSize = 17;
    internal const int EndSize = 1 + InstantSize;
    internal const int MarkSize = 4 + (2 * InstantSize);

    /// <summary>For how long past its last deadline a row must still answer with the right reason, and how far clocks may be apart, in milliseconds.</summary>
    private const long Margin = 2 * 60 * 60 * 1000;

    private const byte Format = 1;
    private const int RootHead = 74;
    private const int ChildHead = RootHead + ShardKeys.IdSize;
    private const long YearOne = 62_135_596_800_001;

    internal static byte[] Encode(SessionRow row)
    {
        if (row.Family.Shard != row.Id.Shard)
        {
            throw new ArgumentException("The row cannot be stored: a session and its family are of one subject, and so of one shard.", nameof(row));
        }

        byte[] body = SessionRowCodec.Encode(row);
        var columns = SessionRowColumns.Of(row);
        bool isChild = row.Family != row.Id;
        var value = new byte[(isChild ? ChildHead : RootHead) + body.Length];
        Span<byte> head = value;
        head[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(head[1..], columns.Version);
        BinaryPrimitives.WriteUInt32BigEndian(head[9..], columns.Generation);
        WriteInstant(head[13..], columns.LastSeenAt);
        WriteInstant(head[20..], columns.SeenAt);
        head[27] = columns.EndReason;
        WriteInstant(head[28..], columns.IsEnded ? columns.EndedAt : null);
        WriteInstant(head[35..], row.CreatedAt.ToUnixTimeMilliseconds());
        WriteInstant(head[42..], row.Deadline.ToUnixTimeMilliseconds());
        WriteNumber(head[49..], Milliseconds(row.IdleTimeout));
        WriteDevice(head[56..], row.Device);
        if (isChild)
        {
            head[73] = 1;
            ShardKeys.WriteId(head[74..], row.Family);
        }

        body.CopyTo(head[^body.Length..]);
        return value;
    }

    internal static SessionRow Decode(SessionId id, ReadOnlySpan<byte> value)
    {
        if (value.Length < RootHead || value[0] != Format || value[73] > 1 || (value[73] == 1 && value.Length < ChildHead))
        {
            throw new SessionStoreException(
                $"The stored row of session {id} is malformed, or of a newer version of Sessvm: upgrade this node, or remove the row.");
        }

        byte reason = value[27];
        var columns = new SessionRowColumns(
            BinaryPrimitives.ReadInt64BigEndian(value[1..]),
            BinaryPrimitives.ReadUInt32BigEndian(value[9..]),
            ReadInstant(value[13..]) ?? long.MinValue,
            ReadInstant(value[20..]),
            reason,
            reason == 0 ? 0 : ReadInstant(value[28..]) ?? long.MinValue);
        return SessionRowCodec.Decode(id, value[(value[73] == 1 ? ChildHead : RootHead)..], columns);
    }

    /// <summary>How long the server must keep a row, in milliseconds: as long as it can be used from its last use on, which needs no clock.</summary>
    internal static long Lifetime(SessionRow row) => Margin + Math.Max(0, Milliseconds(row.LapsesAt - row.LastSeenAt));

    /// <summary>How long the server must keep the index that names a row, in milliseconds: longer than any use can make it keep the row.</summary>
    internal static long IndexLifetime(SessionRow row) =>
        (2 * Margin) + Milliseconds(row.IdleTimeout) + Math.Max(0, Milliseconds(row.Deadline - row.LastSeenAt));

    internal static byte[] Version(RowVersion version)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, version.Value);
        return bytes;
    }

    /// <summary>An instant as the scripts compare it; fractions of a millisecond are dropped.</summary>
    internal static byte[] Instant(DateTimeOffset instant)
    {
        var bytes = new byte[InstantSize];
        WriteInstant(bytes, instant.ToUnixTimeMilliseconds());
        return bytes;
    }

    /// <summary>Reason and instant of an end, as they lie in the head.</summary>
    internal static byte[] End(SessionEnd end)
    {
        var bytes = new byte[EndSize];
        bytes[0] = (byte)end.Reason;
        WriteInstant(bytes.AsSpan(1), end.At.ToUnixTimeMilliseconds());
        return bytes;
    }

    internal static byte[] Mark(in SessionMark mark)
    {
        var bytes = new byte[MarkSize];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, mark.Generation);
        WriteInstant(bytes.AsSpan(4), mark.LastSeenAt?.ToUnixTimeMilliseconds());
        WriteInstant(bytes.AsSpan(4 + InstantSize), mark.SeenAt?.ToUnixTimeMilliseconds());
        return bytes;
    }

    internal static byte[] Device(in KeyedHash device)
    {
        var bytes = new byte[DeviceSize];
        WriteDevice(bytes, device);
        return bytes;
    }

    private static long Milliseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;

    private static void WriteDevice(Span<byte> destination, in KeyedHash device)
    {
        destination[0] = device.KeyId;
        BinaryPrimitives.WriteUInt128BigEndian(destination[1..], device.Value);
    }

    private static void WriteInstant(Span<byte> destination, long? milliseconds) =>
        WriteNumber(destination, milliseconds is { } value ? value + YearOne : 0);

    private static long? ReadInstant(ReadOnlySpan<byte> bytes)
    {
        Span<byte> wide = stackalloc byte[8];
        wide[0] = 0;
        bytes[..InstantSize].CopyTo(wide[1..]);
        long value = BinaryPrimitives.ReadInt64BigEndian(wide);
        return value == 0 ? null : value - YearOne;
    }

    private static void WriteNumber(Span<byte> destination, long value)
    {
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(wide, value);
        wide[1..].CopyTo(destination);
    }
}
