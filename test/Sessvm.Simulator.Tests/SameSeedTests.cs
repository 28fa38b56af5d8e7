using Sessvm.Simulator.Play;
using Sessvm.Simulator.Report;

namespace Sessvm.Simulator.Tests;

public sealed class SameSeedTests
{
    private static readonly Settings Tiny = new() { Users = 2, Days = 60 };

    [Fact]
    public void The_same_seed_gives_the_same_figures() => Tell(Tiny).ShouldBe(Tell(Tiny));

    [Fact]
    public void Another_seed_is_another_world() => Tell(Tiny with { Seed = 1 }).ShouldNotBe(Tell(Tiny with { Seed = 2 }));

    [Fact]
    public void A_policy_that_is_left_out_changes_nothing_for_the_others()
    {
        Outcomes all = Simulation.Play(Tiny, PlayedPolicy.All);
        Outcomes one = Simulation.Play(Tiny, [PlayedPolicy.All[SmallWorld.Relaxed]]);
        for (int i = 0; i < all.All.Count; i++)
        {
            one.All[i].Tallies[0].StepUps.ShouldBe(all.All[i].Tallies[SmallWorld.Relaxed].StepUps);
            one.All[i].Tallies[0].AllSettled.Soon.ShouldBe(all.All[i].Tallies[SmallWorld.Relaxed].AllSettled.Soon);
        }
    }

    private static string Tell(Settings settings) => Tables.Of(settings, PlayedPolicy.All, Simulation.Play(settings, PlayedPolicy.All));
}
