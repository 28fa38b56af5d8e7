using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using static Sessvm.Tests.Sessions.Tables.TableRow;

namespace Sessvm.Tests.Sessions.Tables;

/// <summary>Where one row of the table ends and the next begins, to the millisecond.</summary>
public sealed class ExchangeTableBoundaryTests
{
    private static readonly SessionOptions Ahead5 = Options with { RefreshAhead = TimeSpan.FromMinutes(5) };

    [Fact]
    public void The_deadlines_themselves_are_past_and_the_millisecond_before_is_not()
    {
        Exchange(At5, Current, At5.IdleDeadline - Millisecond).Reason.ShouldBe(SessionReason.None);
        Exchange(At5, Current, At5.IdleDeadline).Reason.ShouldBe(SessionReason.SessionIdle);
        var busy = At5 with { LastSeenAt = At5.Deadline };
        Exchange(busy, Current, busy.Deadline - Millisecond).Reason.ShouldBe(SessionReason.None);
        Exchange(busy, Current, busy.Deadline).Reason.ShouldBe(SessionReason.SessionExpired);
    }

    [Fact]
    public void The_door_stays_open_until_the_overlap_after_the_first_sight() // R3
    {
        Exchange(At5, Predecessor, Rotated + Options.Overlap + Millisecond).Answer.ShouldBe(Answer.Current);
        Exchange(At5, Predecessor, DoorShuts).Answer.ShouldBe(Answer.Current);
        Exchange(At5, Predecessor, DoorShuts + Millisecond).Reason.ShouldBe(SessionReason.ReplayDetected);
    }

    [Fact]
    public void A_sight_noted_before_the_rotation_by_a_slower_clock_does_not_shut_the_door_early() // R3: max(rotatedAt, seenAt)
    {
        var skewed = At5 with { SeenAt = Rotated - TimeSpan.FromSeconds(20) };
        Exchange(skewed, Predecessor, Rotated + Options.Overlap).Answer.ShouldBe(Answer.Current);
        Exchange(skewed, Predecessor, Rotated + Options.Overlap + Millisecond).Reason.ShouldBe(SessionReason.ReplayDetected);
    }

    [Fact]
    public void While_the_successor_is_unseen_the_door_never_shuts() // R3
        => Exchange(Unseen, Predecessor, At5.IdleDeadline - Millisecond).Answer.ShouldBe(Answer.Current);

    [Fact]
    public void LostResponse_Overlap_shuts_the_door_after_the_overlap_seen_or_not() // R3
    {
        var strict = Options with { LostResponse = LostResponse.Overlap };
        foreach (var row in (SessionRow[])[At5, Unseen])
        {
            Exchange(row, Predecessor, Rotated + Options.Overlap, strict).Answer.ShouldBe(Answer.Current);
            Exchange(row, Predecessor, Rotated + Options.Overlap + Millisecond, strict).Reason.ShouldBe(SessionReason.ReplayDetected);
        }
    }

    [Fact]
    public void With_RefreshAhead_a_token_with_less_than_that_left_is_due()
    {
        Exchange(At5, Current, Expiry - Ahead5.RefreshAhead, Ahead5).Answer.ShouldBe(Answer.Same);
        Exchange(At5, Current, Expiry - Ahead5.RefreshAhead + Millisecond, Ahead5).Answer.ShouldBe(Answer.Successor);
    }

    [Fact]
    public void Near_the_sessions_own_end_RefreshAhead_mints_nothing_that_would_gain_no_time()
    {
        var last = At5 with { Deadline = Expiry, LastSeenAt = Rotated };
        Exchange(last, Current, Expiry - Millisecond, Ahead5).Answer.ShouldBe(Answer.Same);
    }

    [Fact]
    public void A_successor_is_stamped_anew_where_it_would_be_due_within_the_overlap() // R2
    {
        Exchange(Unseen, Predecessor, Expiry - Options.Overlap).Stamps.ShouldBeFalse();
        Exchange(Unseen, Predecessor, Expiry - Options.Overlap + Millisecond).ShouldBe(new ExchangeDecision { Answer = Answer.Current, Stamps = true });
        Exchange(Unseen, Predecessor, Expiry + TimeSpan.FromHours(1)).Stamps.ShouldBeTrue();
    }

