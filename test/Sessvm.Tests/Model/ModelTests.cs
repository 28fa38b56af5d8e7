using System.Globalization;
using CsCheck;

namespace Sessvm.Tests.Model;

/// <summary>
/// Random interleavings against a plain model, R1 to R8 after each step. A failure prints the shortest sequence found and
/// its seed. <c>SESSVM_MODEL_ITER</c> sets how many sequences each test tries; <c>CsCheck_Seed</c> tries one again.
/// </summary>
public sealed class ModelTests
{
    private static readonly long Tries = long.Parse(Environment.GetEnvironmentVariable("SESSVM_MODEL_ITER") ?? "4000", CultureInfo.InvariantCulture);

    [Fact]
    public void An_owner_alone_goes_on_until_the_deadlines() => Try(trouble: false, changes: false, thief: false);

    [Fact]
    public void An_owner_alone_goes_on_although_nodes_crash_and_stores_lose_their_last_writes() => Try(trouble: true, changes: false, thief: false);

    [Fact]
    public void Renewals_and_ends_hold_on_every_node_and_over_failovers() => Try(trouble: true, changes: true, thief: false);

    [Fact]
    public void A_thief_is_answered_as_the_rules_say() => Try(trouble: false, changes: true, thief: true);

    [Fact]
    public void A_thief_gains_nothing_from_crashes_and_failovers() => Try(trouble: true, changes: true, thief: true);

    private static void Try(bool trouble, bool changes, bool thief) =>
        Sequences.Of(trouble, changes, thief).Sample(
            sample => Shortest.Run(sample.Settings, sample.Steps),
            iter: Tries,
            threads: 1,
            print: sample => $"{sample.Settings}, {sample.Steps.Length} steps");
}
