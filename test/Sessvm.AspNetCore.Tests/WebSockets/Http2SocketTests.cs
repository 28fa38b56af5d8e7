using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore.Tests.SignalR;
using Sessvm.Stores;

namespace Sessvm.AspNetCore.Tests.WebSockets;

public sealed class Http2SocketTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_socket_over_tls_opens_echoes_and_closes_with_its_session(string version)
    {
        using var certificate = HttpsTests.Certificate();
        await using var app = await TestApp.BearerAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddSingleton<HubWitness>();
                builder.Services.AddSignalR();
                builder.WebHost.UseKestrelHttpsConfiguration();
                builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
            },
            web =>
            {
                SocketApp.Map(web);
                web.MapHub<WhoHub>("/hub");
            });
        using var handler = new SocketsHttpHandler { UseCookies = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString();
        using var client = new HttpMessageInvoker(handler);
        using var login = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Address, "/login")) { Content = Browser.Json("""{"user":"alice"}"""), Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        login.Headers.TryAddWithoutValidation("User-Agent", Browser.Chrome);
        using var signedIn = await client.SendAsync(login, default);
        string device = signedIn.Headers.GetValues("Set-Cookie").Single(line => line.StartsWith("__Host-did=")).Split('=', ';')[1];
        string token = System.Text.Json.JsonDocument.Parse(await signedIn.Content.ReadAsStringAsync()).RootElement.GetProperty("atk").GetString()!;

        using var socket = await OpenAsync(app, client, version, "/echo", device, token);
        using var another = await OpenAsync(app, client, version, "/echo", device, token); // over HTTP/2, on the same connection
        using var hub = await OpenAsync(app, client, version, "/hub", device, token);
        await RawHub.SendAsync(hub, """{"protocol":"json","version":1}""");
        (await Sockets.ReadAsync(hub)).ShouldBe("{}\u001e");
        await RawHub.SendAsync(hub, """{"type":1,"invocationId":"1","target":"Whoami","arguments":[]}""");
        (await Sockets.ReadAsync(hub)).ShouldNotBeNull().ShouldContain("alice");
        await socket.SayAsync("hello");
        (await Sockets.ReadAsync(socket)).ShouldBe("hello");
        var failure = await Should.ThrowAsync<WebSocketException>(() => OpenAsync(app, client, version, "/echo", device, token[..^2]));
        failure.Message.ShouldContain("401");

        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);

        (await socket.ClosedAsync()).ShouldBe(4401);
        (await another.ClosedAsync()).ShouldBe(4401);
        await hub.ClosedAsync();
        await app.Witness().NextAsync();
    }

    private static async Task<ClientWebSocket> OpenAsync(TestApp app, HttpMessageInvoker client, string version, string path, string device, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = Version.Parse(version);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.SetRequestHeader("User-Agent", Browser.Chrome);
        socket.Options.AddSubProtocol($"sessvm.did.{device}");
        socket.Options.AddSubProtocol($"sessvm.atk.{token}");
        await socket.ConnectAsync(new Uri($"wss://{app.Address.Authority}{path}"), client, default);
        return socket;
    }
}
