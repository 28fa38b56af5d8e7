using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CsCheck;
using GraphQL;
using Microsoft.AspNetCore.Builder;
using Sessvm.AspNetCore;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.AspNetCore.Tests;
using Sessvm.Stores;

namespace Sessvm.GraphQL.Tests;

public sealed class SocketTests
{
    [Fact]
    public async Task A_session_comes_with_the_init_and_queries_and_subscriptions_run()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        using var socket = await OpenAsync(app);
        socket.SubProtocol.ShouldBe("graphql-transport-ws");
        await SayAsync(socket, """{"type":"ping"}""");
        (await HearAsync(socket)).ShouldBe("""{"type":"pong"}""");
        await SayAsync(socket, alice.Init);
        (await HearAsync(socket)).ShouldBe("""{"type":"connection_ack"}""");
        await SayAsync(socket, Subscribe("q", "{ sub }"));
        (await HearAsync(socket)).ShouldBe("""{"type":"next","id":"q","payload":{"data":{"sub":"alice"}}}""");
        (await HearAsync(socket)).ShouldBe("""{"type":"complete","id":"q"}""");
        await SayAsync(socket, Subscribe("s", "subscription { count(to: 2) }"));
        (await HearAsync(socket)).ShouldBe("""{"type":"next","id":"s","payload":{"data":{"count":1}}}""");
        (await HearAsync(socket)).ShouldBe("""{"type":"next","id":"s","payload":{"data":{"count":2}}}""");
        (await HearAsync(socket)).ShouldBe("""{"type":"complete","id":"s"}""");
        await SayAsync(socket, Subscribe("e", "{ nothing }"));
        (await HearAsync(socket)).ShouldStartWith("""{"type":"error","id":"e","payload":[{"message":""");
    }

    [Fact]
    public async Task An_end_completes_the_subscriptions_and_closes()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        using var socket = await AcknowledgedAsync(app, alice);
        await SayAsync(socket, Subscribe("a", "subscription { watch }"));
        await SayAsync(socket, Subscribe("b", "subscription { watch }"));
        await HearAsync(socket);
        await HearAsync(socket);
        app.Witness().Watching.ShouldBe(2);

        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);

        string?[] last = [await HearAsync(socket), await HearAsync(socket)];
        last.Order().ShouldBe(["""{"type":"complete","id":"a"}""", """{"type":"complete","id":"b"}"""]);
        (await HearAsync(socket)).ShouldBeNull();
        ((int?)socket.CloseStatus).ShouldBe(4401);
        socket.CloseStatusDescription.ShouldBe("session-ended");
        await UntilAsync(() => app.Witness().Watching == 0);
    }

    [Fact]
    public async Task A_client_that_wants_no_more_or_goes_stops_what_runs()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        using var socket = await AcknowledgedAsync(app, alice);
        await SayAsync(socket, Subscribe("a", "subscription { watch }"));
        await SayAsync(socket, Subscribe("b", "subscription { watch }"));
        await HearAsync(socket);
        await HearAsync(socket);
        await SayAsync(socket, """{"type":"complete","id":"a"}""");
        await UntilAsync(() => app.Witness().Watching == 1);
        await SayAsync(socket, Subscribe("a", "{ sub }")); // the id is free again
        (await HearAsync(socket)).ShouldNotBeNull().ShouldContain("alice");
        socket.Abort();
        await UntilAsync(() => app.Witness().Watching == 0);
        await UntilAsync(() => app.Web.Services.GetRequiredService<LiveConnections>().Count == 0);
    }

    [Theory]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ sub }"}}""", 4401)]
    [InlineData("""{"type":"connection_init"}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{}}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer A1.AAAA"}}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":7}}""", 4400)]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"a","authorization":"b"}}""", 4400)]
    [InlineData("""{"type":"connection_init","payload":"x"}""", 4400)]
    [InlineData("""{"type":"nonsense"}""", 4400)]
    [InlineData("""{"type":"complete"}""", 4400)]
    [InlineData("{}", 4400)]
    [InlineData("null", 4400)]
    [InlineData("", 4400)]
    [InlineData("[", 4400)]
    public async Task What_comes_first_decides(string message, int code)
    {
        await using var app = await GraphQLApp.StartAsync();
        using var socket = await OpenAsync(app);
        await SayAsync(socket, message);
        (await HearAsync(socket)).ShouldBeNull();
        ((int?)socket.CloseStatus).ShouldBe(code);
    }

    [Fact]
    public async Task A_refused_init_is_told_the_reason_and_a_client_may_try_again_with_another_token()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        using var socket = await OpenAsync(app);
        await SayAsync(socket, alice.Init);
        (await HearAsync(socket)).ShouldBeNull();
        ((int?)socket.CloseStatus).ShouldBe(4403);
        socket.CloseStatusDescription.ShouldBe("access-expired");
    }

    [Fact]
    public async Task An_init_that_is_late_long_or_repeated_closes()
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        using var late = await OpenAsync(app);
        Task<string?> farewell = HearAsync(late);
        while (!farewell.IsCompleted) // the server may begin to wait a moment after its answer to the handshake
        {
            app.Time.Advance(TimeSpan.FromSeconds(3));
            await Task.WhenAny(farewell, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        (await farewell).ShouldBeNull();
        ((int?)late.CloseStatus).ShouldBe(4408);

        using var longer = await OpenAsync(app);
        await SayAsync(longer, $$$"""{"type":"connection_init","payload":{"x":"{{{new string('x', 5000)}}}"}}""");
        (await HearAsync(longer)).ShouldBeNull();
        ((int?)longer.CloseStatus).ShouldBe(4400);

        using var twice = await AcknowledgedAsync(app, alice);
        await SayAsync(twice, alice.Init);
        (await HearAsync(twice)).ShouldBeNull();
        ((int?)twice.CloseStatus).ShouldBe(4429);

        using var early = await AcknowledgedAsync(app, alice);
        app.Time.Advance(TimeSpan.FromSeconds(30)); // in time: the timer has nothing to say
        await SayAsync(early, """{"type":"ping"}""");
        (await HearAsync(early)).ShouldBe("""{"type":"pong"}""");
    }

    [Theory]
    [InlineData("""{"type":"subscribe","id":"x","payload":{"query":"{ sub }"}}""", 4409)]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ sub }"}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"y"}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"y","payload":{"query":7}}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ sub }"}}""", 4400)]
    [InlineData("""{"type":"next","id":"y"}""", 4400)]
    public async Task A_wrong_message_closes_and_stops_what_runs(string message, int code)
    {
        await using var app = await GraphQLApp.StartAsync();
        var alice = await app.SignInAsync();
        using var socket = await AcknowledgedAsync(app, alice);
        await SayAsync(socket, Subscribe("x", "subscription { watch }"));
        await HearAsync(socket);
        await SayAsync(socket, message);
        string? last;
        while ((last = await HearAsync(socket)) is not null)
        {
            last.ShouldContain("complete");
        }

        ((int?)socket.CloseStatus).ShouldBe(code);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await UntilAsync(() => app.Witness().Watching == 0);
    }

    [Fact]
    public async Task A_connection_runs_so_many_operations_and_one_more_is_refused_alone()
    {
        await using var app = await GraphQLApp.StartAsync(options => options.MaxOperations = 2);
        var alice = await app.SignInAsync();
        using var socket = await AcknowledgedAsync(app, alice);
        foreach (string id in new[] { "a", "b" })
        {
            await SayAsync(socket, Subscribe(id, "subscription { watch }"));
            await HearAsync(socket);
        }

        await SayAsync(socket, Subscribe("c", "{ sub }"));
        (await HearAsync(socket)).ShouldNotBeNull().ShouldContain("too-many-operations");
        await SayAsync(socket, """{"type":"complete","id":"a"}""");
        await UntilAsync(() => app.Witness().Watching == 1);
        await SayAsync(socket, Subscribe("c", "{ sub }"));
        (await HearAsync(socket)).ShouldNotBeNull().ShouldContain("alice");
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_and_its_stream_stopped()
    {
        await using var app = await GraphQLApp.StartAsync(options => options.MaxWaiting = 10);
        var alice = await app.SignInAsync();
        using var socket = await AcknowledgedAsync(app, alice);
        await SayAsync(socket, Subscribe("f", "subscription { flood }"));
        await UntilAsync(() =>
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            return app.Web.Services.GetRequiredService<LiveConnections>().Count == 0;
        });
    }

    [Fact]
    public async Task A_subscription_with_a_scope_is_refused_without_it()
    {
        await using var app = await GraphQLApp.StartAsync();
        using var refused = await AcknowledgedAsync(app, await app.SignInAsync("read"));
        await SayAsync(refused, Subscribe("s", "subscription { secrets }"));
        (await HearAsync(refused)).ShouldNotBeNull().ShouldContain("insufficient-scope");
        using var admin = await AcknowledgedAsync(app, await app.SignInAsync("admin"));
        await SayAsync(admin, Subscribe("s", "subscription { secrets }"));
        (await HearAsync(admin)).ShouldNotBeNull().ShouldContain("one");
    }

    [Fact]
    public async Task Pings_are_no_use_of_the_session_and_operations_are() // R6
    {
        await using var app = await GraphQLApp.StartAsync("IdleTimeout=01:00:00", "TouchInterval=00:00:01");
        var alice = await app.SignInAsync();
        using var socket = await AcknowledgedAsync(app, alice);
        app.Time.Advance(TimeSpan.FromMinutes(50));
        await SayAsync(socket, Subscribe("q", "{ sub }"));
        (await HearAsync(socket)).ShouldNotBeNull().ShouldContain("alice");
        await HearAsync(socket);
        await app.Sessions.FlushAsync();
        app.Time.Advance(TimeSpan.FromMinutes(50));
        await SayAsync(socket, """{"type":"ping"}""");
        (await HearAsync(socket)).ShouldNotBeNull().ShouldContain("pong");
        await app.Sessions.FlushAsync();
        app.Time.Advance(TimeSpan.FromMinutes(11));
        (await HearAsync(socket)).ShouldBeNull();
        ((int?)socket.CloseStatus).ShouldBe(4401);
    }

    [Fact]
    public async Task The_cookie_of_the_handshake_is_enough_from_an_allowed_origin()
    {
        await using var app = await GraphQLApp.StartAsync("Mode=Cookie");
        var alice = await app.SignInAsync();
        using var socket = await OpenAsync(app, alice.Browser, app.Address.GetLeftPart(UriPartial.Authority));
        await SayAsync(socket, """{"type":"connection_init"}""");
        (await HearAsync(socket)).ShouldBe("""{"type":"connection_ack"}""");
        await Should.ThrowAsync<WebSocketException>(() => OpenAsync(app, alice.Browser, "https://evil.example"));
    }

    [Fact]
    public async Task Another_sub_protocol_is_refused()
    {
        await using var app = await GraphQLApp.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-ws");
        (await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(Address(app), default))).Message.ShouldContain("400");
    }

    [Fact]
    public async Task An_endpoint_in_a_group_says_that_the_middleware_is_missing()
    {
        await using var app = await TestApp.BearerAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddSingleton<Witness>();
                builder.Services.AddGraphQL(graphql => graphql.AddAutoSchema<Query>().AddSystemTextJson().AddSessvm());
            },
            web => web.MapGroup("/").MapSessvmGraphQL());
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(Address(app), default));
        app.Log.Lines.ShouldContain(line => line.Contains("Call app.UseWebSockets()"));
    }

    [Fact]
    public async Task An_application_that_would_not_check_scopes_does_not_start()
    {
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => TestApp.BearerAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddGraphQL(graphql => graphql.AddAutoSchema<Query>().AddSystemTextJson());
            },
            web => web.MapSessvmGraphQL()));
        refused.Message.ShouldContain("AddSessvm()");
        (await Should.ThrowAsync<ArgumentException>(() => GraphQLApp.StartAsync(options => options.MaxOperations = 0))).Message.ShouldContain("MaxOperations is '0'; allowed is 1 to 10000");
    }

    [Fact]
    public async Task Whatever_comes_the_socket_answers_or_closes_and_nothing_fails()
    {
        await using var app = await GraphQLApp.StartAsync("Connections:PerSession=1000");
        var alice = await app.SignInAsync();
        string[] parts =
        [
            "{", "}", "[", "]", "\"", ":", ",", "null", "\"type\"", "\"subscribe\"", "\"connection_init\"", "\"payload\"", "\"id\"", "\"1\"", "\"query\"", "\"{ sub }\"", "\\u0000", "1e999",
        ];
        var known = Gen.Int[0, parts.Length - 1].Select(at => parts[at]);
        var texts = Gen.OneOf(known.Array[0, 20].Select(string.Concat), Gen.String[0, 60], Gen.Const(Subscribe("1", "{ sub }")), Gen.Const(alice.Init));
        await texts.Array[1, 4].SampleAsync(
            async messages =>
            {
                using var socket = await OpenAsync(app);
                try
                {
                    foreach (string message in messages)
                    {
                        await SayAsync(socket, message);
                    }

                    await SayAsync(socket, "that is no message");
                }
                catch (WebSocketException)
                {
                    // it was closed meanwhile
                }

                while (await HearAsync(socket) is not null)
                {
                }

                ((int?)socket.CloseStatus).ShouldBeOneOf(4400, 4401, 4403, 4409, 4429, 1007, 1009);
            },
            iter: 150, threads: 1);
        app.Log.Lines.ShouldNotContain(line => line.StartsWith("Error"));
    }

    private static Uri Address(TestApp app) => new($"ws://{app.Address.Authority}/graphql");

    private static string Subscribe(string id, string query) =>
        $$$"""{"type":"subscribe","id":"{{{id}}}","payload":{"query":{{{JsonSerializer.Serialize(query)}}}}}""";

    private static async Task<ClientWebSocket> OpenAsync(TestApp app, Browser? browser = null, string? origin = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("User-Agent", Browser.Chrome);
        if (browser is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
            socket.Options.SetRequestHeader("Cookie", string.Join("; ", browser.Jar.Select(one => $"{one.Key}={one.Value}")));
        }

        await socket.ConnectAsync(Address(app), default);
        return socket;
    }

    private static async Task<ClientWebSocket> AcknowledgedAsync(TestApp app, Person person)
    {
        var socket = await OpenAsync(app);
        await SayAsync(socket, person.Init);
        (await HearAsync(socket)).ShouldBe("""{"type":"connection_ack"}""");
        return socket;
    }

    private static Task SayAsync(WebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    private static async Task<string?> HearAsync(WebSocket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        var message = await socket.ReceiveAsync(buffer.AsMemory(), default);
        return message.MessageType == WebSocketMessageType.Close ? null : Encoding.UTF8.GetString(buffer, 0, message.Count);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (int tries = 0; !holds(); tries++)
        {
            tries.ShouldBeLessThan(3000, "It never came to hold.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
