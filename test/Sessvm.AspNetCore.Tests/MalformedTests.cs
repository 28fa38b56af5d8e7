using System.Net;

namespace Sessvm.AspNetCore.Tests;

public sealed class MalformedTests
{
    private const int Requests = 10_000;
    private const int Seed = 20_260_301;

    [Theory]
    [InlineData("Cookie")]
    [InlineData("Bearer")]
    public async Task Whatever_is_sent_gets_a_defined_answer_and_never_a_5xx(string mode)
    {
        await using var app = await TestApp.CookieAsync(null, null, $"Mode={mode}", "RateLimit:Limit=1000", "RateLimit:Window=00:00:01");
        var browser = app.Browser();
        string token = (await browser.LoginAsync("alice", ",\"refresh\":true")).GetProperty("atk").GetString()!;
        var random = new Random(Seed);
        var statuses = new Dictionary<HttpStatusCode, int>();
        for (int done = 0; done < Requests / 2; done += 50)
        {
            var batch = Enumerable.Range(0, 50).Select(_ => Make(random, browser, token)).ToArray();
            var answers = await Task.WhenAll(batch.Select(one => one.Sender.SendAsync(one.Method, one.Path, one.Content, one.Headers)));
            foreach (var (answer, sent) in answers.Zip(batch))
            {
                ((int)answer.Status).ShouldBeInRange(200, 499, $"{sent.Method} {sent.Path} {string.Join('|', sent.Headers)}");
                statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            }

            app.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        statuses.Count.ShouldBeGreaterThan(2);
        (await browser.GetAsync("/me", mode == "Bearer" ? $"Authorization: Bearer {token}" : "Accept: */*")).ShouldBe(200);
    }

    private static Sent Make(Random random, Browser browser, string token)
    {
        string[] paths = ["/me", "/auth/refresh", "/auth/rotate", "/auth/session", "/auth/sessions/" + Mutate(random, "S1.AAAAAAAAAAAAAAAAAAAAAAAA"), "/auth/ticket", "/auth/verify", "/auth/nowhere"];
        HttpMethod[] methods = [HttpMethod.Get, HttpMethod.Post, HttpMethod.Delete, HttpMethod.Head, HttpMethod.Put, HttpMethod.Options];
        var sender = new Browser(browser.Address, random.Next(10) == 0 ? Mutate(random, browser.Agent) : browser.Agent);
        foreach (var (name, value) in browser.Jar)
        {
            if (random.Next(3) > 0)
            {
                sender.Jar[name] = random.Next(2) == 0 ? value : Mutate(random, value);
            }
        }

        var headers = new List<string>();
        Maybe(random, headers, "Authorization: Bearer ", token);
        Maybe(random, headers, "X-Session-Device: ", browser.Jar["did"]);
        Maybe(random, headers, "X-CSRF-Token: ", browser.Jar["csrf"]);
        Maybe(random, headers, "Sec-WebSocket-Protocol: ", $"sessvm.did.{browser.Jar["did"]}, sessvm.atk.{token}");
        Maybe(random, headers, "Origin: ", "https://evil.example");
        Maybe(random, headers, "Accept-Language: ", "de-DE,de;q=0.9,en;q=0.5");
        var method = methods[random.Next(methods.Length)];
        string[] types = ["application/json", "application/json", "application/json; charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"];
        HttpContent? content = null;
        if (method == HttpMethod.Post && random.Next(4) > 0)
        {
            string body = Mutate(random, $$"""{"did":"{{browser.Jar["did"]}}","rtk":"R1.AAAA"}""");
            content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", types[random.Next(types.Length)]);
        }

        return new Sent(sender, method, Uri.EscapeDataString(paths[random.Next(paths.Length)]).Replace("%2F", "/"), content, [.. headers]);
    }

    private static void Maybe(Random random, List<string> headers, string name, string value)
    {
        if (random.Next(3) == 0)
        {
            headers.Add(name + (random.Next(4) == 0 ? value : Mutate(random, value)));
        }
    }

    /// <summary>Flips, cuts, doubles and swaps, and keeps to what a header may hold.</summary>
    private static string Mutate(Random random, string text)
    {
        var chars = text.ToList();
        for (int i = random.Next(1, 4); i > 0 && chars.Count > 1; i--)
        {
            int at = random.Next(chars.Count);
            switch (random.Next(5))
            {
                case 0: chars[at] = (char)random.Next(0x21, 0x7f); break;
                case 1: chars.RemoveRange(at, random.Next(1, chars.Count - at + 1)); break;
                case 2: chars.InsertRange(at, [.. chars]); break;
                case 3: chars.Insert(at, "=;,. %\"{}[]:"[random.Next(12)]); break;
                default: (chars[at], chars[0]) = (chars[0], chars[at]); break;
            }
        }

        return new string([.. chars.Take(3000)]).Trim();
    }

    private sealed record Sent(Browser Sender, HttpMethod Method, string Path, HttpContent? Content, string[] Headers);
}
