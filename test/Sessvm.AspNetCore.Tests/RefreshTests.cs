using System.Net;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore.Tests;

/// <summary>The exchange, over the wire.</summary>
public sealed class RefreshTests
{
    private const string Refresh = "/auth/refresh";

    [Fact]
    public async Task A_valid_token_is_exchanged_for_itself_and_sets_no_cookie()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        var answer = await browser.PostAsync(Refresh, "{}");

        answer.ShouldBe(200);
        answer.Json.GetProperty("ok").GetBoolean().ShouldBeTrue();
        answer.Json.GetProperty("refreshed").GetBoolean().ShouldBeFalse();
        answer.Text("atk").ShouldBeNull();
        answer.Text("sid").ShouldBe(login.GetProperty("sid").GetString());
        answer.Text("csrf").ShouldBe(browser.Jar["csrf"]);
        browser.SetCookies.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refresh_tells_how_long_the_token_lives_yet()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();

        app.Time.Advance(TimeSpan.FromMinutes(5));
        (await browser.PostAsync(Refresh, "{}")).Json.GetProperty("ttl").GetInt32().ShouldBe(600);
        app.Time.Advance(TimeSpan.FromMinutes(11));
        (await browser.PostAsync(Refresh, "{}")).Json.GetProperty("ttl").GetInt32().ShouldBe(900);
        (await app.Browser().PostAsync(Refresh, "{}")).Json.TryGetProperty("ttl", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_expired_token_is_exchanged_for_its_successor()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        string first = browser.Jar["atk"];
        app.Time.Advance(TimeSpan.FromMinutes(16));

        var expired = await browser.GetAsync("/me");
        expired.ShouldBe(401, "access-expired");
        expired.One("WWW-Authenticate").ShouldBe("Bearer error=\"invalid_token\", error_description=\"access-expired\"");
        var answer = await browser.PostAsync(Refresh, $$"""{"did":"{{browser.Jar["did"]}}"}""");
        answer.ShouldBe(200);
        answer.Json.GetProperty("refreshed").GetBoolean().ShouldBeTrue();
        answer.Text("atk").ShouldBeNull();
        answer.One("Cache-Control").ShouldBe("no-store");
        browser.SetCookies.Count.ShouldBe(3);
        browser.Jar["atk"].ShouldNotBe(first);
        (await browser.GetAsync("/me")).ShouldBe(200);
    }

