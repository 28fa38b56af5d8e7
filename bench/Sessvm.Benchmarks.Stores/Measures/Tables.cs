namespace Sessvm.Benchmarks.Stores.Measures;

/// <summary>The tables that the results are told in.</summary>
internal static class Tables
{
    public const string Exchange = "Exchange";
    public const string RoundTrips = "Round trips";
    public const string Size = "Size";
    public const string ManySessions = "Many sessions";
    public const string Ends = "Ends";
    public const string Memory = "What a node remembers";
}
