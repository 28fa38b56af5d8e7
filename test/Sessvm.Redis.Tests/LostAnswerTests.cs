using Sessvm.Redis.Internal;
using Sessvm.Redis.Tests.Support;
using Sessvm.Revocation;
using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;
using Sessvm.Tokens;

namespace Sessvm.Redis.Tests;

/// <summary>A step whose answer was lost is sent again, and knows its own earlier work.</summary>
public sealed class LostAnswerTests(RedisServer server) : IAsyncLifetime
{
    private readonly LossyWire _wire = new(server.Port);
    private RedisSessionStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new RedisSessionStore(TestStores.On(_wire.Address));
        await _store.AddedAsync();
    }

    [Fact]
    public async Task An_update_that_was_done_is_told_as_done()
    {
        var row = await _store.AddedAsync();
        var next = SampleRows.Exchanged(row);
        Lose(row);
        (await _store.UpdateAsync(next, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
        _wire.Lost.ShouldBe(1);
        RowText.Of(await _store.GetAsync(row)).ShouldBe(RowText.Of(next));
    }

    [Fact]
    public async Task An_update_that_ended_the_row_is_told_as_done()
    {
        var row = await _store.AddedAsync();
        Lose(row);
        var last = row with { End = TestStores.SignedOut, Version = row.Version.Next() };
        (await _store.UpdateAsync(last, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
        _wire.Lost.ShouldBe(1);
    }

    [Fact]
    public async Task An_update_that_lost_the_race_is_still_a_conflict()
    {
        var row = await _store.AddedAsync();
        await _store.UpdateAsync(SampleRows.Exchanged(row), row.Version, CancellationToken.None);
        Lose(row);
        (await _store.UpdateAsync(SampleRows.Exchanged(row), row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Conflict);
        _wire.Lost.ShouldBe(1);
    }

    [Fact]
    public async Task An_add_that_was_done_is_told_as_done_with_all_that_gave_way()
    {
        var oldest = await _store.AddedAsync(SampleRows.Typical("alice", SampleRows.Start.AddMinutes(-2)));
        var same = await _store.AddedAsync(SampleRows.Typical("alice", SampleRows.Start.AddMinutes(-1)));
        var other = await _store.AddedAsync(SampleRows.Typical("alice"));
        await _store.EndAsync(EndTarget.One((await _store.AddedAsync(SampleRows.Typical("alice"))).Id));
        var row = SampleRows.Typical("alice");
        Lose(row);
        var result = await _store.AddAsync(row, new AddTerms(2, WhenFull.EvictOldest, [same.Device]), SampleRows.Start, CancellationToken.None);
        _wire.Lost.ShouldBe(1);
        result.Added.ShouldBeTrue();
        result.Ended.Select(static ended => (ended.Id, ended.End!.Reason)).ShouldBe(
            [(same.Id, EndReason.Replaced), (oldest.Id, EndReason.Evicted)], ignoreOrder: true);
        (await _store.ListAsync("alice", SampleRows.Start, CancellationToken.None)).Select(static live => live.Id)
            .ShouldBe([other.Id, row.Id], ignoreOrder: true);
    }

    [Fact]
    public async Task An_end_that_was_done_tells_again_what_it_ended()
    {
        SessionRow[] rows = [await _store.AddedAsync(SampleRows.Typical("bob")), await _store.AddedAsync(SampleRows.Typical("bob"))];
        var before = await _store.AddedAsync(SampleRows.Typical("bob"));
        await _store.EndAsync(EndTarget.One(before.Id), new SessionEnd(EndReason.Revoked, SampleRows.Start), CancellationToken.None);
        _wire.LoseAnswerTo(ShardKeys.TagOf("bob"));
        (await _store.EndAsync(EndTarget.OfSubject("bob"))).Select(static row => row.Id).ShouldBe(rows.Select(static row => row.Id), ignoreOrder: true);
        _wire.Lost.ShouldBe(1);
        (await _store.EndAsync(EndTarget.OfSubject("bob"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_that_is_taken_stays_taken_when_an_answer_is_lost()
    {
        var row = await _store.AddedAsync();
        var thief = SampleRows.Exchanged(row);
        Lose(row);
        await Should.ThrowAsync<ArgumentException>(async () => await _store.AddAsync(thief, AddTerms.None, SampleRows.Start, CancellationToken.None));
        _wire.Lost.ShouldBe(1);
        RowText.Of(await _store.GetAsync(row)).ShouldBe(RowText.Of(row));
    }

    [Fact]
    public async Task Notices_whose_answer_was_lost_are_there_at_least_once()
    {
        await using var log = new RedisRevocationLog(TestStores.On(_wire.Address));
        var notice = new RevocationNotice(SessionId.Create("alice"), 7, SampleRows.Start, null);
        await log.ReadAsync(null, 10, CancellationToken.None);
        _wire.LoseAnswerTo(RevocationNoticeCodec.Encode(notice));
        await log.AppendAsync([notice], CancellationToken.None);
        _wire.Lost.ShouldBe(1);
        (await log.ReadAsync(null, 10, CancellationToken.None)).Notices.Distinct().ShouldBe([notice]);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _wire.DisposeAsync();
    }

    // The key of the row is in the request, whatever the step.
    private void Lose(SessionRow row) => _wire.LoseAnswerTo(ShardKeys.Id(row.Id));
}
