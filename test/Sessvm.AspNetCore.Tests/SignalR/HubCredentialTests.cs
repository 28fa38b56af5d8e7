using System.Text;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Sessvm.AspNetCore.Tests.SignalR;

/// <summary>What a hub takes for a credential, and from whom.</summary>
public sealed class HubCredentialTests
{
    [Fact]
    public async Task The_query_is_read_on_hub_endpoints_only()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var (browser, token) = await SignedInAsync(app);
        string query = $"access_token={token}&did={browser.Device}";
        var bare = new Browser(app.Address, browser.Agent);
        (await bare.PostAsync($"/hub/negotiate?negotiateVersion=1&{query}")).ShouldBe(200);
        (await bare.PostAsync("/hub/negotiate?negotiateVersion=1")).ShouldBe(401, "missing-bearer");
        (await bare.GetAsync($"/me?{query}")).ShouldBe(401, "missing-bearer");
        (await bare.PostAsync($"/me?{query}")).ShouldBe(401, "missing-bearer");
    }

    [Fact]
    public async Task Server_sent_events_take_a_token_and_a_device_from_the_query()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var (browser, token) = await SignedInAsync(app);
        var bare = new Browser(app.Address, browser.Agent);
        string query = $"access_token={token}&did={browser.Device}";
        var negotiated = await bare.PostAsync($"/hub/negotiate?negotiateVersion=1&{query}");
        string id = negotiated.Text("connectionToken")!;
        using var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", browser.Agent);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/hub?id={id}&{query}");
        request.Headers.TryAddWithoutValidation("Accept", "text/event-stream");
        using var events = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)events.StatusCode).ShouldBe(200);
        foreach (string message in new[] { """{"protocol":"json","version":1}""", """{"type":1,"invocationId":"1","target":"Whoami","arguments":[]}""" })
        {
            (await bare.SendAsync(HttpMethod.Post, $"/hub?id={id}&{query}", new StringContent(message + "\u001e", Encoding.UTF8, "text/plain"))).ShouldBe(200);
        }

        using var reader = new StreamReader(await events.Content.ReadAsStreamAsync());
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        }
        while (line is not null && !line.Contains("\"alice\""));
        line.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_socket_takes_a_ticket_from_the_query_once_and_no_access_token()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer");
        var (browser, token) = await SignedInAsync(app);
        string ticket = await HubTests.TicketAsync(browser, token);
        using (await RawHub.OpenAsync(browser, $"/hub?access_token={ticket}"))
        {
        }

        (await RawHub.RefusalAsync(browser, $"/hub?access_token={ticket}")).ShouldBe(401);
        string late = await HubTests.TicketAsync(browser, token);
        app.Time.Advance(TimeSpan.FromSeconds(31));
        (await RawHub.RefusalAsync(browser, $"/hub?access_token={late}")).ShouldBe(401);
        (await RawHub.RefusalAsync(browser, $"/hub?access_token={token}&did={browser.Device}")).ShouldBe(401);
        string elsewhere = await HubTests.TicketAsync(browser, token);
        (await RawHub.RefusalAsync(browser, $"/hub?access_token={elsewhere}&did={Guid.NewGuid()}")).ShouldBe(401);
        (await RawHub.RefusalAsync(browser, $"/hub?access_token={elsewhere}", "https://evil.example")).ShouldBe(401);
    }

    [Fact]
    public async Task With_a_cookie_the_origin_is_checked_or_else_the_csrf_token()
    {
        await using var app = await HubApp.StartAsync();
        var (browser, _) = await SignedInAsync(app);
        string own = browser.Address.GetLeftPart(UriPartial.Authority);
        Task<Answer> NegotiateAsync(params string[] headers) => browser.SendAsync(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1", null, headers);

        (await NegotiateAsync($"Origin: {own}")).ShouldBe(200);
        (await NegotiateAsync("Sec-Fetch-Site: same-origin")).ShouldBe(200);
        (await NegotiateAsync($"X-CSRF-Token: {browser.Jar["csrf"]}")).ShouldBe(200);
        (await NegotiateAsync()).ShouldBe(403, "missing-csrf-header");
        (await NegotiateAsync("Origin: https://evil.example")).ShouldBe(403, "cross-site");
        (await NegotiateAsync("Origin: null")).ShouldBe(403, "cross-site");
        (await NegotiateAsync("Origin: https://evil.example", $"X-CSRF-Token: {browser.Jar["csrf"]}")).ShouldBe(403, "cross-site");
        await Should.ThrowAsync<Exception>(HubApp.WithCookies(browser, HttpTransportType.WebSockets, "https://evil.example").StartAsync());
        (await browser.SendAsync(HttpMethod.Post, "/me", null, $"Origin: {own}")).ShouldBe(403, "missing-csrf-header"); // that is for hubs alone
    }

    [Fact]
    public async Task A_circuit_of_Blazor_opens_and_leaves_without_a_csrf_token_from_an_allowed_origin()
    {
        await using var app = await TestApp.CookieAsync(
            builder =>
            {
                builder.Services.AddSessvm();
                builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            },
            web =>
            {
                web.MapSessvm();
                TestEndpoints.MapLogin(web);
                web.MapBlazorHub();
            });
        var (browser, _) = await SignedInAsync(app);
        string own = $"Origin: {browser.Address.GetLeftPart(UriPartial.Authority)}";
        (await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", null, own)).ShouldBe(200);
        (await browser.SendAsync(HttpMethod.Post, "/_blazor/disconnect/", null, own)).Status.ShouldNotBe(System.Net.HttpStatusCode.Forbidden);
        foreach (string path in new[] { "/_blazor/negotiate?negotiateVersion=1", "/_blazor/disconnect/" })
        {
            (await browser.SendAsync(HttpMethod.Post, path, null, "Origin: https://evil.example")).ShouldBe(403, "cross-site");
        }
    }

    [Fact]
    public async Task A_hub_of_another_machine_is_refused_with_the_reason()
    {
        var strict = Fingerprints.FingerprintPolicy.Create(new Fingerprints.FingerprintPolicyOptions
        {
            Rules = new Dictionary<string, Fingerprints.AttributeRule> { [Fingerprints.AttributeNames.System] = new() { WhenFailed = Fingerprints.VerdictAction.Refuse } },
        });
        await using var app = await HubApp.StartAsync(options => options.Fingerprint.Policy = strict, "Mode=Bearer", "Fingerprint:Check=Exchange");
        var (browser, token) = await SignedInAsync(app);
        var thief = browser.Copy(Browser.Firefox);
        await using var hub = HubApp.WithToken(thief, HttpTransportType.LongPolling, () => Task.FromResult<string?>(token));
        var error = await HubApp.ClosedAsync(hub, () => hub.StartAsync());
        error.ShouldNotBeNull().Message.ShouldContain("binding-mismatch");
    }

    [Fact]
    public async Task Whatever_stands_in_the_query_the_answer_is_a_refusal_and_never_a_fault()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer", "RateLimit:Limit=1000");
        var (browser, token) = await SignedInAsync(app);
        var bare = new Browser(app.Address, browser.Agent);
        string[] known =
        [
            "access_token=", "did=", "&", "=", "%", "%00", "A1.", "T1.", "R1.", "S1.", "%F0%9F", token, token[..^1], browser.Device.ToString(), "access_token=T1.AAAA", "\u00e9",
        ];
        var parts = Gen.OneOf(Gen.Int[0, known.Length - 1].Select(at => known[at]), Gen.String[Gen.Char[' ', '~'], 0, 40].Select(Uri.EscapeDataString));
        string genuine = $"access_token={token}&did={browser.Device}";
        await parts.Array[0, 12].Select(string.Concat).SampleAsync(
            async query =>
            {
                var answer = await bare.PostAsync($"/hub/negotiate?negotiateVersion=1&{query}");
                (((int)answer.Status is 401 or 400 or 429) || (answer.Status == System.Net.HttpStatusCode.OK && query.Contains(token))).ShouldBeTrue(query);
            },
            iter: 300, threads: 1);
        (await bare.PostAsync($"/hub/negotiate?negotiateVersion=1&{genuine}&{genuine}")).ShouldBe(401, "invalid-access-format");
        (await bare.PostAsync($"/hub/negotiate?negotiateVersion=1&access_token={new string('x', 4000)}&did={browser.Device}")).ShouldBe(401, "invalid-access-format");
        app.Log.Lines.ShouldNotContain(line => line.StartsWith("Error"));
    }

    private static async Task<(Browser Browser, string Token)> SignedInAsync(TestApp app)
    {
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        return (browser, login.GetProperty("atk").GetString()!);
    }
}
