using Microsoft.Extensions.Time.Testing;
using Sessvm.Stores;
using Sessvm.Stores.Internal;

namespace Sessvm.Tests.Sessions;

/// <summary>Answers, failures and the clock race for each call's end.</summary>
public sealed class PatienceTests
{
    private const int Callers = 8;
    private const int Calls = 3_000;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly Patience _patience;
    private int _given;
    private int _answered;
    private int _failed;
    private int _done;

    public PatienceTests() => _patience = new Patience(s_limit, _time);

    [Fact]
    public async Task Each_call_ends_once_with_its_own_answer_or_when_its_time_is_over_however_they_race()
    {
        using var stopped = new CancellationTokenSource();
        Task clock = Task.Run(() =>
        {
            while (!stopped.IsCancellationRequested)
            {
                _time.Advance(TimeSpan.FromMilliseconds(100));
            }
        });
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(new Random(caller)))));
        await stopped.CancelAsync();
        await clock;

        (_answered + _failed + _given).ShouldBe(Callers * Calls);
        _done.ShouldBe(Callers * Calls);
        _answered.ShouldBeGreaterThan(0);
        _failed.ShouldBeGreaterThan(0);
        _given.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task When_nobody_waits_the_clock_is_left_alone_and_the_next_call_has_its_whole_time()
    {
        (await _patience.WaitAsync(new ValueTask<int>(1), static () => { })).ShouldBe(1);
        _time.Advance(s_limit * 3);

        var answer = new TaskCompletionSource<int>();
        Task<int> waited = _patience.WaitAsync(new ValueTask<int>(answer.Task), static () => { }).AsTask();
        _time.Advance(s_limit * 0.99);
        waited.IsCompleted.ShouldBeFalse();
        answer.SetResult(2);
        (await waited).ShouldBe(2);
    }

    private async Task CallAsync(Random chance)
    {
        for (int call = 0; call < Calls; call++)
        {
            var began = _time.GetUtcNow();
            var answer = new TaskCompletionSource<int>();
            Task<int> waited = _patience.WaitAsync(new ValueTask<int>(answer.Task), () => Interlocked.Increment(ref _done)).AsTask();

            // Long before its time is over, at about the same moment, or when nobody waits any more.
            Task told = chance.Next(3) switch
            {
                0 => Task.Run(Tell),
                1 => Task.Run(() => TellAt(began + s_limit)),
                _ => waited.ContinueWith(_ => Tell(), TaskScheduler.Default),
            };
            await HearAsync(waited, call, began);
            await told;

            void Tell()
            {
                if (call % 2 == 0)
                {
                    answer.SetResult(call);
                }
                else
                {
                    answer.SetException(new IOException($"{call}"));
                }
            }

            void TellAt(DateTimeOffset moment)
            {
                while (_time.GetUtcNow() < moment)
                {
                    Thread.Yield();
                }

                Tell();
            }
        }
    }

    private async Task HearAsync(Task<int> waited, int call, DateTimeOffset began)
    {
        try
        {
            (await waited).ShouldBe(call);
            Interlocked.Increment(ref _answered);
        }
        catch (IOException failure)
        {
            failure.Message.ShouldBe($"{call}");
            Interlocked.Increment(ref _failed);
        }
        catch (SessionStoreException)
        {
            (_time.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(s_limit);
            Interlocked.Increment(ref _given);
        }
    }
}
