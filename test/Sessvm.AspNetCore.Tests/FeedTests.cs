using System.Net;
using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Sessvm.Revocation;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared;
using static Sessvm.AspNetCore.Tests.Sockets;

namespace Sessvm.AspNetCore.Tests;

/// <summary>A node among others: what it does while it hears of ends, while it does not, and when it starts (R7).</summary>
public sealed class FeedTests
{
    private readonly DeafFeed _feed = new();

    [Fact]
    public async Task A_deaf_node_asks_the_rows_of_its_sockets_and_closes_those_whose_session_has_ended() // R7
    {
        await using var app = await DeafAsync();
        var (alice, socket) = await OpenAsync(app);
        using var closes = socket;
        var (_, other) = await OpenAsync(app, "bob");
        using var stays = other;
        _feed.IsCurrent = false;
        await EndElsewhereAsync(app, "alice");
        (await ClosedAsync(app, socket)).ShouldBe(4401);
        other.State.ShouldBe(WebSocketState.Open);
        (await alice.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_node_that_hears_asks_no_rows_of_its_sockets()
    {
        await using var app = await DeafAsync();
        var (_, socket) = await OpenAsync(app);
        using var stays = socket;
        int reads = app.Store.Reads;
        for (int i = 0; i < 20; i++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        app.Store.Reads.ShouldBe(reads);
    }

    [Fact]
    public async Task A_node_that_reaches_neither_feed_nor_store_serves_on_for_the_grace_and_then_asks_its_clients_to_come_back_later() // R7
    {
        await using var app = await DeafAsync("BlindGrace=00:00:10");
        var (alice, socket) = await OpenAsync(app);
        using var closes = socket;
        _feed.IsCurrent = false;
        app.Store.Down = true;
        for (int i = 0; i < 9; i++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
        }

        socket.State.ShouldBe(WebSocketState.Open);
        (await alice.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await ClosedAsync(app, socket)).ShouldBe(1013);
        var answer = await alice.GetAsync("/me");
        answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        app.Store.Down = false;
        app.Time.Advance(app.Sessions.Options.RevocationBound); // a store that did not answer is asked again after one bound
        (await alice.GetAsync("/me")).Status.ShouldBe(HttpStatusCode.OK); // nobody was signed out
    }

    [Fact]
    public async Task A_node_that_starts_refuses_at_its_first_request_what_ended_before() // R7
    {
        var log = new MemoryRevocationLog();
        await using var one = await TestApp.CookieAsync(builder => builder.Services.AddSessvm().UseLog(_ => log));
        var alice = one.Browser();
        await alice.LoginAsync();
        await one.Sessions.EndAsync(EndTarget.OfSubject("alice"), EndReason.Revoked);

        await using var other = await TestApp.CookieAsync(builder => builder.Services.AddSessvm().UseLog(_ => log));
        (await alice.At(other.Address).GetAsync("/me")).Reason.ShouldBe("session-not-active");
        other.Store.Reads.ShouldBe(0);
    }

    private Task<TestApp> DeafAsync(params string[] settings) =>
        TestApp.CookieAsync(builder => builder.Services.AddSessvm().UseFeed(_ => _feed), null, settings);

    private static async Task<(Browser Browser, ClientWebSocket Socket)> OpenAsync(TestApp app, string user = "alice")
    {
        var browser = app.Browser();
        await browser.LoginAsync(user);
        var socket = await Sockets.OpenAsync(browser, app.Address.GetLeftPart(UriPartial.Authority));
        (await ReadAsync(socket)).ShouldBe(user);
        return (browser, socket);
    }

    /// <summary>Ends the sessions as another node does: this one is told nothing.</summary>
    private static async Task EndElsewhereAsync(TestApp app, string subject) =>
        await app.Store.EndAsync(EndTarget.OfSubject(subject), new SessionEnd(EndReason.Revoked, app.Time.GetUtcNow()), default);

    private static async Task<int?> ClosedAsync(TestApp app, ClientWebSocket socket)
    {
        var closing = ReadAsync(socket);
        for (int i = 0; i < 100 && !closing.IsCompleted; i++)
        {
            app.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(closing, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System)); // the sweep runs on a thread of its own
        }

        (await closing).ShouldBeNull();
        return (int?)socket.CloseStatus;
    }
}
