using System.Globalization;

namespace Sessvm.Samples.ConsoleClient;

/// <summary>What the command line says: <c>--address</c>, <c>--user</c>, <c>--password</c>, <c>--file</c>, <c>--every</c> (a time span), <c>--refresh</c>.</summary>
internal sealed record Arguments(Uri Address, string User, string Password, string? File, TimeSpan Every, bool Refresh)
{
    public static Arguments Parse(string[] args)
    {
        string? Of(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

        return new Arguments(
            new Uri(Of("--address") ?? "http://127.0.0.1:5080"),
            Of("--user") ?? "alice",
            Of("--password") ?? "sessvm",
            Of("--file"),
            TimeSpan.Parse(Of("--every") ?? "00:00:05", CultureInfo.InvariantCulture),
            args.Contains("--refresh"));
    }
}
