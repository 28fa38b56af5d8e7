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
    public const string OneSubject = "A subject with many sessions";
    public const string Ends = "An end heard on all of 3 nodes";
    public const string Memory = "What a node remembers";

    /// <summary>The processor time of an operation beside that of what it is compared with.</summary>
    public static Finding[] Effort(string table, string operation, Effort own, string peer, Effort bare) =>
    [
        Beside(table, $"processor time of {operation}, in this process", own.Client, peer, bare.Client),
        Beside(table, $"processor time of {operation}, in the server", own.Server, peer, bare.Server),
    ];

    private static Finding Beside(string table, string row, double own, string peer, double bare) =>
        new(table, row, Figure.One(own, " µs"), peer, Figure.One(bare, " µs"), Figure.One(own / bare, " ×"), null);
}
