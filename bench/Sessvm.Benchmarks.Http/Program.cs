using Sessvm.Benchmarks.Http;
using Sessvm.Benchmarks.Http.Contestants;
using Sessvm.Benchmarks.Http.Load;
using Sessvm.Benchmarks.Http.Measures;
using Sessvm.Benchmarks.Report;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Servers;
using Results = Sessvm.Benchmarks.Stores.Report.Results;

if (args is ["serve", var served, var users])
{
    await Server.RunAsync(All.Contestants.Single(contestant => contestant.Name == served), int.Parse(users));
    return 0;
}

List<string> names = [];
Settings settings;
try
{
    settings = Settings.Read(args, names);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}

using var children = new Children();
if (names is ["start", var minimal, var jwt])
{
    IReadOnlyList<Finding> starts = await ColdStart.MeasureAsync(minimal, jwt, settings.Starts);
    Console.WriteLine(Results.Table(starts));
    Results.Write(
        "startup", "Cold start beside JwtBearer", starts,
        [$"Both compiled ahead of time; {settings.Starts} starts of each in turns; from the start of the process until the answer to a signed-in request is there, with the files in the page cache."],
        Machine.Describe(), Folder());
    return 0;
}

bool all = names is ["all"];
if (names.Count == 0 || !all && names.Exists(static name => !Opponent.Names.Contains(name)))
{
    Console.Error.WriteLine($"Name who takes part: all, or some of {string.Join(", ", Opponent.Names)}. See bench/README.md.");
    return 2;
}

List<Finding> findings = [.. await SignedInRequest.MeasureAsync(all ? Opponent.Names : names, settings)];
if (all)
{
    findings.AddRange(await SignedInRequest.MeasureAsync(["sessvm", "accept-all", "sessvm-bearer", "accept-all-bearer", "jwt"], settings with { Users = 1 }));
}

Console.WriteLine();
Console.WriteLine(Results.Table(findings));
if (all)
{
    Results.Write(
        "http", "A request that is signed in, over HTTP", findings, settings.Describe(), Machine.Describe(), Folder());
}

return 0;

string Folder() => settings.Out ?? Path.Combine(Machine.Root(), "bench", "results");
