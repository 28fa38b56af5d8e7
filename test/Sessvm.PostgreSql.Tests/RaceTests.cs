using Sessvm.Stores;
using Sessvm.Testing;
using Sessvm.Tests.Shared;

namespace Sessvm.PostgreSql.Tests;

/// <summary>Races of four processes, each with connections of its own.</summary>
public sealed class RaceTests(SharedServer server) : IAsyncLifetime
{
    private const int Processes = 4;

    private readonly PostgreSqlStoreOptions _options = server.NewSchema();
    private PostgreSqlSessionStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _store = new PostgreSqlSessionStore(_options);
        await _store.OpenAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_thousand_racers_on_one_generation_make_one_successor()
    {
        SessionRow row = await _store.AddedAsync();
        string[] said = await RaceAsync(_ => ["exchange", "250", row.Id.ToString(), $"{row.Version.Value}"]);
        said.Length.ShouldBe(1_000);
        string winner = said.Where(static line => line.StartsWith("updated", StringComparison.Ordinal)).ShouldHaveSingleItem();
        said.Count(static line => line == "lost Conflict").ShouldBe(999);
        SessionRow? last = await _store.FindAsync(row.Id, CancellationToken.None);
        last!.Access.Generation.ShouldBe(2u);
        winner.ShouldBe($"updated {last.Version.Value}");
    }

    [Fact]
    public async Task A_revocation_amid_a_thousand_exchanges_is_never_undone()
    {
        SessionRow row = await _store.AddedAsync();
        string[] said = await RaceAsync(process => ["revoke", "250", row.Id.ToString(), process == 2 ? "ends" : "goes-on"]);
        said.Length.ShouldBe(1_000);
        said.ShouldNotContain("resurrected");
        said.Where(static line => line.StartsWith("ended", StringComparison.Ordinal)).ShouldHaveSingleItem();
        SessionRow? last = await _store.FindAsync(row.Id, CancellationToken.None);
        last!.End!.Reason.ShouldBe(EndReason.Revoked); // R5
        last.Access.Generation.ShouldBe(1u + (uint)said.Count(static line => line == "updated"));
    }

    [Theory]
    [InlineData(WhenFull.Reject)]
    [InlineData(WhenFull.EvictOldest)]
    public async Task Two_hundred_simultaneous_sign_ins_never_pass_the_limit(WhenFull whenFull)
    {
        string[] said = await RaceAsync(_ => ["cap", "50", "alice", "5", $"{whenFull}"]);
        IReadOnlyList<SessionRow> live = await _store.ListAsync("alice", SampleRows.Start, CancellationToken.None);
        live.Count.ShouldBe(5);
        string[] added = [.. said.Where(static line => line.StartsWith("added", StringComparison.Ordinal))];
        string[] evicted = [.. said.Where(static line => line.StartsWith("evicted", StringComparison.Ordinal))];
        added.Length.ShouldBe(whenFull == WhenFull.Reject ? 5 : 200);
        evicted.Distinct().Count().ShouldBe(evicted.Length);
        evicted.Length.ShouldBe(added.Length - 5);
        said.Count(static line => line == "rejected").ShouldBe(200 - added.Length);
    }

    private async Task<string[]> RaceAsync(Func<int, string[]> race)
    {
        await using Racers racers = await Racers.ReadyAsync(
            [.. Enumerable.Range(0, Processes).Select(process => (string[])["postgres", server.ConnectionString, _options.Schema, .. race(process)])]);
        racers.Go();
        return await racers.ResultsAsync();
    }
}
