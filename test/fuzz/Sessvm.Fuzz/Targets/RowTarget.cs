using System.Buffers.Binary;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tokens;

namespace Sessvm.Fuzz.Targets;

/// <summary>A stored row, its columns and then its body: refused, or a row whose body has this one form.</summary>
internal sealed class RowTarget() : FuzzTarget("row", fixedBytes: 32_768, bytesEach: 256)
{
    private const int ColumnsSize = 38;

    private static readonly SessionId Id = SampleRows.Typical("fuzz").Id;

    public override IEnumerable<byte[]> Seeds()
    {
        SessionRow typical = SampleRows.Typical();
        return [Seed(typical), Seed(SampleRows.Full()), Seed(SampleRows.Exchanged(typical)), Seed(typical with { End = new SessionEnd(EndReason.Administrative, typical.LastSeenAt) })];
    }

    protected override void Read(byte[] input)
    {
        Span<byte> head = stackalloc byte[ColumnsSize];
        head.Clear();
        input.AsSpan(0, Math.Min(input.Length, ColumnsSize)).CopyTo(head);
        ReadOnlySpan<byte> body = input.AsSpan(Math.Min(input.Length, ColumnsSize));
        var columns = new SessionRowColumns(
            BinaryPrimitives.ReadInt64BigEndian(head),
            BinaryPrimitives.ReadUInt32BigEndian(head[8..]),
            BinaryPrimitives.ReadInt64BigEndian(head[12..]),
            (head[20] & 1) == 0 ? null : BinaryPrimitives.ReadInt64BigEndian(head[21..]),
            head[29],
            BinaryPrimitives.ReadInt64BigEndian(head[30..]));
        try
        {
            SessionRow row = SessionRowCodec.Decode(Id, body, columns);
            Require(SessionRowCodec.Encode(row).AsSpan().SequenceEqual(body), "a row has two forms");
            Require(SessionRowColumns.Of(row) with { EndedAt = 0 } == columns with { EndedAt = 0 }, "a row has other columns");
            Require(SessionRowCodec.IsOf(Id, body, row.Subject), "a row is somebody else's");
            Require(
                SessionRowCodec.Concerns(Id, body, row.Subject, new AddTerms(null, WhenFull.EvictOldest, [row.Device])),
                "a row is another device's");
            Require(SessionRowCodec.LapsesAt(Id, body, columns) == row.LapsesAt.ToUnixTimeMilliseconds(), "a row lapses at another time");
        }
        catch (SessionStoreException)
        {
            // the defined answer to what is malformed
        }
    }

    private static byte[] Seed(SessionRow row)
    {
        var columns = SessionRowColumns.Of(row);
        byte[] head = new byte[ColumnsSize];
        BinaryPrimitives.WriteInt64BigEndian(head, columns.Version);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), columns.Generation);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(12), columns.LastSeenAt);
        head[20] = (byte)(columns.SeenAt is null ? 0 : 1);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(21), columns.SeenAt ?? 0);
        head[29] = columns.EndReason;
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(30), columns.EndedAt);
        return [.. head, .. SessionRowCodec.Encode(row)];
    }
}
