using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Sessvm.Client.Tests.Support;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Client.Tests.Demo;

/// <summary>Sockets, hubs and subscriptions of the demo, with what the client gives them.</summary>
public sealed class TransportTests : ClientTest
{
    [Theory]
    [InlineData(SocketCredential.Header)]
    [InlineData(SocketCredential.SubProtocol)]
    [InlineData(SocketCredential.Ticket)]
    public async Task A_socket_opens_with_an_expired_token_echoes_and_hears_of_the_end(SocketCredential credential)
    {
        var demo = await StartDemoAsync(["--Store", "memory", "--Sessvm:Mode", "Bearer", .. Quick]);
        var (client, _) = await SignInAsync(demo.Address);
        await ExpiredAsync(demo.Address, await client.GetTokensAsync());
        var options = new SessionSocketOptions { Credential = credential };

        using (var socket = (await client.ConnectWebSocketAsync(Socket(demo.Address), options)).Socket!)
        {
            (await ReceiveAsync(socket)).ShouldContain("alice");
            await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
            (await ReceiveAsync(socket)).ShouldBe("hello");
        }

        var messages = client.ReadWebSocketAsync(Socket(demo.Address), options).GetAsyncEnumerator();
        (await messages.MoveNextAsync()).ShouldBeTrue();
        var next = messages.MoveNextAsync();
        await RevokeOthersAsync(demo.Address);
        (await next).ShouldBeFalse();
        await messages.DisposeAsync();
        Told.Last().ShouldBe("ended session-not-active");
        (await client.ConnectWebSocketAsync(Socket(demo.Address), options)).Refusal!.Reason.IsEnd().ShouldBeTrue();
    }

    [Fact]
    public async Task A_reader_of_a_socket_survives_a_restart_of_the_server()
    {
        string[] arguments = ["--Sessvm:Mode", "Bearer", "--urls", $"http://127.0.0.1:{LocalServer.FreePort()}", .. Quick];
        var demo = await StartDemoAsync(arguments);
        var (client, _) = await SignInAsync(demo.Address);
        await using var messages = client.ReadWebSocketAsync(Socket(demo.Address)).GetAsyncEnumerator();
        (await messages.MoveNextAsync()).ShouldBeTrue();
        var next = messages.MoveNextAsync();
        await demo.KillAsync();

        await StartDemoAsync(arguments);

        (await next).ShouldBeTrue();
        messages.Current.ShouldContain("alice");
    }

    [Fact]
    public async Task A_reader_that_is_cancelled_stops()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        var (client, _) = await SignInAsync(demo.Address);
        using var stop = new CancellationTokenSource();
        await using var messages = client.ReadWebSocketAsync(Socket(demo.Address), cancellationToken: stop.Token).GetAsyncEnumerator();
        (await messages.MoveNextAsync()).ShouldBeTrue();
        var next = messages.MoveNextAsync();

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_socket_to_another_origin_is_the_callers_mistake()
    {
        var (client, _) = Open(new Uri("https://app.example"));

        await Should.ThrowAsync<ArgumentException>(() => client.ConnectWebSocketAsync(new Uri("wss://other.example/ws")));
    }

    [Fact]
    public async Task A_hub_starts_with_an_expired_token_calls_and_hears_of_the_end()
    {
        var demo = await StartDemoAsync(["--Store", "memory", "--Sessvm:Mode", "Bearer", .. Quick]);
        var (client, _) = await SignInAsync(demo.Address);
        await ExpiredAsync(demo.Address, await client.GetTokensAsync());
        #region snippet: dotnet-client-signalr
        string device = (await client.GetTokensAsync()).DeviceId;
        await using var hub = new HubConnectionBuilder()
            .WithUrl(new Uri(demo.Address, "/hub"), options =>
            {
                options.AccessTokenProvider = () => client.GetAccessTokenAsync();
                options.Headers["X-Session-Device"] = device;
            })
            .Build();
        #endregion
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };

        await hub.StartAsync();
        (await hub.InvokeAsync<string>("Echo", "hello")).ShouldBe("hello");
        await RevokeOthersAsync(demo.Address);
        await closed.Task;
        await Should.ThrowAsync<HttpRequestException>(hub.StartAsync());
        client.State.ShouldBe(SessionState.Ended);
    }

    [Fact]
    public async Task A_subscription_starts_with_an_expired_token_ticks_and_hears_of_the_end()
    {
        var demo = await StartDemoAsync(["--Store", "memory", "--Sessvm:Mode", "Bearer", .. Quick]);
        var (client, _) = await SignInAsync(demo.Address);
        await ExpiredAsync(demo.Address, await client.GetTokensAsync());
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(demo.Address) { Scheme = "ws", Path = "/graphql" }.Uri, default);

        #region snippet: dotnet-client-graphql
        var payload = await client.GetConnectionInitAsync();
        string init = JsonSerializer.Serialize(new { type = "connection_init", payload });
        #endregion
        await SendAsync(socket, init);
        (await ReceiveAsync(socket)).ShouldContain("connection_ack");
        await SendAsync(socket, """{"id":"1","type":"subscribe","payload":{"query":"subscription { ticks }"}}""");
        (await ReceiveAsync(socket)).ShouldContain("\"next\"");

        await RevokeOthersAsync(demo.Address);
        while (socket.State == WebSocketState.Open)
        {
            await ReceiveAsync(socket);
        }

        socket.CloseStatus.ShouldBe(SessionSocketExtensions.SessionEnded);
    }

    [Fact]
    public async Task Metadata_of_a_call_holds_what_the_server_takes()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        var (client, _) = await SignInAsync(demo.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(demo.Address, "/api/profile"));
        await client.AddCredentialsAsync(request.Headers.Add);
        using var plain = new HttpClient();

        (await plain.SendAsync(request)).IsSuccessStatusCode.ShouldBeTrue();
    }

    private static Uri Socket(Uri address) => new UriBuilder(address) { Scheme = "ws", Path = "/ws" }.Uri;

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer, default);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }
}