    [Fact]
    public void With_RefreshAhead_the_stamp_is_renewed_as_much_earlier() // R2
    {
        var due = Expiry - Ahead5.RefreshAhead;
        Exchange(Unseen, Predecessor, due - Options.Overlap, Ahead5).Stamps.ShouldBeFalse();
        Exchange(Unseen, Predecessor, due - Options.Overlap + Millisecond, Ahead5).Stamps.ShouldBeTrue();
    }

    [Fact]
    public void An_earlier_stamp_of_the_current_generation_that_has_expired_gets_the_newest_stamp() // R2
    {
        var restamped = At5 with { Access = At5.Access with { IssuedAt = Rotated + TimeSpan.FromMinutes(14) } };
        Exchange(restamped, Current, Expiry).ShouldBe(new ExchangeDecision { Answer = Answer.Current });
        Exchange(restamped, Current, Expiry - Millisecond).ShouldBe(new ExchangeDecision { Answer = Answer.Same });
        Exchange(restamped, Current with { IssuedAt = Rotated + TimeSpan.FromMinutes(7) }, restamped.Access.ExpiresAt - Millisecond)
            .Answer.ShouldBe(Answer.Current);
    }

    [Fact]
    public void Once_the_newest_stamp_is_due_too_any_stamp_gets_a_successor()
    {
        var restamped = At5 with { Access = At5.Access with { IssuedAt = Rotated + TimeSpan.FromMinutes(14) } };
        Exchange(restamped, Current, restamped.Access.ExpiresAt).Answer.ShouldBe(Answer.Successor);
    }

    [Fact]
    public void A_stamp_outside_the_lineages_own_is_a_fork() // R8
    {
        var restamped = At5 with { Access = At5.Access with { IssuedAt = Rotated + TimeSpan.FromMinutes(2) } };
        var now = Rotated + TimeSpan.FromMinutes(3);
        Exchange(restamped, Current with { IssuedAt = Rotated - Millisecond }, now).Heals.ShouldBeTrue();
        Exchange(restamped, Current with { IssuedAt = Rotated }, now).Heals.ShouldBeFalse();
        Exchange(restamped, Current with { IssuedAt = Rotated + TimeSpan.FromMinutes(2) }, now).Heals.ShouldBeFalse();
        Exchange(restamped, Current with { IssuedAt = Rotated + TimeSpan.FromMinutes(2) + Millisecond }, now).Heals.ShouldBeTrue();
    }

    [Fact]
    public void The_first_generation_after_a_renewal_has_no_predecessor() // a renewal has no overlap
    {
        var renewed = Unseen with { Access = Unseen.Access with { Floor = 5 } };
        Exchange(renewed, Current with { Floor = 5 }, Rotated).Answer.ShouldBe(Answer.Same);
        Exchange(renewed, Predecessor, Rotated).Reason.ShouldBe(SessionReason.Superseded);
    }

    [Fact]
    public void Whoever_is_merely_late_may_have_updated_the_browser()
    {
        var updated = Bench.Home with { Agent = Bench.Home.Agent with { Version = 131 } };
        Exchange(At5, FarBehind.From(updated), Rotated + Options.Overlap).Reason.ShouldBe(SessionReason.Superseded);
        Exchange(At5, Predecessor.From(updated), DoorShuts).Answer.ShouldBe(Answer.Current);
    }

    [Fact]
    public void A_moved_network_changes_nothing_for_a_predecessor() =>
        Exchange(At5, Predecessor.From(Bench.Home with { Network = Bench.Thief.Network }), DoorShuts).Answer.ShouldBe(Answer.Current);

    [Fact]
    public void In_the_background_a_token_is_stamped_up_to_an_idle_deadline_that_it_does_not_move() // R6
    {
        var idle = Unseen with { LastSeenAt = Rotated, IdleTimeout = TimeSpan.FromMinutes(15) };
        var now = Expiry - TimeSpan.FromSeconds(10);
        var background = Predecessor with { Background = true };
        Exchange(idle, background, now).Stamps.ShouldBeTrue();
        Succession.Restamp(idle, background, Options, 1, now).Access.ExpiresAt.ShouldBe(idle.IdleDeadline);
    }
}
