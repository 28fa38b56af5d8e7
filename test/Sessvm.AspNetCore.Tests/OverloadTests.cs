using System.Net;

namespace Sessvm.AspNetCore.Tests;

/// <summary>A store that has become slow, under many requests.</summary>
public sealed class OverloadTests
{
    private const int Crowd = 400;
    private const int Calls = 20;

    [Fact]
    public async Task The_rest_is_told_to_come_back_at_once_signed_in_requests_go_on_and_nothing_has_to_be_restarted()
    {
        await using var app = await TestApp.CookieAsync(null, null, $"StoreCalls={Calls}");
        Browser[] late = [.. Enumerable.Range(0, Crowd).Select(_ => app.Browser())];
        await Task.WhenAll(late.Select((one, number) => one.LoginAsync($"person {number}")));
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var reader = app.Browser();
        await reader.LoginAsync("bob");
        (await reader.GetAsync("/me")).ShouldBe(200);
        int threads = ThreadPool.ThreadCount;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Store.Gate = gate.Task;

        var answers = late.Select(static one => one.PostAsync("/auth/refresh", "{}")).ToArray();
        var shed = new List<Answer>();
        await foreach (var answer in Task.WhenEach(answers))
        {
            shed.Add(await answer);
            (await reader.GetAsync("/me")).ShouldBe(200);
            if (shed.Count == Crowd - Calls)
            {
                break;
            }
        }

        shed.ShouldAllBe(one => one.Status == HttpStatusCode.ServiceUnavailable && one.One("Retry-After") == "2");
        app.Store.Waiting.ShouldBe(Calls);
        ThreadPool.ThreadCount.ShouldBeLessThan(threads + 20);
        gate.SetResult();
        (await Task.WhenAll(answers)).Count(one => one.Status == HttpStatusCode.OK).ShouldBe(Calls);
        (await Task.WhenAll(late.Select(static one => one.PostAsync("/auth/refresh", "{}")))).ShouldAllBe(one => one.Status == HttpStatusCode.OK || one.One("Retry-After") == "2");
    }

    [Fact]
    public async Task Slow_answers_are_waited_for_and_what_takes_too_long_is_told_to_come_back()
    {
        await using var app = await TestApp.CookieAsync();
        Browser[] late = [.. Enumerable.Range(0, Crowd).Select(_ => app.Browser())];
        await Task.WhenAll(late.Select((one, number) => one.LoginAsync($"person {number}")));
        app.Time.Advance(TimeSpan.FromMinutes(16));
        var reader = app.Browser();
        await reader.LoginAsync("bob");

        var slow = await WaitingAsync(app, late);
        app.Time.Advance(TimeSpan.FromMilliseconds(200));
        (await reader.GetAsync("/me")).ShouldBe(200);
        slow.Release();
        (await Task.WhenAll(slow.Answers)).ShouldAllBe(one => one.Status == HttpStatusCode.OK);

        app.Time.Advance(TimeSpan.FromMinutes(16));
        await reader.PostAsync("/auth/refresh", "{}");
        var stuck = await WaitingAsync(app, late);
        Task<Answer[]> told = Task.WhenAll(stuck.Answers);
        while (!told.IsCompleted) // whoever began to wait a moment after the clock had moved waits for the next time
        {
            app.Time.Advance(TimeSpan.FromSeconds(5));
            (await reader.GetAsync("/me")).ShouldBe(200);
        }

        (await told).ShouldAllBe(one => one.Status == HttpStatusCode.ServiceUnavailable && one.One("Retry-After") == "2");
        stuck.Release();
        (await Task.WhenAll(late.Select(static one => one.PostAsync("/auth/refresh", "{}")))).ShouldAllBe(one => one.Status == HttpStatusCode.OK);
    }

    /// <summary>All exchange, and the store has got them all and answers none.</summary>
    private static async Task<(Task<Answer>[] Answers, Action Release)> WaitingAsync(TestApp app, Browser[] browsers)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Store.Gate = gate.Task;
        Task<Answer>[] answers = [.. browsers.Select(static one => one.PostAsync("/auth/refresh", "{}"))];
        while (app.Store.Waiting < browsers.Length)
        {
            await Task.Yield();
        }

        return (answers, gate.SetResult);
    }
}