    [Fact]
    public async Task A_bearer_client_gets_the_successor_in_the_body()
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var answer = await browser.PostAsync(Refresh, $$"""{"did":"{{browser.Jar["did"]}}"}""", $"Authorization: Bearer {login.GetProperty("atk")}");
        answer.ShouldBe(200);
        answer.Text("atk")!.ShouldStartWith("A1.");
        answer.Text("atk").ShouldNotBe(login.GetProperty("atk").GetString());
        browser.Jar["atk"].ShouldBe(answer.Text("atk"));
    }

    [Theory]
    [InlineData("Bearer A1.AAAA", null, 401, "invalid-access-format")]
    [InlineData("Bearer A1.", null, 401, "invalid-access-format")]
    [InlineData("Bearer R1.AAAA", null, 401, "invalid-access-format")]
    [InlineData("Bearer eyJhbGciOi.e30.x", null, 401, "missing-bearer")]
    [InlineData("Basic YTpi", null, 401, "missing-bearer")]
    public async Task A_refused_refresh_says_why(string authorization, string? body, int status, string reason)
    {
        await using var app = await TestApp.BearerAsync();
        var answer = await app.Browser().PostAsync(Refresh, body, $"Authorization: {authorization}", $"X-Session-Device: {Guid.NewGuid()}");
        answer.ShouldBe(status, reason);
        answer.Json.GetProperty("ok").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("refreshed").GetBoolean().ShouldBeFalse();
        answer.Text("atk").ShouldBeNull();
        answer.Text("sid").ShouldBeNull();
    }

    [Theory]
    [InlineData("Authorization: Bearer eyJhbGciOi.e30.x", 401, "missing-bearer")]
    [InlineData("Authorization: Bearer", 401, "missing-bearer")]
    [InlineData("Authorization: bearer A1.AAAA", 401, "invalid-access-format")]
    [InlineData("Authorization: Basic YTpi", 200, null)]
    public async Task A_bearer_that_is_not_good_never_falls_back_to_the_cookie(string header, int status, string? reason)
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        (await browser.GetAsync("/me", header)).ShouldBe(status, reason);
        (await browser.PostAsync(Refresh, null, header)).ShouldBe(status, reason);
    }

    [Fact]
    public async Task A_refresh_without_or_with_another_device_is_refused()
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        string bearer = $"Authorization: Bearer {login.GetProperty("atk")}";
        string device = browser.Jar["did"];
        browser.Jar.Clear();

        (await browser.PostAsync(Refresh, null, bearer)).ShouldBe(401, "missing-device");
        (await browser.PostAsync(Refresh, $$"""{"did":"{{Guid.NewGuid()}}"}""", bearer)).ShouldBe(401, "device-mismatch");
        (await browser.PostAsync(Refresh, $$"""{"did":"{{Guid.NewGuid()}}"}""", bearer, $"X-Session-Device: {device}")).ShouldBe(401, "device-mismatch");
        (await browser.PostAsync(Refresh, """{"did":"none"}""", bearer)).ShouldBe(401, "device-mismatch");
        (await browser.PostAsync(Refresh, null, bearer, $"X-Session-Device: {device}")).ShouldBe(200);
    }

    [Fact]
    public async Task Two_different_devices_in_one_request_are_refused()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        (await browser.GetAsync("/me", $"X-Session-Device: {Guid.NewGuid()}")).ShouldBe(401, "device-mismatch");
        (await browser.GetAsync("/me", $"X-Session-Device: {browser.Jar["did"]}")).ShouldBe(200);
    }

    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("[]", "application/json", 400)]
    [InlineData("{\"did\":5}", "application/json", 400)]
    [InlineData("did=1", "application/x-www-form-urlencoded", 415)]
    [InlineData("{}", "text/plain", 415)]
    public async Task A_body_that_makes_no_sense_is_a_problem_in_plain_words(string body, string type, int status)
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        foreach (string path in new[] { Refresh, "/auth/rotate" })
        {
            var answer = await browser.SendAsync(HttpMethod.Post, path, new StringContent(body, null, type));
            ((int)answer.Status).ShouldBe(status);
            answer.One("Content-Type").ShouldBe("application/problem+json");
            answer.One("Cache-Control").ShouldBe("no-store");
        }

        (await browser.SendAsync(HttpMethod.Post, Refresh, Browser.Json(new string(' ', 9000)))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Refused_exchanges_are_limited_and_accepted_ones_are_not()
    {
        await using var app = await TestApp.BearerAsync(null, null, "RateLimit:Limit=3");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        string bearer = $"Authorization: Bearer {login.GetProperty("atk")}";
        string device = browser.Jar["did"];
        browser.Jar.Clear();
        for (int i = 0; i < 10; i++)
        {
            (await browser.PostAsync(Refresh, null, bearer, $"X-Session-Device: {device}")).ShouldBe(200);
        }

        string other = $"X-Session-Device: {Guid.NewGuid()}";
        for (int i = 0; i < 3; i++)
        {
            (await browser.PostAsync(Refresh, null, bearer, other)).ShouldBe(401, "device-mismatch");
        }

        var limited = await browser.PostAsync(Refresh, null, bearer, other);
        limited.ShouldBe(429, "rate-limited");
        int.Parse(limited.One("Retry-After")!).ShouldBeInRange(1, 10);
        (await browser.PostAsync(Refresh, null, bearer, $"X-Session-Device: {device}")).ShouldBe(200); // its owner is not kept out
        app.Time.Advance(TimeSpan.FromSeconds(11));
        (await browser.PostAsync(Refresh, null, bearer, other)).ShouldBe(401, "device-mismatch");
    }

    [Fact]
    public async Task Who_floods_from_a_network_does_not_keep_a_neighbour_out()
    {
        await using var app = await TestApp.BearerAsync(null, null, "RateLimit:Limit=2");
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        for (int i = 0; i < 2; i++)
        {
            (await app.Browser().PostAsync(Refresh, null, "Authorization: Bearer A1.AAAA", $"X-Session-Device: {Guid.NewGuid()}")).ShouldBe(401, "invalid-access-format");
        }

        (await app.Browser().PostAsync(Refresh, null, "Authorization: Bearer A1.AAAA", $"X-Session-Device: {Guid.NewGuid()}")).ShouldBe(429, "rate-limited");
        (await browser.PostAsync(Refresh, null, $"Authorization: Bearer {login.GetProperty("atk")}")).ShouldBe(200);
    }
}
