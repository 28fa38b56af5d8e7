using System.Globalization;
using CsCheck;

namespace Sessvm.Tests.Model;

/// <summary>
/// Random interleavings against a plain model, R1 to R8 after each step. A failure tells the shortest sequence found. As
/// part of a build the sequences are the same each time, so that luck breaks none; <c>SESSVM_MODEL_ITER</c> looks further, at
/// that many new ones for each test, and prints the seed of a failure, which <c>CsCheck_Seed</c> tries again.
/// </summary>
/// <remarks>
/// The bounds within which an owner alone is never refused before the deadlines:
/// <list type="bullet">
/// <item>No request and no answer is in flight as long as <c>Overlap</c>.</item>
/// <item>No failover loses the stamp of an answer in flight: such an answer may come over a newer generation, if the token was
/// cut short by the idle deadline or lives hardly longer than the overlap.</item>
/// <item>The idle deadline may come sooner by <c>TouchInterval</c>, and counts a use only once its mark is stored: one that
/// died with its node, or that a failover lost, was not.</item>
/// <item>A renewal has no overlap: an exchange's answer that was in flight meanwhile, a renewal whose answer was lost, and one
/// that the store lost leave the client with a token that is superseded. Its owner signs in again; it is never a replay.</item>
/// <item>An end that the store lost is remembered by nodes that have heard it. One that has not caught up goes by the row.</item>
/// </list>
/// A hold (R4) reaches requests as the feed brings it, like an end.
/// </remarks>
public sealed class ModelTests
{
    private const int Tries = 6_000;
    private const ulong Seed = 20_261_123;

    private static readonly string? Longer = Environment.GetEnvironmentVariable("SESSVM_MODEL_ITER") ?? Environment.GetEnvironmentVariable("CsCheck_Seed");

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

    private static void Try(bool trouble, bool changes, bool thief)
    {
        var sequences = Sequences.Of(trouble, changes, thief);
        if (Longer is not null)
        {
            sequences.Sample(
                sample => Shortest.Run(sample.Settings, sample.Steps),
                iter: long.TryParse(Longer, CultureInfo.InvariantCulture, out long tries) ? tries : Tries,
                threads: 1,
                print: sample => $"{sample.Settings}, {sample.Steps.Length} steps");
            return;
        }

        var random = new PCG(1, Seed);
        for (int i = 0; i < Tries; i++)
        {
            var (settings, steps) = sequences.Generate(random, null, out _);
            Shortest.Run(settings, steps);
        }
    }
}
