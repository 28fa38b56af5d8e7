using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sessvm.Stores;
using static Sessvm.AspNetCore.Tests.WebSockets.SocketApp;

namespace Sessvm.AspNetCore.Tests.WebSockets;

/// <summary>Answers that stay open.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task A_stream_is_aborted_when_its_session_ends_and_counts_while_it_lasts()
    {
        await using var app = await StartAsync("Connections:PerSession=1");
        var (browser, token) = await app.SignInAsync();
        string[] headers = [$"Authorization: Bearer {token}", $"X-Session-Device: {browser.Device}"];
        using var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", browser.Agent);
        foreach (string[] header in headers.Select(one => one.Split(": ", 2)))
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(header[0], header[1]);
        }

        using var answer = await client.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        (await stream.ReadAsync(new byte[16])).ShouldBe(5);
        app.Connections().Count.ShouldBe(1);
        (await browser.GetAsync("/stream", headers)).ShouldBe(429, "too-many-connections");
        (await browser.GetAsync("/brief", headers)).ShouldBe(429, "too-many-connections");

        await app.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);

        await Should.ThrowAsync<Exception>(async () => (await stream.ReadAsync(new byte[16])).ShouldBe(-1));
        await UntilAsync(() => app.Connections().Count == 0);
    }

    [Fact]
    public async Task A_request_that_is_over_is_forgotten_and_one_without_a_session_left_alone()
    {
        await using var app = await StartAsync();
        var (browser, token) = await app.SignInAsync();
        string[] headers = [$"Authorization: Bearer {token}", $"X-Session-Device: {browser.Device}"];
        (await browser.GetAsync("/brief", headers)).Body.ShouldBe("brief");
        app.Connections().Count.ShouldBe(0);
        (await app.Browser().GetAsync("/brief")).Body.ShouldBe("brief");
    }

    private static Task<TestApp> StartAsync(params string[] settings) => TestApp.BearerAsync(
        null,
        web =>
        {
            web.MapSessvm();
            TestEndpoints.MapLogin(web);
            web.MapGet("/brief", () => "brief").EndWithSession();
            web.MapGet("/stream", async (HttpContext context) =>
            {
                await context.Response.WriteAsync("hello");
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            }).EndWithSession();
        },
        settings);
}
