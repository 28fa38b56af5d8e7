using System.Buffers.Binary;
using Sessvm.Tokens;

namespace Sessvm.Stores.KeyValue.Internal;

/// <summary>One row in a bucket, decoded only where it is asked for.</summary>
internal readonly record struct Entry(SessionId Id, SessionRowColumns Columns, ReadOnlyMemory<byte> Body)
{
    internal const int HeadSize = SessionId.Size + 8 + 4 + 8 + 8 + 1 + 8 + 2;

    private const long Unseen = long.MinValue;

    internal int Size => HeadSize + Body.Length;

    /// <summary>In Unix milliseconds.</summary>
    internal long LapsesAt => SessionRowCodec.LapsesAt(Id, Body.Span, Columns);

    internal static Entry Of(SessionRow row) => new(row.Id, SessionRowColumns.Of(row), SessionRowCodec.Encode(row));

    internal SessionRow ToRow() => SessionRowCodec.Decode(Id, Body.Span, Columns);

    /// <summary>Reads the entry at the start of some bytes; <see langword="false"/> where they are cut short.</summary>
    internal static bool TryRead(ReadOnlyMemory<byte> bytes, out Entry entry)
    {
        entry = default;
        var head = bytes.Span;
        if (head.Length < HeadSize)
        {
            return false;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(head[55..]);
        if (head.Length < HeadSize + length)
        {
            return false;
        }

        long seen = BinaryPrimitives.ReadInt64BigEndian(head[38..]);
        var columns = new SessionRowColumns(
            BinaryPrimitives.ReadInt64BigEndian(head[18..]),
            BinaryPrimitives.ReadUInt32BigEndian(head[26..]),
            BinaryPrimitives.ReadInt64BigEndian(head[30..]),
            seen == Unseen ? null : seen,
            head[46],
            BinaryPrimitives.ReadInt64BigEndian(head[47..]));
        entry = new Entry(SessionId.Read(head), columns, bytes.Slice(HeadSize, length));
        return true;
    }

    internal void Write(Span<byte> head)
    {
        Id.Write(head);
        BinaryPrimitives.WriteInt64BigEndian(head[18..], Columns.Version);
        BinaryPrimitives.WriteUInt32BigEndian(head[26..], Columns.Generation);
        BinaryPrimitives.WriteInt64BigEndian(head[30..], Columns.LastSeenAt);
        BinaryPrimitives.WriteInt64BigEndian(head[38..], Columns.SeenAt ?? Unseen);
        head[46] = Columns.EndReason;
        BinaryPrimitives.WriteInt64BigEndian(head[47..], Columns.EndedAt);
        BinaryPrimitives.WriteUInt16BigEndian(head[55..], (ushort)Body.Length);
        Body.Span.CopyTo(head[HeadSize..]);
    }
}
