using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

public sealed class StartTests
{
    private static readonly Guid Phone = Guid.Parse("0d9f7c55-2f0b-4f2d-8a51-65fd8d5c2d11");
    private static readonly Guid Tablet = Guid.Parse("7a1f0e7e-94e5-4b0b-b1ef-9f7f0b3b9a22");

    private readonly Bench _bench = new();

    [Fact]
    public async Task A_session_starts_with_a_token_a_csrf_token_and_its_own_family()
    {
        var grant = await _bench.StartAsync();
        grant.Row.Family.ShouldBe(grant.Row.Id);
        grant.RefreshToken.ShouldBeNull();
        grant.AccessToken.Reveal().ShouldStartWith("A1.");
        _bench.Service.Csrf.Verify(grant.CsrfToken.Reveal(), grant.Row.Id, _bench.Now).ShouldBeTrue();
        _bench.Events.ShouldHaveSingleItem().ShouldBeOfType<SessionStarted>().Session.ShouldBe(grant.Row.Id);
    }

    [Fact]
    public async Task Only_who_asks_for_one_gets_a_refresh_token() =>
        (await _bench.StartAsync(refresh: true)).RefreshToken!.Value.Reveal().ShouldStartWith("R1.");

    [Fact]
    public async Task The_same_subject_on_the_same_device_replaces_its_earlier_session()
    {
        var first = await _bench.StartAsync();
        var second = await _bench.StartAsync();
        (await _bench.AuthenticateAsync(first.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await _bench.AuthenticateAsync(second.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
        _bench.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.Replaced);
    }

    [Fact]
    public async Task A_device_is_recognised_after_a_change_of_keys()
    {
        var first = await _bench.StartAsync();
        _bench.Keys.Replace([new KeyDefinition(2, Bench.Secret + "2"), new KeyDefinition(1, Bench.Secret)]);
        await _bench.StartAsync();
        (await _bench.Service.FindAsync(first.Row.Id))!.End!.Reason.ShouldBe(EndReason.Replaced);
    }

    [Fact]
    public async Task Another_subject_on_the_same_device_replaces_nothing()
    {
        var alice = await _bench.StartAsync();
        await _bench.StartAsync("bob");
        (await _bench.AuthenticateAsync(alice.AccessToken.Reveal())).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_cap_rejects_and_lists_what_fills_it()
    {
        var bench = new Bench(o => o with { MaxSessionsPerSubject = 2, WhenFull = WhenFull.Reject });
        var first = await bench.StartAsync();
        var second = await bench.StartAsync(device: Phone);
        var third = await bench.Service.StartAsync(Request("alice") with { Device = Tablet });
        third.Reason.ShouldBe(SessionReason.TooManySessions);
        third.Live.Select(row => row.Id).ShouldBe([first.Row.Id, second.Row.Id], ignoreOrder: true);
        bench.Events.OfType<SessionEnded>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_cap_evicts_the_oldest()
    {
        var bench = new Bench(o => o with { MaxSessionsPerSubject = 2 });
        var first = await bench.StartAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await bench.StartAsync(device: Phone);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.StartAsync(device: Tablet);
        (await bench.AuthenticateAsync(first.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        (await bench.AuthenticateAsync(second.AccessToken.Reveal(), device: Phone)).Succeeded.ShouldBeTrue();
        bench.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.Evicted);
    }

    [Fact]
    public async Task A_hundred_logins_at_once_never_exceed_the_cap()
    {
        var bench = new Bench(o => o with { MaxSessionsPerSubject = 5 });
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => bench.StartAsync(device: Guid.NewGuid()))));
        (await bench.Service.ListAsync("alice")).Count.ShouldBe(5);
        bench.Events.OfType<SessionEnded>().Count().ShouldBe(95);
    }

    [Fact]
    public async Task A_child_joins_the_family_replaces_nothing_and_lives_no_longer()
    {
        var root = await _bench.StartAsync();
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        var child = (await _bench.Service.StartAsync(Request("alice") with { Parent = root.Row.Id })).Grant!.Row;
        child.Family.ShouldBe(root.Row.Id);
        child.Deadline.ShouldBe(root.Row.Deadline); // R6
        child.AuthenticatedAt.ShouldBe(root.Row.AuthenticatedAt);
        (await _bench.AuthenticateAsync(root.AccessToken.Reveal())).Succeeded.ShouldBeTrue();

        var grandchild = (await _bench.Service.StartAsync(Request("alice") with { Parent = child.Id })).Grant!.Row;
        grandchild.Family.ShouldBe(root.Row.Id);
    }

    [Fact]
    public async Task A_child_needs_a_living_parent_of_its_own_subject()
    {
        var root = await _bench.StartAsync();
        (await StartChildAsync("bob", root.Row.Id)).ShouldBe(SessionReason.SessionNotFound);
        (await StartChildAsync("alice", SessionId.Create("alice"))).ShouldBe(SessionReason.SessionNotFound);
        _bench.Time.Advance(root.Row.IdleTimeout);
        (await StartChildAsync("alice", root.Row.Id)).ShouldBe(SessionReason.SessionIdle);
        _bench.Time.Advance(root.Row.Deadline - _bench.Now);
        (await StartChildAsync("alice", root.Row.Id)).ShouldBe(SessionReason.SessionExpired);
        await _bench.Service.EndAsync(EndTarget.One(root.Row.Id), EndReason.SignedOut);
        (await StartChildAsync("alice", root.Row.Id)).ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task A_child_that_is_added_just_after_its_family_ended_ends_with_it() // R4
    {
        var store = new ProbeStore();
        var bench = new Bench(store: store);
        var root = await bench.StartAsync();
        store.BeforeAdd = async () => await bench.Service.EndAsync(EndTarget.OfFamily(root.Row.Id), EndReason.Replay);
        var child = await bench.Service.StartAsync(Request("alice") with { Parent = root.Row.Id });
        child.Reason.ShouldBe(SessionReason.SessionNotActive);
        (await bench.Service.ListAsync("alice")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shorter_absolute_lifetime_is_kept_and_caps_the_token() // R6
    {
        var start = await _bench.Service.StartAsync(Request("alice") with { AbsoluteTimeout = TimeSpan.FromMinutes(20) });
        start.Grant!.Row.Deadline.ShouldBe(_bench.Now + TimeSpan.FromMinutes(20));
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var next = await _bench.ExchangeAsync(start.Grant.AccessToken.Reveal());
        next.Row!.Access.ExpiresAt.ShouldBe(start.Grant.Row.Deadline);
        _bench.Time.Advance(TimeSpan.FromMinutes(4));
        (await _bench.ExchangeAsync(next.AccessToken!.Value.Reveal())).Reason.ShouldBe(SessionReason.SessionExpired);
    }

    [Fact]
    public async Task Fractions_of_a_millisecond_in_a_lifetime_are_dropped()
    {
        var odd = TimeSpan.FromMinutes(20) + TimeSpan.FromTicks(7);
        var bench = new Bench(o => o with { IdleTimeout = odd });
        var start = await bench.Service.StartAsync(Request("alice") with { AbsoluteTimeout = odd });
        start.Grant!.Row.Deadline.ShouldBe(bench.Now + TimeSpan.FromMinutes(20));
        start.Grant.Row.IdleTimeout.ShouldBe(TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task What_is_out_of_bounds_is_the_callers_mistake()
    {
        StartRequest[] wrong =
        [
            Request(""),
            Request(new string('é', 128)), // 256 bytes
            Request("alice") with { Device = Guid.Empty },
            Request("alice") with { DeviceKey = new byte[31] },
            Request("alice") with { AbsoluteTimeout = TimeSpan.FromMinutes(14) },
            Request("alice") with { AbsoluteTimeout = TimeSpan.FromDays(31) },
            Request("alice") with { Scopes = [.. Enumerable.Range(0, 33).Select(number => $"s{number}")] },
            Request("alice") with { Scopes = [""] },
            Request("alice") with { Scopes = ["two words"] },
            Request("alice") with { Scopes = [new string('s', 65)] },
            Request("alice") with { TokenClaims = [new SessionClaim("name", new string('n', 1024))] },
            Request("alice") with { Claims = [new SessionClaim("about", new string('a', 4096))] },
            Request("alice") with { Fingerprint = null! },
            Request("alice") with { Scopes = null! },
            Request("alice") with { Claims = null! },
        ];
        foreach (var request in wrong)
        {
            await Should.ThrowAsync<ArgumentException>(async () => await _bench.Service.StartAsync(request));
        }

        await Should.ThrowAsync<ArgumentNullException>(async () => await _bench.Service.StartAsync(null!));
        _bench.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_just_within_bounds_is_taken()
    {
        var start = await _bench.Service.StartAsync(Request(new string('é', 127) + "e") with
        {
            DeviceKey = new byte[32],
            AbsoluteTimeout = _bench.Service.Options.AbsoluteTimeout,
            Scopes = [.. Enumerable.Range(0, 32).Select(number => $"scope{number}")],
            TokenClaims = [new SessionClaim("name", new string('n', 1000))],
            Claims = [new SessionClaim("about", new string('a', 4000))],
        });
        var seen = await _bench.AuthenticateAsync(start.Grant!.AccessToken.Reveal());
        seen.Session!.Subject.Length.ShouldBe(128);
        seen.Session.Scopes.Count.ShouldBe(32);
        seen.Session.Claims.ShouldHaveSingleItem().Type.ShouldBe("name");
    }

    [Fact]
    public async Task A_token_always_fits_into_a_cookie()
    {
        string[] scopes = [.. Enumerable.Range(0, 32).Select(number => $"{number:00}{new string('s', 62)}")];
        var request = Request(new string('a', 255)) with { Scopes = scopes };
        (await _bench.Service.StartAsync(request with { TokenClaims = [new SessionClaim("name", new string('n', 457))] }))
            .Grant!.AccessToken.Reveal().Length.ShouldBeLessThan(4096 - "__Secure-atk=".Length);
        var wrong = await Should.ThrowAsync<ArgumentException>(async () =>
            await _bench.Service.StartAsync(request with { TokenClaims = [new SessionClaim("name", new string('n', 458))] }));
        wrong.Message.ShouldContain("2801 bytes; allowed are 2800");

        var session = (await _bench.Service.StartAsync(request)).Grant!.Row.Id;
        var change = new SessionChange { TokenClaims = [new SessionClaim("name", new string('n', 1000))] };
        await Should.ThrowAsync<ArgumentException>(async () =>
            await _bench.Service.RenewAsync(new RenewRequest(session, Bench.Home) { Change = change }));
    }

    private static StartRequest Request(string subject) => new() { Subject = subject, Device = Bench.Device, Fingerprint = Bench.Home };

    private async Task<SessionReason> StartChildAsync(string subject, SessionId parent) =>
        (await _bench.Service.StartAsync(Request(subject) with { Parent = parent })).Reason;
}
