using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Rounds;

namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>The tables that the results are told in.</summary>
internal static class Tables
{
    public const string Exchange = "Exchange";
    public const string RoundTrips = "Round trips";
    public const string Size = "Size";
    public const string ManySessions = "Many sessions";
    public const string Ends = "An end heard on all of 3 nodes";
    public const string Memory = "What a node remembers";

    /// <summary>The processor time of an exchange beside that of what it is compared with.</summary>
    public static Finding[] Effort(string store, Effort own, string peer, Effort bare) =>
    [
        Beside($"processor time of an exchange on {store}, in this process", own.Client, peer, bare.Client),
        Beside($"processor time of an exchange on {store}, in the server", own.Server, peer, bare.Server),
    ];

    private static Finding Beside(string row, double own, string peer, double bare) =>
        new(Exchange, row, Figure.One(own, " µs"), peer, Figure.One(bare, " µs"), Figure.One(own / bare, " ×"), null);
}
