using System.Net.WebSockets;
using Sessvm.AspNetCore.Tests.SignalR;
using Microsoft.AspNetCore.Http.Connections;
using static Sessvm.AspNetCore.Tests.WebSockets.SocketApp;

namespace Sessvm.AspNetCore.Tests.WebSockets;

public sealed class ConnectionLimitTests
{
    [Fact]
    public async Task A_session_has_so_many_connections_and_one_more_is_refused_before_it_opens()
    {
        await using var app = await SocketApp.StartAsync("Connections:PerSession=2");
        var (browser, token) = await app.SignInAsync();
        using var first = await OpenAsync(browser, "/echo", token);
        using var second = await OpenAsync(browser, "/echo", token);
        (await RefusalAsync(browser, "/echo", token)).ShouldBe(429);
        app.Connections().Count.ShouldBe(2);

        var (other, others) = await app.SignInAsync();
        using var theirs = await OpenAsync(other, "/echo", others); // another session has its own

        await first.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await UntilAsync(() => app.Connections().Count == 2);
        using var third = await OpenAsync(browser, "/echo", token);
    }

    [Fact]
    public async Task A_node_has_so_many_connections_and_one_more_is_sent_elsewhere()
    {
        await using var app = await SocketApp.StartAsync("Connections:PerNode=1");
        var (browser, token) = await app.SignInAsync();
        using var first = await OpenAsync(browser, "/echo", token);
        (await RefusalAsync(browser, "/echo", token)).ShouldBe(503);
        first.Abort();
        await UntilAsync(() => app.Connections().Count == 0);
        using var second = await OpenAsync(browser, "/echo", token);
    }

    [Fact]
    public async Task Hundreds_that_come_at_once_never_exceed_the_limits_and_all_places_come_back()
    {
        await using var app = await SocketApp.StartAsync("Connections:PerSession=20", "Connections:PerNode=50");
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.SignInAsync()));
        int refused = 0;
        var opened = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            try
            {
                return await OpenAsync(people[i % 4].Browser, "/echo", people[i % 4].Token);
            }
            catch (WebSocketException failure) when (failure.Data["status"] is 429 or 503)
            {
                Interlocked.Increment(ref refused);
                return null;
            }
        }));
        opened.Count(one => one is not null).ShouldBe(50);
        refused.ShouldBe(150);
        app.Connections().Count.ShouldBe(50);
        foreach (var one in opened)
        {
            one?.Abort();
        }

        await UntilAsync(() => app.Connections().Count == 0);
    }

    [Fact]
    public async Task A_hub_counts_as_well()
    {
        await using var app = await HubApp.StartAsync("Mode=Bearer", "Connections:PerSession=1");
        var (browser, token) = await app.SignInAsync();
        await using var first = HubApp.WithToken(browser, HttpTransportType.WebSockets, () => Task.FromResult<string?>(token));
        await first.StartAsync(default);
        await using var second = HubApp.WithToken(browser, HttpTransportType.WebSockets, () => Task.FromResult<string?>(token));
        (await HubApp.ClosedAsync(second, () => second.StartAsync(default))).ShouldNotBeNull().Message.ShouldContain("too-many-connections");
        app.Connections().Count.ShouldBe(1);
    }
}
