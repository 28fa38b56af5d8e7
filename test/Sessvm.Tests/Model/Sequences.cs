using CsCheck;

namespace Sessvm.Tests.Model;

/// <summary>Makes sequences of steps. Who is in the world decides which steps there are.</summary>
internal static class Sequences
{
    private const int Numbers = 6;
    private static readonly Gen<int> Number = Gen.Int[0, Numbers - 1];

    private static readonly (int, IGen<Step>)[] Owner =
    [
        (22, Gen.Frequency((2, Gen.Int[0, Spans.Count - 1]), (1, Gen.Int[0, 2].Select(number => Spans.Telling[number]))).Select(span => (Step)new Step.Advance(span))),
        (14, Gen.Select(Gen.Bool, Chance(4), (exchange, background) => (Step)new Step.Send(exchange, background))),
        (14, Gen.Select(Number, Number, (flight, node) => (Step)new Step.Arrive(flight, node))),
        (12, Number.Select(flight => (Step)new Step.Deliver(flight))),
        (10, Gen.Select(Chance(4), Chance(3), Number, (use, background, node) => (Step)new Step.Ask(!use, background, node))),
        (2, Number.Select(flight => (Step)new Step.Lose(flight))),
        (20, Gen.Select(Gen.Bool, Chance(4), Number, (exchange, background, node) => (Step)new Step.Call(exchange, background, node))),
        (8, Number.Select(node => (Step)new Step.WriteMarks(node))),
        (1, Gen.Const((Step)new Step.Update())),
        (2, Number.Select(node => (Step)new Step.Hear(node))),
    ];

    private static readonly (int, IGen<Step>)[] Trouble =
    [
        (2, Gen.Select(Number, Gen.Bool, (node, caughtUp) => (Step)new Step.Crash(node, caughtUp))),
        (5, Number.Select(writes => (Step)new Step.Failover(writes))),
    ];

    private static readonly (int, IGen<Step>)[] Changes =
    [
        (4, Gen.Select(Number, Chance(3), (node, lost) => (Step)new Step.Renew(node, lost))),
        (1, Number.Select(node => (Step)new Step.SignOut(node))),
    ];

    private static readonly (int, IGen<Step>)[] Thief =
    [
        (5, Gen.Const((Step)new Step.Steal())),
        (12, Gen.Select(Number, Gen.Bool, Number, (loot, exchange, node) => (Step)new Step.Intrude(loot, exchange, node))),
    ];

    /// <summary>Sequences in a world that may have trouble below it, renewals and ends, and a thief.</summary>
    public static Gen<(Settings Settings, Step[] Steps)> Of(bool trouble, bool changes, bool thief)
    {
        (int, IGen<Step>)[] steps = [.. Owner, .. trouble ? Trouble : [], .. changes ? Changes : [], .. thief ? Thief : []];
        return Gen.Select(Worlds(thief), Gen.Frequency(steps).Array[4, 50]);
    }

    private static Gen<Settings> Worlds(bool thief) => Gen.Select(
        Gen.Int[1, 3], Gen.Int[0, 4], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Chance(5),
        (nodes, spans, bearer, lenient, everyRequest, differs, otherDevice) =>
            new Settings(nodes, spans, bearer, lenient, everyRequest, thief && differs, !(thief && otherDevice)));

    private static Gen<bool> Chance(int oneIn) => Gen.Int[1, oneIn].Select(number => number == oneIn);
}
