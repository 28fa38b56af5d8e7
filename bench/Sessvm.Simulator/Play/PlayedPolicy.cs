using Sessvm.Fingerprints;

namespace Sessvm.Simulator.Play;

/// <summary>A policy under test.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Policy">The policy; <see langword="null"/> for none at all.</param>
internal sealed record PlayedPolicy(string Name, FingerprintPolicy? Policy)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlayedPolicy> All { get; } =
    [
        new("none", null),
        new("strict", FingerprintPolicy.Strict),
        new("relaxed", FingerprintPolicy.Relaxed),
        new("adaptive", FingerprintPolicy.Adaptive),
    ];
}
