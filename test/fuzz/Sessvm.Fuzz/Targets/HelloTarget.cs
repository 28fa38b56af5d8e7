using System.Buffers;
using Sessvm.Fingerprints;

namespace Sessvm.Fuzz.Targets;

/// <summary>The first bytes of a connection: whole, and cut into segments of seven.</summary>
internal sealed class HelloTarget() : FuzzTarget("hello", fixedBytes: 4_096, bytesEach: 64)
{
    public override IEnumerable<byte[]> Seeds() => Corpus.Hellos();

    protected override void Read(byte[] input)
    {
        TlsFingerprint? whole = TlsFingerprint.Read(new ReadOnlySequence<byte>(input));
        TlsFingerprint? cut = TlsFingerprint.Read(Cut(input));
        Require(whole == cut, "whole and in pieces it is read differently");
        if (whole is not null)
        {
            Require(whole.Ja4.Length == 36 && whole.Ja3.Length == 32 && whole.Comparable.Length == 33, "a form has another length");
        }
    }

    private static ReadOnlySequence<byte> Cut(byte[] bytes)
    {
        var first = new Segment(default, 0);
        Segment last = first;
        for (int at = 0; at < bytes.Length; at += 7)
        {
            last = last.Append(bytes.AsMemory(at, Math.Min(7, bytes.Length - at)));
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
