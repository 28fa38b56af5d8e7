using Sessvm.Tests.Shared;
using System.Net;
using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

public sealed class AuthenticateTests
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0";

    private readonly ProbeStore _store = new();
    private readonly DeafFeed _feed = new();
    private readonly Bench _bench;

    public AuthenticateTests() => _bench = new Bench(store: _store, setup: setup => setup with { Feed = _feed });

    [Fact]
    public async Task A_genuine_token_is_signed_in_without_the_store()
    {
        var grant = await _bench.StartAsync();
        var result = await _bench.AuthenticateAsync(grant.AccessToken.Reveal());
        result.Succeeded.ShouldBeTrue();
        result.Session.Id.ShouldBe(grant.Row.Id);
        result.Session.Subject.ShouldBe("alice");
        result.Session.HasScope("read").ShouldBeTrue();
        result.Session.HasScope("admin").ShouldBeFalse();
        _store.Finds.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A1.")]
    [InlineData("A2.AAAA")]
    [InlineData("not a token")]
    public async Task What_is_no_access_token_is_invalid_access_format(string text) =>
        (await _bench.AuthenticateAsync(text)).Reason.ShouldBe(SessionReason.InvalidAccessFormat);

    [Fact]
    public async Task A_changed_token_is_invalid_access_token()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        char[] changed = token.ToCharArray();
        changed[20] = changed[20] == 'A' ? 'B' : 'A';
        (await _bench.AuthenticateAsync(new string(changed))).Reason.ShouldBe(SessionReason.InvalidAccessToken);
    }

    [Fact]
    public async Task A_token_of_a_key_that_has_left_is_invalid_even_where_it_was_verified_before()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        _bench.Keys.Replace([new KeyDefinition(2, Bench.Secret + "2")]);
        (await _bench.AuthenticateAsync(token)).Reason.ShouldBe(SessionReason.InvalidAccessToken);
    }

    [Fact]
    public async Task A_key_that_retires_takes_verified_tokens_with_it()
    {
        var retires = _bench.Now + TimeSpan.FromMinutes(5);
        _bench.Keys.Replace([new KeyDefinition(1, Bench.Secret, RetireAfter: retires), new KeyDefinition(2, Bench.Secret + "2", NotBefore: retires)]);
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await _bench.AuthenticateAsync(token)).Reason.ShouldBe(SessionReason.InvalidAccessToken);
    }

    [Fact]
    public async Task An_expired_token_is_access_expired_to_the_millisecond()
    {
        var grant = await _bench.StartAsync();
        _bench.Time.Advance(grant.Row.Access.Lifetime - TimeSpan.FromMilliseconds(1));
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.AccessExpired);
    }

    [Fact]
    public async Task The_device_id_must_be_there_and_the_tokens()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        (await _bench.AuthenticateAsync(token, device: Guid.NewGuid())).Reason.ShouldBe(SessionReason.DeviceMismatch);
        var none = new AuthenticateRequest(token.AsMemory(), Device: null, new RequestTraits(Bench.UserAgent));
        (await _bench.Service.AuthenticateAsync(none)).Reason.ShouldBe(SessionReason.MissingDevice);
    }

    [Fact]
    public async Task An_ended_session_is_refused_at_once()
    {
        var grant = await _bench.StartAsync();
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        await _bench.Service.EndAsync(EndTarget.One(grant.Row.Id), EndReason.Revoked);
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        _bench.Service.IsRefused(grant.Row.Id, floor: 1).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_requester_is_judged_by_the_row_once_and_remembered()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        for (int i = 0; i < 3; i++)
        {
            (await _bench.AuthenticateAsync(token, Firefox)).Reason.ShouldBe(SessionReason.BindingMismatch);
        }

        _store.Finds.ShouldBe(1);
        var refused = _bench.Events.OfType<SessionRefused>().ShouldHaveSingleItem();
        refused.Reason.ShouldBe(SessionReason.BindingMismatch);
        refused.Verdict!.Failed.ShouldContain("browser");
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task An_updated_browser_is_the_same_requester_and_asks_no_store()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        (await _bench.AuthenticateAsync(token, Bench.UserAgent.Replace("130", "131", StringComparison.Ordinal))).Succeeded.ShouldBeTrue();
        _store.Finds.ShouldBe(0);
    }

    [Fact]
    public async Task Checked_at_exchange_only_another_requester_passes_until_then()
    {
        var bench = new Bench(o => o with { FingerprintCheck = FingerprintCheck.Exchange });
        string token = (await bench.StartAsync()).AccessToken.Reveal();
        (await bench.AuthenticateAsync(token, Firefox)).Succeeded.ShouldBeTrue();
        (await bench.ExchangeAsync(token, Bench.Thief)).Reason.ShouldBe(SessionReason.BindingMismatch);
    }

    [Fact]
    public async Task A_repeated_token_allocates_nothing()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        var request = new AuthenticateRequest(
            token.AsMemory(), Bench.Device, new RequestTraits(Bench.UserAgent, "en-GB", IPAddress.Parse("203.0.113.9")));
        Repeat(request, 2_000).ShouldBe(2_000); // warm
        await _bench.Service.FlushAsync();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int accepted = Repeat(request, 1_000);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        accepted.ShouldBe(1_000);
        bytes.ShouldBe(0);
    }

    [Fact]
    public async Task A_deaf_node_checks_the_row_on_each_request() // R7
    {
        var grant = await _bench.StartAsync();
        _feed.IsCurrent = false;
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        _store.Finds.ShouldBe(2);

        await _store.EndAsync(EndTarget.One(grant.Row.Id), new SessionEnd(EndReason.Revoked, _bench.Now), CancellationToken.None); // another node
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task A_deaf_node_hears_of_renewals_and_lost_rows_from_the_store_too() // R7
    {
        var grant = await _bench.StartAsync();
        _feed.IsCurrent = false;
        var other = new Bench(store: _store);
        await other.Service.RenewAsync(new RenewRequest(grant.Row.Id, Bench.Home));
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.Superseded);
        await _store.PurgeAsync(_bench.Now + TimeSpan.FromDays(90), 1_000, CancellationToken.None);
        (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotFound);
    }

    [Fact]
    public async Task A_blind_node_serves_on_for_BlindGrace_and_then_says_that_it_cannot_know() // R7
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        _feed.IsCurrent = false;
        _store.Down = true;
        _bench.Time.Advance(_bench.Service.Options.BlindGrace);
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.AuthenticateAsync(token));

        _feed.IsCurrent = true;
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task The_grace_begins_when_the_store_was_last_reached() // R7
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        _feed.IsCurrent = false;
        _bench.Time.Advance(TimeSpan.FromMinutes(5));
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        _store.Down = true;
        _bench.Time.Advance(TimeSpan.FromSeconds(20));
        (await _bench.AuthenticateAsync(token)).Succeeded.ShouldBeTrue();
        _bench.Time.Advance(TimeSpan.FromSeconds(11));
        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.AuthenticateAsync(token));
    }

    [Fact]
    public async Task A_requester_that_nobody_has_judged_is_not_served_blindly()
    {
        string token = (await _bench.StartAsync()).AccessToken.Reveal();
        _store.Down = true;
        await Should.ThrowAsync<SessionStoreException>(async () => await _bench.AuthenticateAsync(token, Firefox));
    }

    private int Repeat(in AuthenticateRequest request, int times)
    {
        int accepted = 0;
        for (int i = 0; i < times; i++)
        {
            var answer = _bench.Service.AuthenticateAsync(request);
            accepted += answer.IsCompletedSuccessfully && answer.Result.Succeeded ? 1 : 0;
        }

        return accepted;
    }
}
