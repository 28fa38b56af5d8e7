using System.Collections.Concurrent;
using System.Net;

namespace Sessvm.Demo.Tests;

/// <summary><c>kill -9</c> in the middle of the work, over and over, on one file.</summary>
public sealed class KillTests : DemoTest
{
    private const int Rounds = 4;
    private const int Clients = 8;
    private const int SignIns = 30; // of each client, in each round
    private const int Exchanges = 100; // of all clients, before the kill

    private readonly ConcurrentDictionary<string, Held> _acknowledged = new();
    private int _exchanges;

    [Fact]
    public async Task No_session_that_was_acknowledged_is_lost_when_the_server_is_killed_under_load()
    {
        for (int round = 1; round <= Rounds; round++)
        {
            var demo = await StartBusyDemoAsync();
            await StillThereAsync(demo);
            int enough = _exchanges + Exchanges;
            var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var work = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => WorkAsync(demo, () =>
            {
                if (Volatile.Read(ref _exchanges) >= enough)
                {
                    busy.TrySetResult();
                }
            }))).ToArray();

            await Task.WhenAny(busy.Task, Task.WhenAll(work)); // they stop only when the server is gone
            await demo.KillAsync();
            await Task.WhenAll(work);
        }

        await StillThereAsync(await StartBusyDemoAsync());
        _acknowledged.Count.ShouldBeGreaterThanOrEqualTo(Rounds * Clients);
        _exchanges.ShouldBeGreaterThanOrEqualTo(Rounds * Exchanges);
    }

    // Tokens are due for exchange as soon as the overlap allows.
    private Task<DemoProcess> StartBusyDemoAsync() => StartDemoAsync(
        "--Sessvm:Mode", "Bearer",
        "--Sessvm:AccessLifetime", "00:00:10",
        "--Sessvm:RefreshAhead", "00:00:08.900",
        "--Sessvm:Overlap", "00:00:01",
        "--Logging:LogLevel:Sessvm", "Warning");

    /// <summary>Signs in and exchanges until the server is gone; notes what was answered, and only that.</summary>
    private async Task WorkAsync(DemoProcess demo, Action exchanged)
    {
        using var visitor = new Visitor(demo.Address, cookies: false);
        var mine = new Queue<Held>();
        try
        {
            for (int turn = 1; ; turn++)
            {
                if (turn <= SignIns)
                {
                    Keep(await Held.SignInAsync(visitor));
                }

                var older = mine.Dequeue();
                var next = await older.ExchangeAsync(visitor);
                Keep(next);
                if (next.Atk != older.Atk)
                {
                    Interlocked.Increment(ref _exchanges);
                    exchanged();
                }
            }
        }
        catch (HttpRequestException)
        {
            return; // killed
        }

        void Keep(Held held)
        {
            _acknowledged[held.Sid] = held;
            mine.Enqueue(held);
        }
    }

    private async Task StillThereAsync(DemoProcess demo)
    {
        using var visitor = new Visitor(demo.Address, cookies: false);
        foreach (var held in _acknowledged.Values)
        {
            var next = await held.ExchangeAsync(visitor);
            _acknowledged[held.Sid] = next;
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
