namespace Sessvm.AspNetCore.Tests;

/// <summary>Sends the first message of a TLS client in records and packets of its own size.</summary>
internal sealed class SplitStream(Stream inner, int record, int packet) : Stream
{
    private bool _sent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_sent)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            return;
        }

        _sent = true;
        byte[] hello = Records(buffer.Span);
        for (int at = 0; at < hello.Length; at += packet)
        {
            await inner.WriteAsync(hello.AsMemory(at, Math.Min(packet, hello.Length - at)), cancellationToken);
            await inner.FlushAsync(cancellationToken);
            await Task.Yield();
        }
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private byte[] Records(ReadOnlySpan<byte> single)
    {
        var split = new List<byte>();
        for (int at = 5; at < single.Length;)
        {
            int length = Math.Min(record, single.Length - at);
            split.AddRange([22, 3, 1, (byte)(length >> 8), (byte)length]);
            split.AddRange(single.Slice(at, length));
            at += length;
        }

        return [.. split];
    }
}
