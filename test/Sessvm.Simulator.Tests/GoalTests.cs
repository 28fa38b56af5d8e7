using Sessvm.Simulator.Play;

namespace Sessvm.Simulator.Tests;

/// <summary>What the policies are judged by, on a world that is played in seconds. <c>docs/fingerprints.md</c> has a larger one, and says which assumptions the goal hangs on.</summary>
public sealed class GoalTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private readonly Outcomes _outcomes = world.Outcomes;

    [Fact]
    public void The_adaptive_policy_asks_at_most_once_in_five_user_years()
    {
        _outcomes.PerUserYear(SmallWorld.Adaptive, static tally => tally.StepUps).ShouldBeLessThanOrEqualTo(1.0 / 5);
        _outcomes.PerUserYear(SmallWorld.Adaptive, static tally => tally.Refusals).ShouldBeLessThanOrEqualTo(1.0 / 50);
    }

    [Fact]
    public void Every_theft_that_changes_two_settled_attributes_is_noticed_at_its_first_request()
    {
        _outcomes.All.Sum(static one => one.Tallies[SmallWorld.Adaptive].TwoSettled.All).ShouldBeGreaterThan(10_000);
        foreach (Outcome one in _outcomes.All)
        {
            TheftCount thefts = one.Tallies[SmallWorld.Adaptive].TwoSettled;
            thefts.AtOnce.ShouldBe(thefts.All, one.Population.Name);
        }
    }

    [Fact]
    public void The_adaptive_policy_bothers_less_than_the_relaxed_one()
    {
        _outcomes.PerUserYear(SmallWorld.Adaptive, static tally => tally.StepUps).ShouldBeLessThan(_outcomes.PerUserYear(SmallWorld.Relaxed, static tally => tally.StepUps) / 5);
        _outcomes.PerUserYear(SmallWorld.Adaptive, static tally => tally.Refusals).ShouldBeLessThan(_outcomes.PerUserYear(SmallWorld.Relaxed, static tally => tally.Refusals) / 5);
    }

    [Fact]
    public void The_adaptive_policy_notices_more_thefts_than_the_relaxed_one()
    {
        foreach (Func<Tally, TheftCount> thefts in (Func<Tally, TheftCount>[])[static tally => tally.AllSettled, static tally => tally.AllFresh])
        {
            Noticed(SmallWorld.Adaptive, static count => count.AtOnce).ShouldBeGreaterThan(Noticed(SmallWorld.Relaxed, static count => count.AtOnce));
            Noticed(SmallWorld.Adaptive, static count => count.Soon).ShouldBeGreaterThan(Noticed(SmallWorld.Relaxed, static count => count.Soon));

            double Noticed(int policy, Func<TheftCount, int> part) => _outcomes.Noticed(policy, thefts, part);
        }
    }

    [Fact]
    public void No_policy_asks_nobody_and_notices_nothing()
    {
        _outcomes.PerUserYear(SmallWorld.None, static tally => tally.Alarms).ShouldBe(0);
        _outcomes.Noticed(SmallWorld.None, static tally => tally.AllSettled, static count => count.Soon).ShouldBe(0);
    }

    [Fact]
    public void The_strict_policy_notices_all_but_malware_on_the_machine() =>
        _outcomes.Noticed(SmallWorld.Strict, static tally => tally.AllSettled, static count => count.AtOnce).ShouldBe(11.0 / 12, 1e-9);
}
