using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using static Sessvm.Tests.Sessions.Tables.TableRow;

namespace Sessvm.Tests.Sessions.Tables;

public sealed class RotateTableTests
{
    private static readonly DateTimeOffset Soon = Rotated + TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Refresh generation 5 came with access generation 5, which has been seen.</summary>
    private static readonly SessionRow Row = At5 with
    {
        Refresh = new RefreshLineage(new Lineage(5, 3, Rotated, Rotated, Lifetime, 1), AccessGeneration: 5),
    };

    private static readonly Presentation Refresh = Current with { Lifetime = Lifetime };
    private static readonly Presentation Before = Predecessor with { Lifetime = Lifetime };

    [Fact]
    public void A_current_refresh_token_is_always_traded_for_the_next_pair() =>
        Rotate(Row, Refresh, Soon).ShouldBe(new ExchangeDecision { Answer = Answer.Successor });

    [Fact]
    public void An_admissible_predecessor_is_answered_with_the_current_pair() =>
        Rotate(Row, Before, DoorShuts).ShouldBe(new ExchangeDecision { Answer = Answer.Current });

    [Fact]
    public void A_predecessor_after_its_time_ends_the_family()
    {
        var decision = Rotate(Row, Before, DoorShuts + Millisecond);
        decision.Reason.ShouldBe(SessionReason.ReplayDetected);
        decision.EndsFamily.ShouldBeTrue();
    }

    [Fact]
    public void The_access_token_of_the_pair_is_stamped_anew_where_it_is_nearly_due() =>
        Rotate(Row with { SeenAt = null }, Before, Expiry).ShouldBe(new ExchangeDecision { Answer = Answer.Current, Stamps = true });

    [Fact]
    public void While_the_pairs_access_token_is_unseen_the_predecessor_stays_good() =>
        Rotate(Row with { SeenAt = null }, Before, Soon + TimeSpan.FromDays(2)).Answer.ShouldBe(Answer.Current);

    [Fact]
    public void Once_the_access_lineage_has_moved_on_the_rotation_itself_is_what_counts()
    {
        var moved = Row with { SeenAt = null, Access = Row.Access with { Generation = 6 } };
        Rotate(moved, Before, Rotated + Options.Overlap).Answer.ShouldBe(Answer.Current);
        Rotate(moved, Before, Rotated + Options.Overlap + Millisecond).Reason.ShouldBe(SessionReason.ReplayDetected);
    }

    [Fact]
    public void An_ended_row_answers_refresh_not_active() =>
        Rotate(Row with { End = new SessionEnd(EndReason.Revoked, Rotated) }, Refresh, Soon).Reason.ShouldBe(SessionReason.RefreshNotActive);

    [Fact]
    public void The_other_reasons_are_those_of_the_exchange()
    {
        Rotate(Row, Refresh, Row.Deadline).Reason.ShouldBe(SessionReason.SessionExpired);
        Rotate(Row, Refresh, Row.IdleDeadline).Reason.ShouldBe(SessionReason.SessionIdle);
        Rotate(Row, Refresh with { SameDevice = false }, Soon).Reason.ShouldBe(SessionReason.DeviceMismatch);
        Rotate(Row, Renewed, Soon).Reason.ShouldBe(SessionReason.Superseded);
        Rotate(Row, FarBehind, Soon).Reason.ShouldBe(SessionReason.Superseded);
        Rotate(Row, Refresh.From(Bench.Thief), Soon).Reason.ShouldBe(SessionReason.BindingMismatch);
        Rotate(Row with { Held = true }, Refresh, Soon).Reason.ShouldBe(SessionReason.StepUpRequired);
    }

    [Fact]
    public void A_refresh_token_past_its_lifetime_is_refused_and_ends_nothing() // R6
    {
        Rotate(Row, Refresh, Rotated + Lifetime - Millisecond).Answer.ShouldBe(Answer.Successor);
        Rotate(Row, Refresh, Rotated + Lifetime).ShouldBe(
            new ExchangeDecision { Answer = Answer.Refuse, Reason = SessionReason.RefreshExpired });
    }

    [Fact]
    public void A_predecessor_is_answered_as_long_as_its_successor_lives_and_no_longer() // R3, R6
    {
        var unseen = Row with { SeenAt = null };
        Rotate(unseen, Before, Before.IssuedAt + Lifetime).Answer.ShouldBe(Answer.Current);
        Rotate(unseen, Before, Rotated + Lifetime).Reason.ShouldBe(SessionReason.RefreshExpired);
    }

    [Fact]
    public void A_refresh_token_ahead_of_the_row_heals_it() // R8
    {
        Rotate(Row, Refresh with { Generation = 6 }, Soon).ShouldBe(new ExchangeDecision { Heals = true, Answer = Answer.Successor });
        Rotate(Row, Refresh with { IssuedAt = Rotated + Millisecond }, Soon).Heals.ShouldBeTrue();
    }

    private static ExchangeDecision Rotate(SessionRow row, Presentation shown, DateTimeOffset now) =>
        RotateTable.Decide(row, row.Refresh!, shown, Options, FingerprintPolicy.Relaxed, now);
}
