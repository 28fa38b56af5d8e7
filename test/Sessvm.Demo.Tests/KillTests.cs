using System.Collections.Concurrent;
using System.Net;

namespace Sessvm.Demo.Tests;

/// <summary><c>kill -9</c> in the middle of the work, over and over, on one file.</summary>
public sealed class KillTests : DemoTest
{
    private const int Rounds = 4;
    private const int Clients = 8;

    [Fact]
    public async Task No_session_that_was_acknowledged_is_lost_when_the_server_is_killed_under_load()
    {
        var acknowledged = new ConcurrentDictionary<string, Held>();
        int exchanges = 0;
        for (int round = 1; round <= Rounds; round++)
        {
            var demo = await StartBusyDemoAsync();
            await StillThereAsync(demo, acknowledged);
            int enough = acknowledged.Count + 200;
            var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var work = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => WorkAsync(demo, acknowledged, () =>
            {
                if (acknowledged.Count >= enough)
                {
                    full.TrySetResult();
                }
            }))).ToArray();

            await Task.WhenAny(full.Task, Task.WhenAll(work)); // they stop only when the server is gone
            await demo.KillAsync();
            exchanges += (await Task.WhenAll(work)).Sum();
        }

        await StillThereAsync(await StartBusyDemoAsync(), acknowledged);
        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Rounds * 200);
        exchanges.ShouldBeGreaterThan(0);
    }

    // Tokens are due for exchange as soon as the overlap allows.
    private Task<DemoProcess> StartBusyDemoAsync() => StartDemoAsync(
        "--Sessvm:Mode", "Bearer",
        "--Sessvm:AccessLifetime", "00:00:10",
        "--Sessvm:RefreshAhead", "00:00:08.900",
        "--Sessvm:Overlap", "00:00:01",
        "--Logging:LogLevel:Sessvm", "Warning");

    /// <summary>Signs in and exchanges until the server is gone; notes what was answered, and only that.</summary>
    /// <returns>How many exchanges were answered with a successor.</returns>
    private static async Task<int> WorkAsync(DemoProcess demo, ConcurrentDictionary<string, Held> acknowledged, Action noted)
    {
        using var visitor = new Visitor(demo.Address, cookies: false);
        var mine = new Queue<Held>();
        int exchanges = 0;
        try
        {
            while (true)
            {
                var held = await Held.SignInAsync(visitor);
                acknowledged[held.Sid] = held;
                mine.Enqueue(held);
                noted();
                if (mine.Count > 20)
                {
                    var older = mine.Dequeue();
                    var next = await older.ExchangeAsync(visitor);
                    acknowledged[older.Sid] = next;
                    mine.Enqueue(next);
                    exchanges += next.Atk == older.Atk ? 0 : 1;
                }
            }
        }
        catch (HttpRequestException)
        {
            return exchanges; // killed
        }
    }

    private static async Task StillThereAsync(DemoProcess demo, ConcurrentDictionary<string, Held> acknowledged)
    {
        using var visitor = new Visitor(demo.Address, cookies: false);
        foreach (var held in acknowledged.Values)
        {
            var next = await held.ExchangeAsync(visitor);
            acknowledged[held.Sid] = next;
            (await next.ProfileAsync(visitor))["sid"].ShouldBe(held.Sid);
        }

        demo.Log.ShouldNotContain("healed"); // the row itself was there, not only a token that could mend it
    }

    /// <summary>What a client holds of one session.</summary>
    private sealed record Held(string Sid, string Did, string Atk)
    {
        public static async Task<Held> SignInAsync(Visitor visitor)
        {
            string did = Guid.NewGuid().ToString("D");
            var answer = await visitor.SendAsync(
                HttpMethod.Post, "/login", new { user = "alice", password = "sessvm" }, $"X-Session-Device: {did}");
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            return new Held(answer["sid"]!, did, answer["atk"]!);
        }

        public async Task<Held> ExchangeAsync(Visitor visitor)
        {
            var answer = await visitor.SendAsync(HttpMethod.Post, "/auth/refresh", new { did = Did }, $"Authorization: Bearer {Atk}");
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            return this with { Atk = answer["atk"] ?? Atk };
        }

        public async Task<Answer> ProfileAsync(Visitor visitor)
        {
            var answer = await visitor.GetAsync("/api/profile", $"Authorization: Bearer {Atk}", $"X-Session-Device: {Did}");
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            return answer;
        }
    }
}
