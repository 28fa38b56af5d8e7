using Sessvm.Events;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions;

public sealed class ValidatorTests : ISessionValidator
{
    private readonly Bench _bench;
    private SessionValidation _answer = SessionValidation.Continue;
    private int _asked;

    public ValidatorTests() => _bench = new Bench(validator: this);

    [Fact]
    public async Task It_is_asked_only_where_a_new_generation_is_handed_out()
    {
        var grant = await _bench.StartAsync();
        await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        _asked.ShouldBe(0);
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Refreshed.ShouldBeTrue();
        await _bench.ExchangeAsync(grant.AccessToken.Reveal()); // the same successor once more
        _asked.ShouldBe(1);
    }

    [Fact]
    public async Task It_may_change_scopes_and_claims()
    {
        var grant = await _bench.StartAsync();
        _answer = SessionValidation.With(new SessionChange { Scopes = ["read"], TokenClaims = [new SessionClaim("role", "guest")] });
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        var result = await _bench.ExchangeAsync(grant.AccessToken.Reveal());
        var session = (await _bench.AuthenticateAsync(result.AccessToken!.Value.Reveal())).Session!;
        session.Scopes.ShouldBe(["read"]);
        session.Claims.ShouldBe([new SessionClaim("role", "guest")]);
    }

    [Fact]
    public async Task It_may_end_the_session()
    {
        var grant = await _bench.StartAsync();
        _answer = SessionValidation.End;
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        (await _bench.ExchangeAsync(grant.AccessToken.Reveal())).Reason.ShouldBe(SessionReason.SessionNotActive);
        _bench.Events.OfType<SessionEnded>().ShouldHaveSingleItem().Reason.ShouldBe(EndReason.Rejected);
        (await _bench.Service.FindAsync(grant.Row.Id))!.End!.Reason.ShouldBe(EndReason.Rejected);
    }

    [Fact]
    public async Task It_is_asked_at_each_rotation()
    {
        var grant = await _bench.StartAsync(refresh: true);
        var request = new ExchangeRequest(grant.RefreshToken!.Value.Reveal(), Bench.Device, Bench.Home);
        (await _bench.Service.RotateAsync(request)).Succeeded.ShouldBeTrue();
        _asked.ShouldBe(1);
    }

    [Fact]
    public async Task It_may_end_the_session_at_a_rotation()
    {
        var grant = await _bench.StartAsync(refresh: true);
        _answer = SessionValidation.End;
        var request = new ExchangeRequest(grant.RefreshToken!.Value.Reveal(), Bench.Device, Bench.Home);
        (await _bench.Service.RotateAsync(request)).Reason.ShouldBe(SessionReason.RefreshNotActive);
    }

    [Fact]
    public async Task A_change_out_of_bounds_is_the_validators_mistake()
    {
        var grant = await _bench.StartAsync();
        _answer = SessionValidation.With(new SessionChange { Scopes = ["two words"] });
        _bench.Time.Advance(TimeSpan.FromMinutes(16));
        await Should.ThrowAsync<ArgumentException>(async () => await _bench.ExchangeAsync(grant.AccessToken.Reveal()));
    }

    public ValueTask<SessionValidation> ValidateAsync(SessionRow row, CancellationToken cancellationToken)
    {
        _asked++;
        return ValueTask.FromResult(_answer);
    }
}
