using Sessvm.Simulator.Play;

namespace Sessvm.Simulator.Tests;

public sealed class SourceTests(SmallWorld world) : IClassFixture<SmallWorld>
{
    private readonly Outcomes _outcomes = world.Outcomes;

    [Fact]
    public void What_comes_of_each_population_adds_up_to_the_figure_for_all() =>
        _outcomes.All.Sum(one => _outcomes.PartOf(one, SmallWorld.Adaptive, StepUps)).ShouldBe(_outcomes.PerUserYear(SmallWorld.Adaptive, StepUps), 1e-9);

    [Fact]
    public void Twice_as_many_people_who_are_asked_more_than_the_mean_raise_the_figure()
    {
        double mean = _outcomes.PerUserYear(SmallWorld.Adaptive, StepUps);
        foreach (Outcome one in _outcomes.All)
        {
            double own = one.Tallies[SmallWorld.Adaptive].StepUps / one.Tallies[SmallWorld.Adaptive].UserYears;
            double twice = _outcomes.WithTwiceAsMany(one, SmallWorld.Adaptive, StepUps);
            Math.Sign(twice - mean).ShouldBe(Math.Sign(own - mean), one.Population.Name);
        }
    }

    private static int StepUps(Tally tally) => tally.StepUps;
}
