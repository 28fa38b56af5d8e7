using Sessvm.Fingerprints;
using Sessvm.Sessions;
using Sessvm.Stores;
using static Sessvm.Tests.Sessions.Tables.TableRow;

namespace Sessvm.Tests.Sessions.Tables;

/// <summary>One sentence for each row of the design's table, 4 to 18.</summary>
public sealed class ExchangeTableTests
{
    private static readonly DateTimeOffset Soon = Rotated + TimeSpan.FromSeconds(20);

    [Fact]
    public void Row_4_an_ended_row_answers_session_not_active_and_nothing_else()
    {
        var ended = At5 with { End = new SessionEnd(EndReason.SignedOut, Rotated) };
        Exchange(ended, Renewed with { SameDevice = false }, ended.Deadline).ShouldBe(Refusal(SessionReason.SessionNotActive));
    }

    [Fact]
    public void Row_5_past_the_absolute_deadline_the_row_ends_as_expired()
    {
        var row = At5 with { LastSeenAt = At5.Deadline };
        Exchange(row, Current with { SameDevice = false }, row.Deadline)
            .ShouldBe(Refusal(SessionReason.SessionExpired) with { Ends = EndReason.Expired });
    }

    [Fact]
    public void Row_5_comes_before_row_6() =>
        Exchange(At5, Current, At5.Deadline).Reason.ShouldBe(SessionReason.SessionExpired);

    [Fact]
    public void Row_6_past_the_idle_deadline_the_row_ends_as_idle() =>
        Exchange(At5, Current with { SameDevice = false }, At5.IdleDeadline)
            .ShouldBe(Refusal(SessionReason.SessionIdle) with { Ends = EndReason.Idle });

    [Fact]
    public void Row_7_another_device_is_refused_with_an_event_and_ends_nothing() =>
        Exchange(At5, Renewed with { SameDevice = false }, Soon).ShouldBe(Refusal(SessionReason.DeviceMismatch) with { Notable = true });

    [Theory]
    [InlineData(DeviceProof.Missing, SessionReason.ProofRequired)]
    [InlineData(DeviceProof.Invalid, SessionReason.ProofInvalid)]
    public void Row_8_a_demanded_device_key_that_is_not_proven_is_refused_with_an_event(DeviceProof proof, SessionReason reason) =>
        Exchange(At5 with { DeviceKey = new byte[32] }, Current with { Proof = proof }, Soon)
            .ShouldBe(Refusal(reason) with { Notable = true });

    [Fact]
    public void Row_8_lets_a_proven_device_key_pass() =>
        Exchange(At5 with { DeviceKey = new byte[32] }, Current with { Proof = DeviceProof.Valid }, Soon).Answer.ShouldBe(Answer.Same);

    [Fact]
    public void Row_9_a_token_from_before_the_renewal_is_superseded_for_its_holder_however_late() =>
        Exchange(At5, Renewed, Rotated + TimeSpan.FromDays(3)).ShouldBe(Refusal(SessionReason.Superseded));

    [Fact]
    public void Row_9_a_token_from_before_the_renewal_ends_the_family_in_the_hands_of_somebody_else() =>
        Exchange(At5, Renewed.From(Bench.Thief), Soon).ShouldBe(Replay(Likeness.SomebodyElse));

    [Fact]
    public void Row_9_looks_at_the_floor_and_not_at_the_generation() =>
        Exchange(At5, Ahead with { Floor = 2 }, Soon).ShouldBe(Refusal(SessionReason.Superseded));

    [Fact]
    public void Row_10_two_behind_within_the_overlap_is_merely_late() =>
        Exchange(At5, FarBehind, Rotated + Options.Overlap).ShouldBe(Refusal(SessionReason.Superseded));

    [Fact]
    public void Row_11_two_behind_past_the_overlap_ends_the_family() =>
        Exchange(At5, FarBehind, Rotated + Options.Overlap + Millisecond).ShouldBe(Replay(Likeness.Same));

    [Fact]
    public void Row_11_two_behind_from_somebody_else_ends_the_family_even_within_the_overlap() =>
        Exchange(At5, FarBehind.From(Bench.Thief), Rotated).ShouldBe(Replay(Likeness.SomebodyElse));

    [Fact]
    public void Row_11_a_predecessor_after_its_time_ends_the_family() =>
        Exchange(At5, Predecessor, DoorShuts + Millisecond).ShouldBe(Replay(Likeness.Same));

    [Fact]
    public void Row_12_an_admissible_predecessor_from_somebody_else_ends_the_family_once_the_successor_is_seen() =>
        Exchange(At5, Predecessor.From(Bench.Thief), Soon).ShouldBe(Replay(Likeness.SomebodyElse));

    [Fact]
    public void Row_12_an_admissible_predecessor_from_somebody_else_holds_every_generation_while_the_successor_is_unseen() =>
        Exchange(Unseen, Predecessor.From(Bench.Thief), Soon).ShouldBe(
            Refusal(SessionReason.StepUpRequired) with { Notable = true, Holds = true, Likeness = Likeness.SomebodyElse });

    [Fact]
    public void Row_12_a_fork_from_somebody_else_is_a_replay_or_holds()
    {
        Exchange(At5, Fork.From(Bench.Thief), Soon).ShouldBe(Replay(Likeness.SomebodyElse));
        Exchange(Unseen, Fork.From(Bench.Thief), Soon).Holds.ShouldBeTrue();
    }

