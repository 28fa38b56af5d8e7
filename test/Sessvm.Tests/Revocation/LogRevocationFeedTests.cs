using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tokens;

namespace Sessvm.Tests.Revocation;

public sealed class LogRevocationFeedTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryRevocationLog _log;
    private readonly List<LogRevocationFeed> _feeds = [];

    public LogRevocationFeedTests() => _log = new MemoryRevocationLog(_time);

    [Fact]
    public async Task What_one_node_tells_the_others_hear()
    {
        var (one, _, _) = await NodeAsync();
        var (_, heard, _) = await NodeAsync();
        var end = Ended();
        await one.PublishAsync([end], CancellationToken.None);
        await UntilAsync(() => heard.Contains(end));
    }

    [Fact]
    public async Task A_node_that_starts_has_heard_all_that_still_matters_before_it_serves()
    {
        RevocationNotice[] ends = [.. Enumerable.Range(0, 2_500).Select(_ => Ended())];
        await _log.AppendAsync(ends, CancellationToken.None);
        var (feed, heard, _) = await NodeAsync();
        heard.Count.ShouldBe(ends.Length);
        feed.IsCurrent.ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_that_cannot_reach_the_log_starts_deaf_and_knows_it()
    {
        var log = new ProbeLog(_log) { Down = true };
        var feed = Feed(log);
        var starting = feed.StartAsync(CancellationToken.None).AsTask();
        await UntilAsync(() => starting.IsCompleted);
        await starting;
        feed.IsCurrent.ShouldBeFalse();
        feed.Silence.ShouldBe(TimeSpan.MaxValue);
        log.Down = false;
        await UntilAsync(() => feed.IsCurrent);
    }

    [Fact]
    public async Task A_node_that_cannot_hear_knows_it_within_the_bound()
    {
        var (feed, _, log) = await NodeAsync();
        log.Down = true;
        _time.Advance(TimeSpan.FromMilliseconds(1_001));
        feed.IsCurrent.ShouldBeFalse();
        log.Down = false;
        await UntilAsync(() => feed.IsCurrent);
    }

    [Fact]
    public async Task A_node_that_was_frozen_knows_it_at_its_first_instruction_and_an_answer_from_before_makes_it_no_younger()
    {
        var (feed, _, log) = await NodeAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int reads = log.Reads;
        log.Gate = gate.Task;
        await UntilAsync(() => log.Reads > reads); // a reading has its answer in hand, and the node is frozen
        _time.Advance(TimeSpan.FromSeconds(5));
        feed.IsCurrent.ShouldBeFalse();
        log.Gate = new TaskCompletionSource().Task; // the next reading hangs
        reads = log.Reads;
        gate.SetResult();
        await UntilAsync(() => log.Reads > reads);
        feed.IsCurrent.ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_break_all_is_heard_again_and_what_the_log_still_holds_is_told()
    {
        var (feed, heard, log) = await NodeAsync();
        var (other, _, _) = await NodeAsync();
        var kept = Ended();
        var lost = Ended();
        await other.PublishAsync([kept], CancellationToken.None);
        await other.PublishAsync([lost], CancellationToken.None);
        await UntilAsync(() => heard.Contains(lost));
        IReadOnlyCollection<RevocationNotice>? held = null;
        feed.Recovered += all => held = all;
        log.Down = true;
        int reads = log.Reads;
        await UntilAsync(() => log.Reads > reads);
        _log.Lose(1);
        var missed = Ended();
        await other.PublishAsync([missed], CancellationToken.None);
        log.Down = false;
        await UntilAsync(() => held is not null);
        held.ShouldBe([kept, missed]);
        heard.ShouldContain(missed);
    }

    [Fact]
    public async Task What_cannot_be_told_in_time_is_an_error_and_is_told_later()
    {
        var (one, ownEars, log) = await NodeAsync();
        var (_, heard, _) = await NodeAsync();
        log.ReadOnly = true;
        var end = Ended();
        var telling = one.PublishAsync([end], CancellationToken.None).AsTask();
        ownEars.ShouldContain(end); // this node refuses at once
        await UntilAsync(() => telling.IsCompleted);
        await Should.ThrowAsync<SessionStoreException>(telling);
        var again = one.PublishAsync([], CancellationToken.None).AsTask();
        again.IsCompleted.ShouldBeFalse(); // waits until it is told
        log.ReadOnly = false;
        await UntilAsync(() => again.IsCompleted);
        await UntilAsync(() => heard.Contains(end));
        await again;
    }

    [Fact]
    public async Task A_log_that_cannot_be_trimmed_is_still_heard()
    {
        var (feed, _, log) = await NodeAsync();
        log.ReadOnly = true;
        for (int seconds = 0; seconds < 70; seconds++) // past the time to trim
        {
            int reads = log.Reads;
            _time.Advance(TimeSpan.FromSeconds(1));
            await UntilAsync(() => log.Reads > reads);
        }

        feed.IsCurrent.ShouldBeTrue();
    }

    [Fact]
    public async Task A_node_that_stops_tells_what_it_could_not_tell_before()
    {
        var (one, _, log) = await NodeAsync();
        log.ReadOnly = true;
        var end = Ended();
        var telling = one.PublishAsync([end], CancellationToken.None).AsTask();
        await UntilAsync(() => telling.IsCompleted);
        await Should.ThrowAsync<SessionStoreException>(telling);
        log.ReadOnly = false;
        await one.DisposeAsync();
        (await _log.ReadAsync(null, 10, CancellationToken.None)).Notices.ShouldBe([end]);
    }

    [Fact]
    public async Task A_thousand_publishers_at_once_share_the_log_and_none_is_lost()
    {
        var (one, _, _) = await NodeAsync();
        RevocationNotice[] ends = [.. Enumerable.Range(0, 1_000).Select(_ => Ended())];
        await Task.WhenAll(ends.Select(end => Task.Run(() => one.PublishAsync([end], CancellationToken.None).AsTask())));
        (await _log.ReadAsync(null, 2_000, CancellationToken.None)).Notices.ToHashSet().ShouldBe(ends.ToHashSet(), ignoreOrder: true);
    }

    [Theory]
    [InlineData(50, 60)]
    [InlineData(61_000, 60)]
    [InlineData(1_000, 59)]
    public void Options_out_of_bounds_are_refused(int bound, int keep) =>
        Should.Throw<ArgumentException>(() => new LogRevocationFeed(
            _log, new RevocationFeedOptions { Bound = TimeSpan.FromMilliseconds(bound), Keep = TimeSpan.FromSeconds(keep) }));

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in _feeds)
        {
            await feed.DisposeAsync();
        }
    }

    private async Task<(LogRevocationFeed Feed, ConcurrentQueue<RevocationNotice> Heard, ProbeLog Log)> NodeAsync()
    {
        var log = new ProbeLog(_log);
        var feed = Feed(log);
        var heard = new ConcurrentQueue<RevocationNotice>();
        feed.Heard += heard.Enqueue;
        await feed.StartAsync(CancellationToken.None);
        return (feed, heard, log);
    }

    private LogRevocationFeed Feed(IRevocationLog log)
    {
        var feed = new LogRevocationFeed(log, time: _time);
        _feeds.Add(feed);
        return feed;
    }

    /// <summary>Lets time pass, little by little, until something is so. Only a hang is cut short.</summary>
    private async Task UntilAsync(Func<bool> isSo)
    {
        for (int i = 0; i < 20_000 && !isSo(); i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System); // the loops run on threads of their own
        }

        isSo().ShouldBeTrue();
    }

    private RevocationNotice Ended() => new(SessionId.Create(Guid.NewGuid().ToString()), RevocationNotice.Everything, _time.GetUtcNow(), EndReason.Revoked);
}
