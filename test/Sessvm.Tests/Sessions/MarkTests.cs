using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

public sealed class MarkTests
{
    private readonly ProbeStore _store = new();
    private readonly Bench _bench;

    public MarkTests() => _bench = new Bench(store: _store);

    [Fact]
    public async Task The_first_sight_of_a_generation_is_written_at_once() // R3
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(5));
        await _bench.AuthenticateAsync(grant.AccessToken.Reveal());
        await _bench.Service.FlushAsync();
        (await _bench.Service.FindAsync(grant.Row.Id))!.SeenAt.ShouldBe(_bench.Now);
    }

    [Fact]
    public async Task Further_use_is_written_once_in_a_TouchInterval() // R6
    {
        var grant = await _bench.StartAsync();
        for (int i = 0; i < 12; i++)
        {
            await _bench.AuthenticateAsync(grant.AccessToken.Reveal());
            await _bench.Service.FlushAsync();
            _bench.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Written().Count().ShouldBe(2);
        (await _bench.Service.FindAsync(grant.Row.Id))!.LastSeenAt.ShouldBe(grant.Row.CreatedAt + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_request_in_the_background_shows_the_generation_and_extends_nothing() // R6
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        var request = new AuthenticateRequest(
            grant.AccessToken.Reveal().AsMemory(), Bench.Device, new RequestTraits(Bench.UserAgent), Background: true);
        (await _bench.Service.AuthenticateAsync(request)).Succeeded.ShouldBeTrue();
        await _bench.Service.FlushAsync();
        var row = (await _bench.Service.FindAsync(grant.Row.Id))!;
        row.SeenAt.ShouldBe(_bench.Now);
        row.IdleDeadline.ShouldBe(grant.Row.IdleDeadline);

        await _bench.AuthenticateAsync(grant.AccessToken.Reveal()); // a person, right after
        await _bench.Service.FlushAsync();
        (await _bench.Service.FindAsync(grant.Row.Id))!.LastSeenAt.ShouldBe(_bench.Now);
    }

    [Fact]
    public async Task Marks_that_could_not_be_written_are_kept_merged_and_sent_again()
    {
        var grant = await _bench.StartAsync();
        _store.Down = true;
        var first = _bench.Now;
        await _bench.AuthenticateAsync(grant.AccessToken.Reveal());
        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.Service.FlushAsync());
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        await _bench.AuthenticateAsync(grant.AccessToken.Reveal());
        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.Service.FlushAsync());

        _store.Down = false;
        await _bench.Service.FlushAsync();
        var mark = Written().ShouldHaveSingleItem();
        mark.SeenAt.ShouldBe(first);
        mark.LastSeenAt.ShouldBe(_bench.Now);
    }

    [Fact]
    public async Task A_store_that_gives_up_by_cancelling_does_not_stop_the_writing_for_good()
    {
        _store.TouchFault = new TaskCanceledException("The client's own timeout.");
        var grant = await _bench.StartAsync();
        await _bench.AuthenticateAsync(grant.AccessToken.Reveal());
        await UntilAsync(() => _store.Failures > 0);

        _store.TouchFault = null;
        await UntilAsync(() =>
        {
            _bench.Time.Advance(TimeSpan.FromSeconds(5)); // the pause before the next attempt
            return _store.Batches.Count > 0;
        });
    }

    [Fact]
    public async Task Many_sessions_are_written_in_one_batch()
    {
        var grants = new List<SessionGrant>();
        for (int i = 0; i < 20; i++)
        {
            grants.Add(await _bench.StartAsync($"user{i}"));
        }

        _store.Down = true; // so that the marks gather
        foreach (var grant in grants)
        {
            await _bench.AuthenticateAsync(grant.AccessToken.Reveal());
        }

        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.Service.FlushAsync());
        _store.Down = false;
        await _bench.Service.FlushAsync();
        _store.Batches.ShouldHaveSingleItem().Count.ShouldBe(20);
    }

    [Fact]
    public async Task What_waits_is_written_when_the_service_is_disposed()
    {
        var grant = await _bench.StartAsync();
        _bench.Service.Touch(grant.Row.Id, 1);
        _bench.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Service.Touch(grant.Row.Id, 1);
        await _bench.Service.DisposeAsync();
        Written().Max(mark => mark.LastSeenAt).ShouldBe(_bench.Now);
    }

    [Fact]
    public async Task An_exchange_of_a_living_token_counts_as_sight() // R3
    {
        var grant = await _bench.StartAsync();
        await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        await _bench.Service.FlushAsync();
        (await _bench.Service.FindAsync(grant.Row.Id))!.SeenAt.ShouldBe(_bench.Now);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (int i = 0; i < 1_000_000 && !holds(); i++)
        {
            await Task.Yield();
        }

        holds().ShouldBeTrue();
    }

    private IEnumerable<SessionMark> Written() => _store.Batches.SelectMany(batch => batch);
}
