using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Stores.Racer;
using Sessvm.Testing;

namespace Sessvm.Tests.Shared;

/// <summary>
/// Races of four processes on one store: no fork, no resurrection, no over-admission. A store that many processes share
/// passes them: its test class says where the processes find it.
/// </summary>
public abstract class ProcessRaceContract : IAsyncLifetime
{
    private const int Processes = 4;

    private ISessionStore _store = null!;
    private string[] _place = [];

    /// <summary>The store, empty, and what a racer must be told to open the same: its kind, its connection, and a space of its own.</summary>
    private protected abstract ValueTask<(ISessionStore Store, string[] Place)> OpenAsync();

    public async ValueTask InitializeAsync() => (_store, _place) = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is IAsyncDisposable store)
        {
            await store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_thousand_racers_on_one_generation_get_one_successor_byte_for_byte() // R2
    {
        var (row, token, device) = await StartAsync();
        string[] said = await RaceAsync(_ => ["exchange", "250", token, device.ToString()]);
        said.Length.ShouldBe(1_000);
        said.Distinct().ShouldHaveSingleItem().ShouldStartWith("ok ");
        (await FindAsync(row)).Access.Generation.ShouldBe(2u);
    }

    [Fact]
    public async Task A_revocation_amid_a_thousand_exchanges_is_never_undone() // R5
    {
        SessionRow row = SampleRows.Typical();
        (await _store.AddAsync(row, AddTerms.None, SampleRows.Start, CancellationToken.None)).Added.ShouldBeTrue();
        string[] said = await RaceAsync(process => ["revoke", "250", row.Id.ToString(), process == 2 ? "ends" : "goes-on"]);
        said.Length.ShouldBe(1_000);
        said.ShouldNotContain("resurrected");
        said.Where(static line => line.StartsWith("ended", StringComparison.Ordinal)).ShouldHaveSingleItem();
        SessionRow last = await FindAsync(row);
        last.End!.Reason.ShouldBe(EndReason.Revoked);
        last.Access.Generation.ShouldBe(1u + (uint)said.Count(static line => line == "updated"));
    }

    [Theory]
    [InlineData(WhenFull.Reject)]
    [InlineData(WhenFull.EvictOldest)]
    public async Task Two_hundred_simultaneous_sign_ins_never_pass_the_limit(WhenFull whenFull)
    {
        string[] said = await RaceAsync(_ => ["cap", "50", "alice", "5", $"{whenFull}"]);
        (await _store.ListAsync("alice", SampleRows.Start, CancellationToken.None)).Count.ShouldBe(5);
        string[] added = [.. said.Where(static line => line.StartsWith("added", StringComparison.Ordinal))];
        string[] evicted = [.. said.Where(static line => line.StartsWith("evicted", StringComparison.Ordinal))];
        added.Length.ShouldBe(whenFull == WhenFull.Reject ? 5 : 200);
        evicted.Distinct().Count().ShouldBe(evicted.Length);
        evicted.Length.ShouldBe(added.Length - 5);
        said.Count(static line => line == "rejected").ShouldBe(200 - added.Length);
    }

    private async Task<(SessionRow Row, string Token, Guid Device)> StartAsync()
    {
        var device = Guid.NewGuid();
        await using SessionService service = RacingNode.Over(_store, RacingNode.Start);
        StartResult started = await service.StartAsync(new StartRequest { Subject = "alice", Device = device, Fingerprint = RacingNode.Home });
        return (started.Grant!.Row, started.Grant.AccessToken.Reveal(), device);
    }

    private async Task<SessionRow> FindAsync(SessionRow row) => (await _store.FindAsync(row.Id, CancellationToken.None)).ShouldNotBeNull();

    private async Task<string[]> RaceAsync(Func<int, string[]> race)
    {
        await using Racers racers = await Racers.ReadyAsync(
            [.. Enumerable.Range(0, Processes).Select(process => (string[])[.. _place, .. race(process)])]);
        racers.Go();
        return await racers.ResultsAsync();
    }
}
