using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore.Tests.WebSockets;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.AspNetCore.Tests.Grpc;

/// <summary>gRPC is HTTP: two metadata entries sign a call in, and a stream ends with its session.</summary>
public sealed class GrpcTests
{
    [Fact]
    public async Task A_call_is_signed_in_by_its_metadata_and_a_stream_ends_with_the_session()
    {
        await using var app = await StartAsync();
        var metadata = await SignedInAsync(app);
        using var channel = GrpcChannel.ForAddress(app.Address);
        var calls = channel.CreateCallInvoker();
        (await calls.AsyncUnaryCall(TicksBase.WhoamiMethod, null, new CallOptions(metadata), "")).ShouldBe("alice");
        (await Should.ThrowAsync<RpcException>(calls.AsyncUnaryCall(TicksBase.WhoamiMethod, null, new CallOptions(), "").ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unauthenticated);

        using var ticks = calls.AsyncServerStreamingCall(TicksBase.TicksMethod, null, new CallOptions(metadata), "");
        (await ticks.ResponseStream.MoveNext(default)).ShouldBeTrue();
        app.Connections().Count.ShouldBe(1);
        var next = ticks.ResponseStream.MoveNext(default);

        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);

        await Should.ThrowAsync<RpcException>(next);
        await SocketApp.UntilAsync(() => app.Connections().Count == 0);
        (await Should.ThrowAsync<RpcException>(calls.AsyncUnaryCall(TicksBase.WhoamiMethod, null, new CallOptions(metadata), "").ResponseAsync)).StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    private static Task<TestApp> StartAsync() => TestApp.BearerAsync(
        builder =>
        {
            builder.Services.AddSessvm();
            builder.Services.AddGrpc();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        },
        web =>
        {
            web.MapSessvm();
            web.MapGrpcService<TickService>().EndWithSession();
        });

    private static async Task<Metadata> SignedInAsync(TestApp app)
    {
        var device = Guid.NewGuid();
        var traits = new RequestTraits("grpc-dotnet/2.0", null, IPAddress.Loopback, null);
        var started = await app.Sessions.StartAsync(new StartRequest { Subject = "alice", Device = device, Fingerprint = app.Sessions.Fingerprints.Extract(traits) });
        return new Metadata { { "authorization", $"Bearer {started.Grant!.AccessToken.Reveal()}" }, { "x-session-device", device.ToString() } };
    }
}
