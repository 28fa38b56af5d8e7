using CsCheck;
using Sessvm.Sessions;
using static Sessvm.Tests.Sessions.Tables.TableRow;

namespace Sessvm.Tests.Sessions.Tables;

public sealed class StampTests
{
    private static readonly TimeSpan Most = Options.AccessLifetime;

    [Fact]
    public void A_token_lives_as_long_as_the_options_say() =>
        Stamp.Lifetime(At5, Most, background: false, Rotated).ShouldBe(Most);

    [Fact]
    public void It_never_outlives_the_absolute_deadline_and_its_seconds_are_whole() // R6
    {
        var now = At5.Deadline - TimeSpan.FromSeconds(90.5);
        Stamp.Lifetime(At5 with { LastSeenAt = now }, Most, background: false, now).ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void It_never_outlives_the_idle_deadline_which_a_person_moves_and_a_timer_does_not() // R6
    {
        var now = At5.IdleDeadline - TimeSpan.FromMinutes(2);
        Stamp.Lifetime(At5, Most, background: true, now).ShouldBe(TimeSpan.FromMinutes(2));
        Stamp.Lifetime(At5, Most, background: false, now).ShouldBe(Most);
    }

    [Fact]
    public void It_is_never_negative() =>
        Stamp.Lifetime(At5, Most, background: false, At5.Deadline + TimeSpan.FromDays(1)).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void A_token_is_due_when_it_has_expired_and_with_RefreshAhead_before()
    {
        var ahead = Options with { RefreshAhead = TimeSpan.FromMinutes(1) };
        Stamp.IsDue(Expiry, At5, Options, background: false, Expiry - Millisecond).ShouldBeFalse();
        Stamp.IsDue(Expiry, At5, Options, background: false, Expiry).ShouldBeTrue();
        Stamp.IsDue(Expiry, At5, ahead, background: false, Expiry - ahead.RefreshAhead).ShouldBeFalse();
        Stamp.IsDue(Expiry, At5, ahead, background: false, Expiry - ahead.RefreshAhead + Millisecond).ShouldBeTrue();
    }

    [Fact]
    public void A_token_is_nearly_due_within_the_overlap_before_it_is_due() // R2
    {
        Stamp.IsNearlyDue(At5.Access, At5, Options, background: false, Expiry - Options.Overlap).ShouldBeFalse();
        Stamp.IsNearlyDue(At5.Access, At5, Options, background: false, Expiry - Options.Overlap + Millisecond).ShouldBeTrue();
    }

    [Fact]
    public void A_fresh_token_is_never_nearly_due_for_any_options_that_validate() // else every repeated answer would be stamped again
    {
        Gen.Select(Gen.Int[10, 86_400], Gen.Int[0, 86_400], Gen.Int[1, 600]).Sample(
            (lifetime, ahead, overlap) =>
            {
                var options = new SessionOptions
                {
                    AccessLifetime = TimeSpan.FromSeconds(lifetime),
                    RefreshAhead = TimeSpan.FromSeconds(ahead),
                    Overlap = TimeSpan.FromSeconds(overlap),
                };
                if (options.AccessLifetime - options.RefreshAhead <= options.Overlap)
                {
                    return;
                }

                Stamp.IsNearlyDue(At5.Access with { Lifetime = options.AccessLifetime }, At5, options, background: false, Rotated).ShouldBeFalse();
            });
    }
}
