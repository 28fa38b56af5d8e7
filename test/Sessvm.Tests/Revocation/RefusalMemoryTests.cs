using Microsoft.Extensions.Time.Testing;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Revocation;

public sealed class RefusalMemoryTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly LocalRevocationFeed _feed = new();
    private readonly SessionId _session = SessionId.Create("alice");

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(5)]
    public async Task An_end_is_forgotten_once_no_token_can_live_whatever_the_clock_of_the_node_that_told_it(int seconds)
    {
        using var memory = new RefusalMemory(_feed, _time, TimeSpan.FromHours(1));
        await PublishAsync(_session, RevocationNotice.Everything, TimeSpan.FromSeconds(seconds));
        _time.Advance(TimeSpan.FromMinutes(59));
        await PublishAsync(SessionId.Create("bob"), RevocationNotice.Everything, TimeSpan.Zero);
        memory.Refuses(_session, 1).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(1));
        await PublishAsync(SessionId.Create("carol"), RevocationNotice.Everything, TimeSpan.Zero);
        memory.TryFind(_session, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_end_after_a_renewal_is_kept_from_when_it_was_heard()
    {
        using var memory = new RefusalMemory(_feed, _time, TimeSpan.FromHours(1));
        await PublishAsync(_session, 2, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(40));
        await PublishAsync(_session, RevocationNotice.Everything, TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMinutes(40));
        await PublishAsync(SessionId.Create("bob"), RevocationNotice.Everything, TimeSpan.Zero);
        memory.Refuses(_session, 2).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(40));
        await PublishAsync(SessionId.Create("carol"), RevocationNotice.Everything, TimeSpan.Zero);
        memory.TryFind(_session, out _).ShouldBeFalse();
    }

    [Fact]
    public async Task More_ends_than_are_remembered_leave_the_newest_and_an_instant_before_which_tokens_are_not_judged_by_memory()
    {
        using var memory = new RefusalMemory(_feed, _time, TimeSpan.FromHours(1), limit: 3);
        SessionId[] sessions = [.. Enumerable.Range(0, 5).Select(i => SessionId.Create($"user-{i}"))];
        DateTimeOffset start = _time.GetUtcNow();
        memory.IsWhole(Issued(start)).ShouldBeTrue();
        foreach (var session in sessions)
        {
            await PublishAsync(session, RevocationNotice.Everything, TimeSpan.Zero);
            _time.Advance(TimeSpan.FromMinutes(5));
        }

        sessions.Select(session => memory.Refuses(session, 1)).ShouldBe([false, false, true, true, true]);
        memory.All.Count().ShouldBe(3);
        memory.IsWhole(Issued(start.AddMinutes(5))).ShouldBeFalse(); // when the second ended
        memory.IsWhole(Issued(start.AddMinutes(6))).ShouldBeFalse(); // by a clock that is ahead
        memory.IsWhole(Issued(start.AddMinutes(7))).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_heard_again_is_remembered_once()
    {
        using var memory = new RefusalMemory(_feed, _time, TimeSpan.FromHours(1), limit: 3);
        var notices = Enumerable.Range(0, 3).Select(i => new RevocationNotice(SessionId.Create($"user-{i}"), RevocationNotice.Everything, _time.GetUtcNow(), EndReason.Revoked)).ToArray();
        for (int i = 0; i < 100; i++)
        {
            await _feed.PublishAsync(notices, CancellationToken.None);
        }

        memory.All.ToHashSet().ShouldBe(notices.ToHashSet(), ignoreOrder: true);
        memory.IsWhole(Issued(_time.GetUtcNow())).ShouldBeTrue();
    }

    private static AccessToken Issued(DateTimeOffset at) => new()
    {
        Session = SessionId.Create("alice"),
        Generation = 1,
        Floor = 1,
        IssuedAt = at,
        Lifetime = TimeSpan.FromMinutes(15),
        KeyId = 1,
        DeviceTag = 1,
        RequesterTag = 1,
        Subject = "alice",
    };

    private ValueTask PublishAsync(SessionId session, uint below, TimeSpan ahead) =>
        _feed.PublishAsync([new RevocationNotice(session, below, _time.GetUtcNow() + ahead, EndReason.Revoked)], CancellationToken.None);
}
