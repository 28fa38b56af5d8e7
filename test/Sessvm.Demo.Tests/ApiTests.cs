using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Sessvm.Demo.Tests;

/// <summary>What DESIGN says of the demo's API, sentence by sentence.</summary>
public sealed class ApiTests : DemoTest
{
    [Fact]
    public async Task A_sign_in_in_cookie_mode_answers_without_the_token_and_sets_it_as_a_cookie()
    {
        var demo = await StartDemoAsync();
        using var visitor = new Visitor(demo.Address);

        var answer = await visitor.LoginAsync("alice");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Json.GetProperty("ok").GetBoolean().ShouldBeTrue();
        answer["sid"]!.ShouldStartWith("S1.");
        answer["sub"].ShouldBe("alice");
        answer["csrf"].ShouldBe(visitor.Cookie("csrf"));
        answer["atk"].ShouldBeNull();
        answer["rtk"].ShouldBeNull();
        visitor.Cookie("atk")!.ShouldStartWith("A1.");
        Guid.TryParse(visitor.Cookie("did"), out _).ShouldBeTrue();
        answer.Message.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var set = answer.Message.Headers.GetValues("Set-Cookie").ToArray();
        set.Single(one => one.StartsWith("atk=", StringComparison.Ordinal)).ShouldContain("httponly");
        set.Single(one => one.StartsWith("csrf=", StringComparison.Ordinal)).ShouldNotContain("httponly");
    }

