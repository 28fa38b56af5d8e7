using System.Buffers;

namespace Sessvm.Tests.Fingerprints;

/// <summary>Bytes cut into pieces: into records, and into the segments of a sequence.</summary>
internal static class Segments
{
    /// <summary>Wraps the message of a single record into records of other sizes.</summary>
    public static byte[] Records(byte[] single, Func<int> size)
    {
        var split = new List<byte>();
        for (int at = 5; at < single.Length;)
        {
            int length = Math.Clamp(size(), 1, single.Length - at);
            split.AddRange([22, 3, 1, (byte)(length >> 8), (byte)length]);
            split.AddRange(single[at..(at + length)]);
            at += length;
        }

        return [.. split];
    }

    public static ReadOnlySequence<byte> Sequence(byte[] bytes, Func<int> size)
    {
        var first = new Segment(default, 0);
        Segment last = first;
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Clamp(size(), 0, bytes.Length - at);
            last = last.Append(bytes.AsMemory(at, length));
            at += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
