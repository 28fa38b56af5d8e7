using Sessvm.Simulator.Play;

namespace Sessvm.Simulator.Tests;

/// <summary>A world that is small enough to be played in seconds, once for all tests.</summary>
public sealed class SmallWorld
{
    internal const int None = 0;
    internal const int Strict = 1;
    internal const int Relaxed = 2;
    internal const int Adaptive = 3;

    internal Outcomes Outcomes { get; } = Simulation.Play(new Settings { Users = 80, Days = 180 }, PlayedPolicy.All);
}
