using Sessvm.Revocation;
using Sessvm.Revocation.KeyValue.Internal;
using Sessvm.Stores;
using Sessvm.Stores.KeyValue.Internal;

namespace Sessvm.Fuzz.Targets;

/// <summary>A value behind a key-value port: a bucket of rows, or a part of the revocation log. Refused, or one with this one form.</summary>
internal sealed class ValueTarget() : FuzzTarget("value", fixedBytes: 32_768, bytesEach: 512)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override IEnumerable<byte[]> Seeds()
    {
        var bucket = Bucket.Parse("seed", null);
        foreach (SessionRow row in (SessionRow[])[Testing.SampleRows.Typical(), Testing.SampleRows.Full()])
        {
            bucket.Insert(Entry.Of(row));
        }

        byte[] notice = RevocationNoticeCodec.Encode(new RevocationNotice(Testing.SampleRows.Typical().Id, 7, Now, null));
        return [bucket.ToBytes(), LogSegment.Append(null, (byte[][])[notice, notice], Now).Bytes.ToArray(), new LogHead(5, 6).ToBytes()];
    }

    protected override void Read(byte[] input)
    {
        Answer(() => ReadBucket(input));
        Answer(() => ReadSegment(input));
        Answer(() => Require(LogHead.Parse(input)!.Value.ToBytes().AsSpan().SequenceEqual(input), "a head has two forms"));
    }

    private static void ReadBucket(byte[] input)
    {
        var bucket = Bucket.Parse("fuzz", input);
        Require(bucket.ToBytes().AsSpan().SequenceEqual(input), "a bucket has two forms");
        Require(bucket.TimeToLive > TimeSpan.Zero, "a bucket is gone at once");
        foreach (Entry entry in bucket.Entries)
        {
            entry.ToRow();
        }

        bucket.Purge(null, 10, 0);
    }

    private static void ReadSegment(byte[] input)
    {
        var segment = LogSegment.Parse("fuzz", input)!;
        _ = segment.AppendedAt;
        for (int i = 0; i < segment.Count; i++)
        {
            segment.Notice(i);
            segment.MarkOf(i);
        }
    }

    private static void Answer(Action read)
    {
        try
        {
            read();
        }
        catch (SessionStoreException)
        {
            // the defined answer to what is malformed
        }
    }
}
