using System.Text.Json;

namespace Sessvm.AspNetCore.Tests;

/// <summary>Replays what the original's browser client was recorded to send, in bearer mode, with real values in place of the recorded ones.</summary>
public sealed class WireTests
{
    [Fact]
    public async Task What_the_original_client_sends_is_understood()
    {
        await using var app = await TestApp.BearerAsync();
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "client-wire.json")));
        var browser = app.Browser();
        var login = await browser.LoginAsync();
        string token = login.GetProperty("atk").GetString()!;
        foreach (var exchange in recorded.RootElement.GetProperty("exchanges").EnumerateArray())
        {
            string response = exchange.TryGetProperty("response", out var told) ? told.ToString() : "200";
            if (response.Contains("refreshed:true"))
            {
                app.Time.Advance(TimeSpan.FromMinutes(16));
            }
            else if (response == "401")
            {
                await app.Sessions.EndAsync(Stores.EndTarget.OfSubject("alice"), Stores.EndReason.Revoked);
            }

            var request = exchange.GetProperty("request");
            string url = request.GetProperty("url").GetString()!;
            if (url is not "/auth/refresh" and not "/api/profile")
            {
                continue; // GraphQL is another project's
            }

            var answer = await SendAsync(browser, request, url == "/api/profile" ? "/me" : url, token);
            if (!url.Contains("refresh"))
            {
                answer.ShouldBe(200);
                continue;
            }

            var result = exchange.GetProperty("result");
            answer.Json.GetProperty("ok").GetBoolean().ShouldBe(result.GetProperty("ok").GetBoolean());
            answer.Json.GetProperty("refreshed").GetBoolean().ShouldBe(result.GetProperty("refreshed").GetBoolean());
            answer.Reason.ShouldBe(result.TryGetProperty("rsn", out var reason) ? reason.GetString() : null);
            (answer.Text("atk") is null).ShouldBe(result.GetProperty("atk").ValueKind == JsonValueKind.Null);
            ((int)answer.Status).ShouldBe(int.Parse(response[..3]));
            if (answer.Text("atk") is { } next)
            {
                token = next;
            }
            else
            {
                browser.Jar.Clear();
                token = (await browser.LoginAsync()).GetProperty("atk").GetString()!;
            }
        }
    }

    private static Task<Answer> SendAsync(Browser browser, JsonElement request, string path, string token)
    {
        string device = browser.Jar["did"];
        string[] headers =
        [
            .. request.GetProperty("headers").EnumerateObject().Where(one => one.Name != "content-type").Select(one => one.Name + ": " + one.Name switch
            {
                "authorization" => $"Bearer {token}",
                "x-session-device" => device,
                "x-csrf-token" => browser.Jar["csrf"],
                _ => one.Value.GetString(),
            }),
        ];
        string? body = request.GetProperty("body").GetString()?.Replace("3f2b8c1e-6a54-4f0e-9d2a-7c1b5e8f9a10", device);
        return browser.SendAsync(new HttpMethod(request.GetProperty("method").GetString()!), path, body is null ? null : Browser.Json(body), headers);
    }
}
