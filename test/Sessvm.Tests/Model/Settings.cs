using Sessvm.Fingerprints;
using Sessvm.Sessions;

namespace Sessvm.Tests.Model;

/// <summary>What a world is made of.</summary>
internal sealed record Settings(int Nodes, int Spans, bool Bearer, bool Lenient, bool EveryRequest, bool ThiefDiffers, bool ThiefHasDevice)
{
    /// <summary>A write that is older than this has reached the replica.</summary>
    public static readonly TimeSpan ReplicationLag = TimeSpan.FromSeconds(5);

    /// <summary>A mark that is older than this has been written, if its node lives.</summary>
    public static readonly TimeSpan MarkLag = TimeSpan.FromSeconds(2);

    private static readonly FingerprintPolicy AcceptsAll = FingerprintPolicy.Create(new()
    {
        Min = 0,
        Rules = new[] { AttributeNames.Browser, AttributeNames.Version, AttributeNames.System, AttributeNames.Language, AttributeNames.Network }
            .ToDictionary(name => name, _ => new AttributeRule { Comparison = AttributeComparison.Ignored }),
    });

    public SessionOptions Options { get; } = new()
    {
        // Ample; two overlaps; hardly more than one; the same by refreshing ahead; and near the idle deadline all the time.
        AccessLifetime = TimeSpan.FromSeconds(((int[])[60, 30, 12, 25, 20])[Spans]),
        RefreshAhead = TimeSpan.FromSeconds(((int[])[0, 10, 0, 14, 5])[Spans]),
        IdleTimeout = TimeSpan.FromSeconds(((int[])[150, 60, 300, 300, 25])[Spans]),
        AbsoluteTimeout = TimeSpan.FromSeconds(((int[])[900, 600, 150, 300, 240])[Spans]),
        Overlap = TimeSpan.FromSeconds(10),
        TouchInterval = TimeSpan.FromSeconds(5),
        FingerprintCheck = EveryRequest ? FingerprintCheck.EveryRequest : FingerprintCheck.Exchange,
    };

    public override string ToString() =>
        $"{Nodes} nodes, spans {Spans}{(Bearer ? ", bearer" : "")}{(Lenient ? ", lenient" : "")}{(EveryRequest ? ", every request" : "")}"
        + $"{(ThiefDiffers ? ", another browser" : "")}{(ThiefHasDevice ? "" : ", another device")}";

    /// <summary>A policy that refuses another browser, or one that accepts all, so that the lineage alone must find the thief.</summary>
    public FingerprintPolicy Policy => Lenient ? AcceptsAll : FingerprintPolicy.Relaxed;
}
