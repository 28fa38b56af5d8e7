using System.Net;
using Sessvm.Sessions;

namespace Sessvm.AspNetCore.Tests;

public sealed class EndpointTests
{
    private const string Refresh = "/auth/refresh";

    [Fact]
    public async Task Signing_in_sets_three_cookies_and_is_not_stored()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        var answer = await browser.SendAsync(HttpMethod.Post, "/login", Browser.Json("""{"user":"alice"}"""));

        answer.ShouldBe(200);
        answer.One("Cache-Control").ShouldBe("no-store");
        browser.SetCookies.Count.ShouldBe(3);
        browser.SetCookies.ShouldContain(one => one.StartsWith("atk=A1.") && one.Contains("httponly") && one.Contains("samesite=lax") && !one.Contains("max-age"));
        browser.SetCookies.ShouldContain(one => one.StartsWith("did=") && one.Contains("httponly") && one.Contains("max-age=31536000"));
        browser.SetCookies.ShouldContain(one => one.StartsWith("csrf=") && !one.Contains("httponly"));
    }

    [Fact]
    public async Task A_persistent_sign_in_keeps_its_cookies_until_the_absolute_deadline()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync("alice", ",\"persistent\":true");
        browser.SetCookies.ShouldContain(one => one.StartsWith("atk=") && one.Contains("max-age=2592000"));
    }

    [Fact]
    public async Task In_bearer_mode_the_cookies_are_readable_and_the_access_cookie_is_not_read()
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        browser.SetCookies.ShouldAllBe(one => !one.Contains("httponly"));

        (await browser.GetAsync("/me")).ShouldBe(401, "missing-bearer");
        (await browser.GetAsync("/me", $"Authorization: Bearer {login.GetProperty("atk")}")).ShouldBe(200);
    }

    [Fact]
    public async Task Without_a_credential_the_challenge_is_plain()
    {
        await using var app = await TestApp.CookieAsync();
        var answer = await app.Browser().GetAsync("/me");
        answer.ShouldBe(401, "missing-bearer");
        answer.One("WWW-Authenticate").ShouldBe("Bearer");
        answer.One("Cache-Control").ShouldBe("no-store");
    }

    [Fact]
    public async Task Logout_takes_an_expired_token_ends_the_session_and_clears_the_cookies()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        var thief = browser.Copy();
        app.Time.Advance(TimeSpan.FromHours(1));
        (await browser.PostAsync("/auth/logout")).ShouldBe(204);
        browser.Jar.Keys.ShouldBe(["did"]);
        (await thief.PostAsync(Refresh)).ShouldBe(401, "session-not-active");
        (await browser.PostAsync("/auth/logout")).ShouldBe(401, "missing-bearer");
    }

    [Fact]
    public async Task The_current_session_is_told()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync("alice", ",\"scopes\":[\"read\",\"admin\"]");
        var answer = await browser.GetAsync("/auth/session");
        answer.ShouldBe(200);
        answer.Text("sub").ShouldBe("alice");
        answer.Text("sid").ShouldBe(login.GetProperty("sid").GetString());
        answer.Json.GetProperty("scp").EnumerateArray().Select(one => one.GetString()).ShouldBe(["read", "admin"]);
        answer.Text("csrf").ShouldBe(browser.Jar["csrf"]);
        browser.SetCookies.ShouldBeEmpty();
        answer.Json.GetProperty("generation").GetInt32().ShouldBe(1);
        answer.Json.GetProperty("expires").GetDateTimeOffset().ShouldBe(app.Time.GetUtcNow().AddMinutes(15));
        answer.Json.GetProperty("deadline").GetDateTimeOffset().ShouldBe(app.Time.GetUtcNow().AddDays(30));
    }

    [Fact]
    public async Task A_client_that_lost_its_csrf_cookie_gets_it_again()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        browser.Jar.Remove("csrf");
        (await browser.GetAsync("/auth/session")).ShouldBe(200);
        (await browser.PostAsync("/me")).ShouldBe(200);
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_or_all_others()
    {
        await using var app = await TestApp.CookieAsync();
        var here = app.Browser();
        var there = app.Browser(Browser.Firefox);
        var third = app.Browser();
        var stranger = app.Browser();
        await here.LoginAsync();
        var other = await there.LoginAsync();
        await third.LoginAsync();
        var bob = await stranger.LoginAsync("bob");

        var list = (await here.GetAsync("/auth/sessions")).Json.GetProperty("sessions").EnumerateArray().ToArray();
        list.Length.ShouldBe(3);
        list.Count(one => one.GetProperty("current").GetBoolean()).ShouldBe(1);
        list.ShouldContain(one => one.GetProperty("browser").GetString() == "Chrome 130" && one.GetProperty("system").GetString() == "Windows");
        list.ShouldAllBe(one => one.GetProperty("class").GetString() == "desktop");
        list.ShouldContain(one => one.GetProperty("sid").GetString() == other.GetProperty("sid").GetString() && one.GetProperty("system").GetString() == "Linux");

        ((int)(await Delete(here, bob)).Status).ShouldBe(404);
        ((int)(await here.SendAsync(HttpMethod.Delete, "/auth/sessions/garbage", null, $"X-CSRF-Token: {here.Jar["csrf"]}")).Status).ShouldBe(404);
        (await here.SendAsync(HttpMethod.Delete, $"/auth/sessions/{other.GetProperty("sid")}", null)).ShouldBe(403, "missing-csrf-header");
        (await there.GetAsync("/me")).ShouldBe(200);
        (await Delete(here, other)).ShouldBe(204);
        (await there.GetAsync("/me")).ShouldBe(401, "session-not-active");
        ((int)(await Delete(here, other)).Status).ShouldBe(404);

        var revoked = await here.PostAsync("/auth/sessions/revoke-others");
        revoked.Json.GetProperty("ended").GetInt32().ShouldBe(1);
        (await third.GetAsync("/me")).ShouldBe(401, "session-not-active");
        (await here.GetAsync("/me")).ShouldBe(200);
        (await stranger.GetAsync("/me")).ShouldBe(200);

        static Task<Answer> Delete(Browser browser, System.Text.Json.JsonElement session) =>
            browser.SendAsync(HttpMethod.Delete, $"/auth/sessions/{session.GetProperty("sid")}", null, $"X-CSRF-Token: {browser.Jar["csrf"]}");
    }

    [Fact]
    public async Task A_refresh_token_is_rotated_and_its_replay_ends_the_family()
    {
        await using var app = await TestApp.BearerAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync("alice", ",\"refresh\":true");
        string device = browser.Jar["did"];
        browser.Jar.Clear();
        string Body(string? token) => $$"""{"rtk":"{{token}}","did":"{{device}}"}""";

        string first = login.GetProperty("rtk").GetString()!;
        var answer = await browser.PostAsync("/auth/rotate", Body(first));
        answer.ShouldBe(200);
        answer.Text("rtk")!.ShouldStartWith("R1.");
        answer.Text("sid").ShouldBe(login.GetProperty("sid").GetString());
        (await browser.GetAsync("/me", $"Authorization: Bearer {answer.Text("atk")}", $"X-Session-Device: {device}")).ShouldBe(200);
        app.Time.Advance(TimeSpan.FromMinutes(5));
        (await browser.PostAsync("/auth/rotate", Body(first))).ShouldBe(401, "replay-detected");
        (await browser.PostAsync("/auth/rotate", Body(answer.Text("rtk")))).ShouldBe(401, "refresh-not-active");
        (await browser.PostAsync("/auth/rotate", Body("junk"))).ShouldBe(401, "invalid-refresh-format");
        (await browser.PostAsync("/auth/rotate", $$"""{"rtk":"{{first}}"}""")).ShouldBe(401, "missing-device");
    }

    [Fact]
    public async Task A_proxy_is_told_whose_request_it_is()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        var login = await browser.LoginAsync("josé & co", ",\"scopes\":[\"read\",\"admin\"]");
        var answer = await browser.GetAsync("/auth/verify");
        answer.ShouldBe(204);
        answer.One("X-Session-Subject").ShouldBe("jos%C3%A9%20%26%20co");
        answer.One("X-Session-Id").ShouldBe(login.GetProperty("sid").GetString());
        answer.One("X-Session-Scopes").ShouldBe("read admin");
        (await browser.SendAsync(HttpMethod.Head, "/auth/verify", null)).ShouldBe(204);
        (await app.Browser().GetAsync("/auth/verify")).ShouldBe(401, "missing-bearer");

        (await browser.GetAsync("/auth/verify", "X-Original-Method: POST")).ShouldBe(403, "missing-csrf-header");
        (await browser.GetAsync("/auth/verify", "X-Original-Method: POST", "X-Forwarded-Method: GET")).ShouldBe(403, "missing-csrf-header");
        (await browser.GetAsync("/auth/verify", "X-Forwarded-Method: DELETE", $"X-CSRF-Token: {browser.Jar["csrf"]}")).ShouldBe(204);
    }

    [Fact]
    public async Task A_store_that_is_down_is_503_and_never_401()
    {
        await using var app = await TestApp.CookieAsync();
        var browser = app.Browser();
        await browser.LoginAsync();
        app.Store.Down = true;
        (await browser.GetAsync("/me")).ShouldBe(200);
        foreach (var (method, path) in new[] { ("GET", "/auth/session"), ("GET", "/auth/sessions"), ("POST", "/auth/refresh"), ("POST", "/auth/logout"), ("POST", "/auth/sessions/revoke-others") })
        {
            var answer = method == "GET" ? await browser.GetAsync(path) : await browser.PostAsync(path);
            answer.ShouldBe(503, "store-unavailable");
            answer.One("Retry-After").ShouldNotBeNull();
        }

        browser.Jar.ShouldContainKey("atk");
        var other = browser.Copy(Browser.Firefox); // another requester: the row has to be asked
        (await other.GetAsync("/me")).ShouldBe(503, "store-unavailable");
    }

    [Fact]
    public async Task Background_requests_do_not_extend_the_idle_deadline()
    {
        await using var app = await TestApp.CookieAsync(null, null, "AccessLifetime=01:00:00", "IdleTimeout=01:00:00", "TouchInterval=00:00:01");
        var browser = app.Browser();
        await browser.LoginAsync();
        var started = app.Time.GetUtcNow();
        (await browser.GetAsync("/me")).ShouldBe(200);
        app.Time.Advance(TimeSpan.FromMinutes(30));
        (await browser.GetAsync("/timer")).ShouldBe(200);
        (await browser.GetAsync("/me", "X-Session-Background: 1")).ShouldBe(200);
        await app.Sessions.FlushAsync();
        var row = await app.Store.ListAsync("alice", app.Time.GetUtcNow(), default);
        row.Single().LastSeenAt.ShouldBe(started);
        (await browser.GetAsync("/me")).ShouldBe(200);
        await app.Sessions.FlushAsync();
        (await app.Store.ListAsync("alice", app.Time.GetUtcNow(), default)).Single().LastSeenAt.ShouldBe(app.Time.GetUtcNow());
    }
}
