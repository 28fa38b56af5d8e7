
namespace Sessvm.AspNetCore.Tests;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("Cookie")]
    [InlineData("Bearer")]
    public async Task No_secret_stands_in_any_log_line_event_or_exception(string mode)
    {
        await using var app = await TestApp.CookieAsync(null, null, $"Mode={mode}");
        var secrets = new HashSet<string> { TestApp.Secret, Browser.Chrome };
        var browser = app.Browser();
        var login = await browser.LoginAsync("alice", ",\"refresh\":true");
        Collect(login.GetProperty("atk").GetString(), login.GetProperty("rtk").GetString(), login.GetProperty("csrf").GetString());
        string[] headers = mode == "Bearer" ? [$"Authorization: Bearer {login.GetProperty("atk")}"] : [];
        await browser.GetAsync("/me", headers);
        await browser.PostAsync("/me", null, headers);
        Collect((await browser.PostAsync("/auth/ticket", null, headers)).Text("tkt"));
        Collect((await browser.PostAsync("/auth/rotate", $$"""{"rtk":"{{login.GetProperty("rtk")}}","did":"{{browser.Jar["did"]}}"}""")).Text("rtk"));
        var old = browser.Copy();
        app.Time.Advance(TimeSpan.FromMinutes(16));
        await browser.PostAsync("/auth/refresh", null, headers);
        await browser.GetAsync("/me");
        await browser.GetAsync("/me", "Authorization: Bearer A1.this-is-no-token-but-secret");
        secrets.Add("this-is-no-token-but-secret");
        app.Store.Down = true;
        await browser.PostAsync("/auth/refresh", null, headers);
        await browser.PostAsync("/auth/logout", null, headers);
        app.Store.Down = false;
        app.Time.Advance(TimeSpan.FromMinutes(16));
        await old.PostAsync("/auth/refresh", null, headers);
        await browser.PostAsync("/auth/logout", null, headers);
        foreach (string value in browser.Jar.Where(one => one.Key != "did").Select(one => one.Value).Concat(old.Jar.Where(one => one.Key != "did").Select(one => one.Value)))
        {
            secrets.Add(value);
        }

        // The bodies of our tokens, so that a cut or prefixed token is found too.
        string[] looked = [.. secrets.Select(one => one is [_, _, '.', ..] ? one[3..Math.Min(one.Length, 40)] : one)];
        string[] told = [.. app.Log.Lines.Where(Ours), .. app.Events.Select(one => one.ToString())];
        told.Length.ShouldBeGreaterThan(10);
        foreach (string line in told)
        {
            foreach (string secret in looked)
            {
                line.ShouldNotContain(secret);
            }
        }

        app.Events.OfType<Events.SessionStarted>().ShouldNotBeEmpty();

        void Collect(params string?[] values)
        {
            foreach (string? value in values)
            {
                secrets.Add(value.ShouldNotBeNull());
            }
        }
    }

    // The server's own trace lines hold raw headers at that level; R9 is of what Sessvm writes.
    private static bool Ours(string line) => !line.Contains("Kestrel.Http2") && !line.Contains("Kestrel.BadRequests");
}
