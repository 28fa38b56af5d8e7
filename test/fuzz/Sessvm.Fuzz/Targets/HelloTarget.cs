using System.Buffers;
using System.Buffers.Binary;
using Sessvm.Fingerprints;
using Sessvm.Fingerprints.Internal;

namespace Sessvm.Fuzz.Targets;

/// <summary>The first bytes of a connection: whole, in segments of seven, cut short, and in other records.</summary>
internal sealed class HelloTarget() : FuzzTarget("hello", fixedBytes: 8_192, bytesEach: 128)
{
    private const int RecordHead = 5;
    private const int Segment = 7;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (byte[] hello in Corpus.Hellos())
        {
            yield return hello;
            if (hello.Length is > 200 and < 300)
            {
                yield return InRecords(hello, 60);
            }
        }
    }

    protected override void Read(byte[] input)
    {
        HelloStatus status = HelloRecords.Read(new ReadOnlySequence<byte>(input), out TlsFingerprint? whole);
        HelloStatus cut = HelloRecords.Read(InSegments(input), out TlsFingerprint? pieces);
        Require(status == cut && whole == pieces, "whole and in pieces it is read differently");
        Require(whole is null == (status != HelloStatus.Read), "what is read has no fingerprint");
        if (whole is null)
        {
            return;
        }

        Require(whole.Ja4.Length == 36 && whole.Ja3.Length == 32 && whole.Comparable.Length == 33, "a form has another length");
        int end = EndOf(input);
        for (int length = 0; length < end; length += 1 + (end / 5))
        {
            Require(HelloRecords.Read(new ReadOnlySequence<byte>(input, 0, length), out _) == HelloStatus.Incomplete, "the beginning of a hello is none");
        }

        byte[] other = InRecords(input, 1 + (end / 40));
        Require(TlsFingerprint.Read(new ReadOnlySequence<byte>(other)) == whole, "in other records it is read differently");
    }

    /// <summary>Where the record ends in which the message does: before the last byte of the message it is not whole.</summary>
    private static int EndOf(byte[] bytes)
    {
        int message = Message(bytes).Length;
        int at = 0;
        while (true)
        {
            int fragment = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 3));
            if (fragment >= message)
            {
                return at + RecordHead + message;
            }

            message -= fragment;
            at += RecordHead + fragment;
        }
    }

    private static byte[] Message(byte[] bytes)
    {
        using var message = new MemoryStream(bytes.Length);
        for (int at = 0; at + RecordHead <= bytes.Length;)
        {
            int fragment = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 3)), bytes.Length - at - RecordHead);
            message.Write(bytes, at + RecordHead, fragment);
            at += RecordHead + fragment;
            if (message.Length >= 4 && message.Length >= Size(message))
            {
                message.SetLength(Size(message));
                break;
            }
        }

        return message.ToArray();

        static int Size(MemoryStream message) => 4 + (int)(BinaryPrimitives.ReadUInt32BigEndian(message.GetBuffer()) & 0xFF_FFFF);
    }

    private static byte[] InRecords(byte[] bytes, int size)
    {
        using var records = new MemoryStream(2 * bytes.Length);
        foreach (byte[] fragment in Message(bytes).Chunk(size))
        {
            records.Write([22, 3, 1, (byte)(fragment.Length >> 8), (byte)fragment.Length, .. fragment]);
        }

        return records.ToArray();
    }

    private static ReadOnlySequence<byte> InSegments(byte[] bytes)
    {
        var first = new Link(default, 0);
        Link last = first;
        for (int at = 0; at < bytes.Length; at += Segment)
        {
            last = last.Append(bytes.AsMemory(at, Math.Min(Segment, bytes.Length - at)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Link : ReadOnlySequenceSegment<byte>
    {
        public Link(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Link Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Link(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
