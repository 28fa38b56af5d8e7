using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared.Servers;

namespace Sessvm.PostgreSql.Tests;

/// <summary>The server has done it, and the connection breaks before anybody hears: the retry must not take it for somebody else's.</summary>
public sealed class LostAnswerTests(SharedServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SampleRows.Start;

    private readonly PostgresProxy _proxy = new(server.Port);
    private PostgreSqlSessionStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new PostgreSqlSessionStore(server.NewSchema() with { ConnectionString = PostgresServer.ConnectionStringAt(_proxy.Port) });
        await _store.OpenAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task An_update_is_recognised_as_its_own()
    {
        SessionRow row = await _store.AddedAsync();
        SessionRow next = SampleRows.Exchanged(row);
        _proxy.LoseNextAnswer();
        (await _store.UpdateAsync(next, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
        RowText.Of(await _store.FindAsync(row.Id, CancellationToken.None)).ShouldBe(RowText.Of(next));
        _proxy.LoseNextAnswer();
        (await _store.ExchangeAsync(row)).ShouldBe(UpdateOutcome.Conflict);
    }

    [Fact]
    public async Task An_update_that_ended_the_session_is_recognised_as_its_own()
    {
        SessionRow row = await _store.AddedAsync();
        SessionRow ended = row with { End = new SessionEnd(EndReason.Expired, Start), Version = row.Version.Next() };
        _proxy.LoseNextAnswer();
        (await _store.UpdateAsync(ended, row.Version, CancellationToken.None)).ShouldBe(UpdateOutcome.Updated);
        _proxy.LoseNextAnswer();
        (await _store.ExchangeAsync(ended)).ShouldBe(UpdateOutcome.Ended); // R5
    }

    [Fact]
    public async Task A_plain_add_is_recognised_as_its_own()
    {
        SessionRow row = SampleRows.Typical();
        _proxy.LoseNextAnswer();
        (await _store.AddAsync(row, AddTerms.None, Start, CancellationToken.None)).Added.ShouldBeTrue();
        await Should.ThrowAsync<ArgumentException>(() => _store.AddAsync(SampleRows.Exchanged(row), AddTerms.None, Start, CancellationToken.None).AsTask());
        _proxy.LoseNextAnswer();
        await Should.ThrowAsync<ArgumentException>(() => _store.AddAsync(SampleRows.Exchanged(row), AddTerms.None, Start, CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task An_add_tells_again_who_gave_way_to_it()
    {
        SessionRow old = await _store.AddedAsync(SampleRows.Typical("alice"));
        SessionRow sameDevice = await _store.AddedAsync(SampleRows.Typical("alice"));
        SessionRow row = SampleRows.Typical("alice");
        _proxy.LoseNextAnswer();
        AddResult result = await _store.AddAsync(row, new AddTerms(1, WhenFull.EvictOldest, [sameDevice.Device]), Start, CancellationToken.None);
        result.Added.ShouldBeTrue();
        result.Ended.Select(static gone => (gone.Id, gone.End!.Reason)).ShouldBe([(sameDevice.Id, EndReason.Replaced), (old.Id, EndReason.Evicted)]);
        (await _store.ListAsync("alice", Start, CancellationToken.None)).Select(static live => live.Id).ShouldBe([row.Id]);
    }

    [Fact]
    public async Task An_end_tells_again_whom_it_ended_and_nobody_else()
    {
        SessionRow before = await _store.AddedAsync(SampleRows.Typical("alice"));
        var end = new SessionEnd(EndReason.Revoked, Start.AddHours(1));
        await _store.EndAsync(EndTarget.One(before.Id), end with { At = Start }, CancellationToken.None);
        SessionRow row = await _store.AddedAsync(SampleRows.Typical("alice"));
        _proxy.LoseNextAnswer();
        IReadOnlyList<SessionRow> ended = await _store.EndAsync(EndTarget.OfSubject("alice"), end, CancellationToken.None);
        ended.Select(static one => one.Id).ShouldBe([row.Id]);
        (await _store.EndAsync(EndTarget.OfSubject("alice"), end, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reads_marks_and_purges_are_just_done_again()
    {
        SessionRow row = await _store.AddedAsync();
        _proxy.LoseNextAnswer();
        (await _store.HasAsync(row)).ShouldBeTrue();
        _proxy.LoseNextAnswer();
        await _store.TouchAsync([new SessionMark(row.Id, 1, Start, Start.AddDays(1))], CancellationToken.None);
        _proxy.LoseNextAnswer();
        await _store.PurgeAsync(row.Deadline.AddDays(1), 10, CancellationToken.None);
        (await _store.HasAsync(row)).ShouldBeFalse();
    }
}
