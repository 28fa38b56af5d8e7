using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using Sessvm.Fingerprints;

namespace Sessvm.AspNetCore.Tests;

/// <summary>The look at a connection, without a server around it.</summary>
public sealed class TlsPeekMiddlewareTests
{
    private static readonly byte[] Half = [22, 3, 1, 2, 0, 1, 0, 1, 252];

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _input = new();
    private readonly DefaultConnectionContext _connection = new();
    private ReadResult? _next;

    public TlsPeekMiddlewareTests() => _connection.Transport = new Duplex(_input.Reader, new Pipe().Writer);

    [Fact]
    public async Task What_was_looked_at_is_there_for_the_next_reader_at_once()
    {
        await _input.Writer.WriteAsync("GET / HTTP/1.1"u8.ToArray());
        await StartAsync();
        _next!.Value.Buffer.ToArray().ShouldBe("GET / HTTP/1.1"u8.ToArray());
    }

    [Fact]
    public async Task Out_of_patience_the_connection_goes_on_and_the_next_reader_is_not_cancelled()
    {
        await _input.Writer.WriteAsync(Half);
        var running = StartAsync();
        _next.ShouldBeNull();
        _time.Advance(TlsPeekMiddleware.Patience);
        await _input.Writer.WriteAsync(new byte[] { 3 }); // a half hello is no use to TLS either: it waits for more
        await running.WaitAsync(TestContext.Current.CancellationToken);
        _next!.Value.IsCanceled.ShouldBeFalse();
        _next.Value.Buffer.ToArray().ShouldBe([.. Half, 3]);
    }

    [Fact]
    public async Task Who_is_late_with_a_hello_stands_out_and_who_speaks_no_TLS_does_not()
    {
        var running = StartAsync();
        _time.Advance(TlsPeekMiddleware.Patience);
        await _input.Writer.WriteAsync(Half);
        await running;
        var peek = _connection.Features.Get<ITlsFingerprintFeature>().ShouldBeOfType<TlsPeek>();
        peek.Fingerprint.ShouldBeNull();
        peek.Comparable(_connection.Features).ShouldBeNull();
        _connection.Features.Set(Substitute.For<ITlsHandshakeFeature>());
        peek.Comparable(_connection.Features).ShouldBe(TlsFingerprint.Unreadable);
    }

    [Fact]
    public async Task A_shutdown_is_not_waited_out()
    {
        using var closing = new CancellationTokenSource();
        var lifetime = Substitute.For<IConnectionLifetimeNotificationFeature>();
        lifetime.ConnectionClosedRequested.Returns(closing.Token);
        _connection.Features.Set(lifetime);
        var running = StartAsync(reads: false);
        running.IsCompleted.ShouldBeFalse();
        await closing.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(typeof(ConnectionResetException))]
    [InlineData(typeof(ConnectionAbortedException))]
    public async Task A_connection_that_breaks_is_left_to_the_next_reader(Type how)
    {
        var running = StartAsync(reads: false);
        await _input.Writer.CompleteAsync((Exception)Activator.CreateInstance(how, "gone")!);
        await running;
    }

    [Fact]
    public async Task A_connection_that_ends_amid_a_hello_is_left_to_the_next_reader()
    {
        await _input.Writer.WriteAsync(Half);
        await _input.Writer.CompleteAsync();
        await StartAsync();
        _next!.Value.IsCompleted.ShouldBeTrue();
        _next.Value.Buffer.Length.ShouldBe(Half.Length);
    }

    [Fact]
    public async Task A_second_look_is_not_taken()
    {
        var earlier = Substitute.For<ITlsFingerprintFeature>();
        _connection.Features.Set(earlier);
        await StartAsync(reads: false);
        _connection.Features.Get<ITlsFingerprintFeature>().ShouldBe(earlier);
    }

    private Task StartAsync(bool reads = true) => new TlsPeekMiddleware(
        async connection =>
        {
            if (reads)
            {
                _next = await connection.Transport.Input.ReadAsync();
            }
        },
        _time).OnConnectionAsync(_connection);

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
