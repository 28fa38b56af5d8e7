using Sessvm.Events;
using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;

namespace Sessvm.Tests.Sessions;

public sealed class TicketTests
{
    private const string Origin = "https://app.example.com";

    private readonly Bench _bench = new();

    [Fact]
    public async Task A_ticket_opens_once()
    {
        string ticket = await MintAsync();
        var first = await RedeemAsync(ticket);
        first.Succeeded.ShouldBeTrue();
        first.Row.Subject.ShouldBe("alice");
        (await RedeemAsync(ticket)).Reason.ShouldBe(SessionReason.InvalidTicket);
    }

    [Fact]
    public async Task Twenty_racers_on_one_ticket_open_one_socket()
    {
        string ticket = await MintAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => RedeemAsync(ticket))));
        results.Count(result => result.Succeeded).ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_is_good_for_thirty_seconds()
    {
        string late = await MintAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(30));
        (await RedeemAsync(late)).Reason.ShouldBe(SessionReason.InvalidTicket);
        string timely = await MintAsync();
        _bench.Time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        (await RedeemAsync(timely)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_ticket_is_bound_to_device_and_origin()
    {
        string ticket = await MintAsync();
        (await RedeemAsync(ticket, device: Guid.NewGuid())).Reason.ShouldBe(SessionReason.InvalidTicket);
        (await RedeemAsync(ticket, origin: "https://evil.example.com")).Reason.ShouldBe(SessionReason.InvalidTicket);
        (await RedeemAsync("T1.AAAA")).Reason.ShouldBe(SessionReason.InvalidTicket);
        (await RedeemAsync(ticket)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_full_ring_is_rate_limited_until_a_place_is_free()
    {
        var (session, tickets) = await SessionAsync();
        for (int i = 0; i < 16; i++)
        {
            (await RedeemAsync(Mint(session))).Succeeded.ShouldBeTrue();
        }

        (await RedeemAsync(tickets)).Reason.ShouldBe(SessionReason.RateLimited);
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        (await RedeemAsync(Mint(session))).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task An_ended_or_renewed_session_has_no_good_tickets()
    {
        var (session, ticket) = await SessionAsync();
        await _bench.Service.RenewAsync(new RenewRequest(session.Id, Bench.Home));
        (await RedeemAsync(ticket)).Reason.ShouldBe(SessionReason.Superseded);
        await _bench.Service.EndAsync(EndTarget.One(session.Id), EndReason.SignedOut);
        (await RedeemAsync(ticket)).Reason.ShouldBe(SessionReason.SessionNotActive);
    }

    [Fact]
    public async Task Somebody_elses_handshake_is_refused_with_an_event_and_uses_nothing_up()
    {
        string ticket = await MintAsync();
        (await RedeemAsync(ticket, from: Bench.Thief)).Reason.ShouldBe(SessionReason.BindingMismatch);
        _bench.Events.OfType<SessionRefused>().ShouldHaveSingleItem().Verdict!.Failed.ShouldContain("browser");
        (await RedeemAsync(ticket)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task A_policy_may_end_the_family_at_a_handshake()
    {
        var bench = new Bench(setup: setup => setup with { Policy = new Ending() });
        var grant = await bench.StartAsync();
        var session = (await bench.AuthenticateAsync(grant.AccessToken.Reveal())).Session!;
        string ticket = bench.Service.MintTicket(session, Bench.Device, Origin).Reveal();
        (await bench.Service.RedeemTicketAsync(ticket, Bench.Device, Origin, Bench.Home)).Reason.ShouldBe(SessionReason.BindingMismatch);
        (await bench.Service.FindAsync(session.Id))!.End!.Reason.ShouldBe(EndReason.Binding);
    }

    private async Task<string> MintAsync() => (await SessionAsync()).Ticket;

    private async Task<(AuthenticatedSession Session, string Ticket)> SessionAsync()
    {
        var grant = await _bench.StartAsync();
        var session = (await _bench.AuthenticateAsync(grant.AccessToken.Reveal())).Session!;
        return (session, Mint(session));
    }

    private string Mint(AuthenticatedSession session) => _bench.Service.MintTicket(session, Bench.Device, Origin).Reveal();

    private async Task<RedeemResult> RedeemAsync(string ticket, Guid? device = null, string origin = Origin, Fingerprint? from = null) =>
        await _bench.Service.RedeemTicketAsync(ticket, device ?? Bench.Device, origin, from ?? Bench.Home);

    private sealed class Ending() : FingerprintPolicy("ending")
    {
        public override Verdict Judge(Fingerprint stored, Fingerprint seen) => new() { Mode = Mode, Action = VerdictAction.End };
    }
}