    [Theory]
    [InlineData("alice", "wrong")]
    [InlineData("nobody", "sessvm")]
    [InlineData("Alice", "sessvm")]
    public async Task A_wrong_user_or_password_is_bad_credentials_and_sets_no_cookie(string user, string password)
    {
        var demo = await StartDemoAsync("--Store", "memory");
        using var visitor = new Visitor(demo.Address);

        var answer = await visitor.LoginAsync(user, password);

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Body.ShouldBe("""{"ok":false,"rsn":"bad-credentials"}""");
        answer.Message.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task The_profile_needs_a_session_and_its_post_the_csrf_token()
    {
        var demo = await StartDemoAsync();
        using var visitor = new Visitor(demo.Address);
        (await visitor.GetAsync("/api/profile")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        string? sid = (await visitor.LoginAsync("bob"))["sid"];

        var read = await visitor.GetAsync("/api/profile");
        var bare = await visitor.SendAsync(HttpMethod.Post, "/api/profile", new { });
        var written = await visitor.PostAsync("/api/profile");

        read.Status.ShouldBe(HttpStatusCode.OK);
        read.Body.ShouldBe($$"""{"sub":"bob","sid":"{{sid}}","scp":["read","write"]}""");
        bare.Status.ShouldBe(HttpStatusCode.Forbidden);
        bare["rsn"].ShouldBe("missing-csrf-header");
        written.Status.ShouldBe(HttpStatusCode.OK);
        written["sub"].ShouldBe("bob");
    }

    [Fact]
    public async Task Only_alice_has_the_scope_of_the_admin_door()
    {
        var demo = await StartDemoAsync("--Store", "memory");
        using var alice = new Visitor(demo.Address);
        using var bob = new Visitor(demo.Address);
        using var nobody = new Visitor(demo.Address);
        await alice.LoginAsync("alice");
        await bob.LoginAsync("bob");

        (await alice.GetAsync("/api/admin"))["sub"].ShouldBe("alice");
        var refused = await bob.GetAsync("/api/admin");
        refused.Status.ShouldBe(HttpStatusCode.Forbidden);
        refused.Message.Headers.WwwAuthenticate.ToString().ShouldContain("insufficient_scope");
        (await nobody.GetAsync("/api/admin")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_bearer_sign_in_hands_out_the_token_and_a_refresh_token_that_can_be_traded()
    {
        var demo = await StartDemoAsync("--Sessvm:Mode", "Bearer");
        using var visitor = new Visitor(demo.Address);

        var login = await visitor.LoginAsync("alice", refresh: true);
        string did = visitor.Cookie("did")!;
        var profile = await visitor.SendAsync(HttpMethod.Post, "/api/profile", null, $"Authorization: Bearer {login["atk"]}");
        var rotated = await visitor.PostAsync("/auth/rotate", new { rtk = login["rtk"], did });
        var after = await visitor.GetAsync("/api/profile", $"Authorization: Bearer {rotated["atk"]}");

        login["csrf"].ShouldNotBeNullOrEmpty();
        login["rtk"]!.ShouldStartWith("R1.");
        profile["sub"].ShouldBe("alice"); // a bearer needs no CSRF token
        rotated.Status.ShouldBe(HttpStatusCode.OK, rotated.Body);
        rotated["atk"]!.ShouldStartWith("A1.");
        rotated["rtk"]!.ShouldStartWith("R1.");
        rotated["rtk"].ShouldNotBe(login["rtk"]);
        rotated["sid"].ShouldBe(login["sid"]);
        after["sid"].ShouldBe(login["sid"]);
        (await visitor.GetAsync("/api/profile")).Status.ShouldBe(HttpStatusCode.Unauthorized); // the cookie is not read
    }

    [Fact]
    public async Task The_socket_tells_who_it_is_sends_back_what_it_gets_and_drops_with_the_session()
    {
        var demo = await StartDemoAsync();
        using var visitor = new Visitor(demo.Address);
        await visitor.LoginAsync("carol");
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", visitor.CookieHeader);
        socket.Options.SetRequestHeader("Origin", demo.Address.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new Uri($"ws://{demo.Address.Authority}/ws"), CancellationToken.None);

        string hello = await ReceiveAsync(socket);
        await socket.SendAsync(Encoding.UTF8.GetBytes("¿still there?"), WebSocketMessageType.Text, true, CancellationToken.None);
        string echo = await ReceiveAsync(socket);
        var logout = await visitor.PostAsync("/auth/logout");
        await ReceiveAsync(socket);

        hello.ShouldBe("""{"sub":"carol"}""");
        echo.ShouldBe("¿still there?");
        logout.Status.ShouldBe(HttpStatusCode.NoContent);
        ((int?)socket.CloseStatus).ShouldBe(4401);
        socket.CloseStatusDescription.ShouldBe("session-ended");
    }

    [Fact]
    public async Task A_socket_without_a_session_is_refused_and_so_is_a_plain_request()
    {
        var demo = await StartDemoAsync("--Store", "memory");
        using var visitor = new Visitor(demo.Address);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{demo.Address.Authority}/ws"), CancellationToken.None));

        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await visitor.GetAsync("/ws")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        await visitor.LoginAsync();
        (await visitor.GetAsync("/ws")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Health_and_metrics_are_open_and_hold_no_secret()
    {
        var demo = await StartDemoAsync();
        using var visitor = new Visitor(demo.Address);
        await visitor.LoginAsync("alice");
        using var stranger = new Visitor(demo.Address);

        (await stranger.GetAsync("/health")).Body.ShouldBe("Healthy");
        string metrics = (await stranger.GetAsync("/metrics")).Body;

        metrics.ShouldContain("sessvm_");
        metrics.ShouldContain("http_server_request_duration_seconds");
        metrics.ShouldNotContain("alice");
        (metrics + demo.Log).ShouldNotContain(visitor.Cookie("atk")!);
        demo.Log.ShouldNotContain(DemoProcess.Secret);
    }

    [Fact]
    public async Task Sessions_outlive_the_demo_in_a_file_and_not_in_memory()
    {
        var first = await StartDemoAsync();
        using var visitor = new Visitor(first.Address);
        await visitor.LoginAsync("alice");
        string[] carried = [$"Cookie: {visitor.CookieHeader}", $"X-CSRF-Token: {visitor.Cookie("csrf")}"];
        await first.KillAsync();

        var again = await StartDemoAsync();
        using var later = new Visitor(again.Address);
        var kept = await later.SendAsync(HttpMethod.Post, "/auth/refresh", new { }, carried);
        var memory = await StartDemoAsync("--Store", "memory");
        using var elsewhere = new Visitor(memory.Address);
        var gone = await elsewhere.SendAsync(HttpMethod.Post, "/auth/refresh", new { }, carried);

        kept.Status.ShouldBe(HttpStatusCode.OK, kept.Body);
        gone.Status.ShouldBe(HttpStatusCode.Unauthorized);
        gone["rsn"].ShouldBe("session-not-found");
        memory.Log.ShouldContain("memory, gone when the demo stops");
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1024];
        var message = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}