    [Fact]
    public void Row_12_a_predecessor_from_an_older_version_of_the_browser_is_somebody_elses() =>
        Exchange(At5, Predecessor.From(Bench.Home with { Agent = Bench.Home.Agent with { Version = 129 } }), Soon)
            .ShouldBe(Replay(Likeness.SomebodyElse));

    [Fact]
    public void Row_12_an_earlier_stamp_from_somebody_else_is_a_predecessor_too() // found by the model: a thief who is stamped a token is found at the owner's exchange
    {
        var stamped = At5 with { Access = At5.Access with { IssuedAt = Rotated + TimeSpan.FromMinutes(14) } };
        Exchange(stamped, Current.From(Bench.Thief), Soon).ShouldBe(Replay(Likeness.SomebodyElse));
        Exchange(stamped with { SeenAt = null }, Current.From(Bench.Thief), Soon).Holds.ShouldBeTrue();
        Exchange(stamped, Current, Soon).ShouldBe(new ExchangeDecision { Answer = Answer.Same });
    }

    [Fact]
    public void Row_12_leaves_a_current_token_to_the_policy() =>
        Exchange(At5, Current.From(Bench.Thief), Soon).Reason.ShouldBe(SessionReason.BindingMismatch);

    [Fact]
    public void Row_13_a_verdict_that_refuses_is_binding_mismatch_and_ends_nothing()
    {
        var decision = Exchange(At5, Current.From(Bench.Thief), Soon);
        decision.Verdict!.Action.ShouldBe(VerdictAction.Refuse);
        decision.ShouldBe(Refusal(SessionReason.BindingMismatch) with
        {
            Notable = true,
            Likeness = Likeness.SomebodyElse,
            Verdict = decision.Verdict,
        });
    }

    [Fact]
    public void Row_13_a_policy_may_end_the_family()
    {
        var decision = Exchange(At5, Current, Soon, policy: new FixedPolicy(VerdictAction.End));
        decision.Reason.ShouldBe(SessionReason.BindingMismatch);
        decision.Ends.ShouldBe(EndReason.Binding);
        decision.EndsFamily.ShouldBeTrue();
    }

    [Fact]
    public void Row_13_speaks_for_a_token_ahead_of_the_row_too() =>
        Exchange(At5, Ahead.From(Bench.Thief), Soon).Reason.ShouldBe(SessionReason.BindingMismatch);

    [Fact]
    public void Row_14_a_verdict_may_ask_for_a_step_up()
    {
        var decision = Exchange(At5, Current, Soon, policy: new FixedPolicy(VerdictAction.StepUp));
        decision.Reason.ShouldBe(SessionReason.StepUpRequired);
        decision.Notable.ShouldBeTrue();
        decision.Holds.ShouldBeFalse();
    }

    [Fact]
    public void Row_14_a_held_row_asks_every_generation_for_a_step_up()
    {
        foreach (var shown in (Presentation[])[Current, Predecessor, Ahead, Fork])
        {
            Exchange(At5 with { Held = true }, shown, Soon).Reason.ShouldBe(SessionReason.StepUpRequired);
        }
    }

    [Fact]
    public void Row_14_does_not_hold_a_token_of_a_renewal_that_the_store_has_lost() =>
        Exchange(At5 with { Held = true }, Ahead with { Floor = 6 }, Soon).Heals.ShouldBeTrue();

    [Fact]
    public void Row_15_a_token_ahead_of_the_row_heals_it_and_goes_on()
    {
        Exchange(At5, Ahead, Soon).ShouldBe(new ExchangeDecision { Heals = true, Answer = Answer.Same });
        Exchange(At5, Ahead, Ahead.IssuedAt + Ahead.Lifetime).ShouldBe(
            new ExchangeDecision { Heals = true, Answer = Answer.Current, Stamps = true }); // a later stamp may be on its way
    }

    [Fact]
    public void Row_15_a_fork_of_the_same_requester_is_healed()
    {
        Exchange(At5, Fork, Soon).ShouldBe(new ExchangeDecision { Heals = true, Answer = Answer.Same });
        Exchange(At5, Fork, Fork.IssuedAt + Fork.Lifetime).ShouldBe(
            new ExchangeDecision { Heals = true, Answer = Answer.Current, Stamps = true }); // a later stamp may be on its way
    }

    [Fact]
    public void Row_16_a_current_token_that_lives_is_answered_with_itself() =>
        Exchange(At5, Current, Expiry - Millisecond).ShouldBe(new ExchangeDecision { Answer = Answer.Same });

    [Fact]
    public void Row_17_a_current_token_that_has_expired_is_answered_with_its_successor() =>
        Exchange(At5, Current, Expiry).ShouldBe(new ExchangeDecision { Answer = Answer.Successor });

    [Fact]
    public void Row_18_an_admissible_predecessor_is_answered_with_the_same_successor() =>
        Exchange(At5, Predecessor, Soon).ShouldBe(new ExchangeDecision { Answer = Answer.Current });

    private static ExchangeDecision Refusal(SessionReason reason) => new() { Answer = Answer.Refuse, Reason = reason };

    private static ExchangeDecision Replay(Likeness likeness) => Refusal(SessionReason.ReplayDetected) with
    {
        Ends = EndReason.Replay,
        EndsFamily = true,
        Likeness = likeness,
    };

    private sealed class FixedPolicy(VerdictAction action) : FingerprintPolicy("fixed")
    {
        public override Verdict Judge(Fingerprint stored, Fingerprint seen) => new() { Mode = Mode, Action = action };
    }
}
