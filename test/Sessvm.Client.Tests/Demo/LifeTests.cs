using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Sessvm.Client.Tests.Support;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.Client.Tests.Demo;

/// <summary>The whole life of a session, against the demo as it runs.</summary>
public sealed class LifeTests : ClientTest
{
    [Theory]
    [InlineData("Bearer", false)]
    [InlineData("Bearer", true)]
    [InlineData("Cookie", false)]
    [InlineData("Cookie", true)]
    public async Task Sign_in_call_exchange_retry_and_forced_end(string mode, bool refresh)
    {
        var demo = await StartDemoAsync(["--Store", "memory", "--Sessvm:Mode", mode, .. Quick]);
        var (client, http) = await SignInAsync(demo.Address, refresh);
        var first = await client.GetTokensAsync();
        (first.RefreshToken is not null).ShouldBe(refresh);
        (await http.GetFromJsonAsync<JsonElement>("/api/profile")).GetProperty("sub").GetString().ShouldBe("alice");

        await ExpiredAsync(demo.Address, first);
        var answer = await http.PostAsJsonAsync("/api/profile", new { });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Told.ShouldBe(["refreshed"]);
        var second = await client.GetTokensAsync();
        second.AccessToken.ShouldNotBe(first.AccessToken);
        (second.RefreshToken == first.RefreshToken).ShouldBe(!refresh);

        await RevokeOthersAsync(demo.Address);
        await EventuallyAsync(async () => (await http.GetAsync("/api/profile")).StatusCode == HttpStatusCode.Unauthorized);
        Told.Last().ShouldStartWith("ended ");
        client.State.ShouldBe(SessionState.Ended);
        (await client.RefreshAsync()).Refusal!.Reason.IsEnd().ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hundred_callers_with_an_expired_token_make_one_exchange_on_the_wire(bool refresh)
    {
        var demo = await StartDemoAsync(["--Store", "memory", "--Sessvm:Mode", "Bearer", .. Quick]);
        await using var proxy = new CountingProxy(demo.Address);
        var (client, http) = await SignInAsync(proxy.Address, refresh);
        await ExpiredAsync(demo.Address, await client.GetTokensAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => http.GetAsync("/api/profile"))));

        answers.ShouldAllBe(one => one.StatusCode == HttpStatusCode.OK);
        proxy.Exchanges.ShouldBe(1);
        demo.Log.ShouldNotContain("Replay");
    }

    [Fact]
    public async Task Sixty_exchanges_on_end_leave_one_lineage()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        var (client, http) = await SignInAsync(demo.Address, refresh: true);
        for (int round = 0; round < 60; round++)
        {
            (await Task.WhenAll(client.RotateAsync(), client.RefreshAsync(), client.RotateAsync())).ShouldAllBe(one => one.Succeeded);
        }

        (await http.GetAsync("/api/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        demo.Log.ShouldNotContain("Replay");
    }

    [Fact]
    public async Task Wrong_credentials_are_a_result_and_signing_out_ends_the_session()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        var (client, http) = Open(demo.Address);
        using (var wrong = await http.PostAsJsonAsync("/login", new { user = "alice", password = "wrong" }))
        {
            var refusal = (await client.SignInAsync(wrong)).Refusal!;
            (refusal.Reason, refusal.Code, refusal.Status).ShouldBe((RefusalReason.Unknown, "bad-credentials", 401));
        }

        var (other, otherHttp) = await SignInAsync(demo.Address);
        var tokens = await other.GetTokensAsync();
        (await other.SignOutAsync()).Succeeded.ShouldBeTrue();
        (await otherHttp.GetAsync("/api/profile")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await client.SignInAsync(tokens); // a copy of what was signed out
        (await client.RefreshAsync()).Refusal!.Reason.ShouldBe(RefusalReason.SessionNotActive);
    }

    [Fact]
    public async Task A_restart_of_the_server_loses_nothing()
    {
        string[] arguments = ["--Sessvm:Mode", "Bearer", "--urls", $"http://127.0.0.1:{LocalServer.FreePort()}", .. Quick];
        var demo = await StartDemoAsync(arguments);
        var (client, http) = await SignInAsync(demo.Address);
        await demo.KillAsync();
        (await client.RefreshAsync()).Refusal!.Reason.ShouldBe(RefusalReason.NetworkError);
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync("/api/profile"));
        client.State.ShouldBe(SessionState.SignedIn);

        await StartDemoAsync(arguments);

        (await http.GetAsync("/api/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        Told.ShouldNotContain(one => one.StartsWith("ended"));
    }

    [Fact]
    public async Task A_store_that_is_gone_is_503_and_keeps_the_session_until_it_is_back()
    {
        await using var redis = new RedisServer();
        await redis.InitializeAsync();
        var demo = await StartDemoAsync(["--Store", "redis", "--ConnectionString", redis.Address, "--Sessvm:Mode", "Bearer", .. Quick]);
        var (client, http) = await SignInAsync(demo.Address);
        await ExpiredAsync(demo.Address, await client.GetTokensAsync());
        await redis.Process.SignalAsync("STOP");

        var refused = await client.RefreshAsync();
        var answer = await http.GetAsync("/api/profile");

        refused.Refusal!.Reason.ShouldBe(RefusalReason.StoreUnavailable);
        refused.Refusal.RetryAfter.ShouldNotBeNull();
        (await answer.ReadRefusalAsync())!.Reason.ShouldBe(RefusalReason.StoreUnavailable);
        client.State.ShouldBe(SessionState.SignedIn);
        await redis.Process.SignalAsync("CONT");
        await EventuallyAsync(async () => (await http.GetAsync("/api/profile")).StatusCode == HttpStatusCode.OK);
        Told.ShouldBe(["refreshed"]);
    }

    [Fact]
    public async Task A_redirect_to_another_origin_takes_no_token_along()
    {
        var demo = await StartDemoAsync("--Store", "memory", "--Sessvm:Mode", "Bearer");
        using var elsewhere = new HttpListener();
        string there = $"http://127.0.0.1:{LocalServer.FreePort()}/";
        elsewhere.Prefixes.Add(there);
        elsewhere.Start();
        using var front = new HttpListener();
        string here = $"http://127.0.0.1:{LocalServer.FreePort()}/";
        front.Prefixes.Add(here);
        front.Start();
        var (client, http) = Open(new Uri(here));
        var (signedIn, _) = await SignInAsync(demo.Address);
        await client.SignInAsync(await signedIn.GetTokensAsync());
        var call = http.GetAsync("/anything");
        var first = await front.GetContextAsync();
        first.Request.Headers["Authorization"].ShouldNotBeNull();
        first.Response.Redirect(there);
        first.Response.Close();

        var second = await elsewhere.GetContextAsync();
        second.Request.Headers["Authorization"].ShouldBeNull();
        second.Request.Headers["X-Session-Device"].ShouldNotBeNull(); // the page on this client says so
        second.Response.Close();
        (await call).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
