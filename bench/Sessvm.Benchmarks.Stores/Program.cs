using Sessvm.Benchmarks.Report;
using Sessvm.Benchmarks.Stores;
using Sessvm.Benchmarks.Stores.Measures;
using Sessvm.Benchmarks.Stores.Report;
using Sessvm.Benchmarks.Stores.Servers;

var measures = new Dictionary<string, Func<Settings, IAsyncEnumerable<Finding>>>
{
    ["sqlite"] = SqliteExchange.MeasureAsync,
    ["redis"] = RedisExchange.MeasureAsync,
    ["postgres"] = PostgreSqlExchange.MeasureAsync,
    ["trips"] = RoundTrips.MeasureAsync,
    ["redis-size"] = RedisSize.MeasureAsync,
    ["postgres-size"] = PostgreSqlSize.MeasureAsync,
    ["redis-many"] = ManySessions.OnRedisAsync,
    ["postgres-many"] = ManySessions.OnPostgreSqlAsync,
    ["one-subject"] = OneSubject.MeasureAsync,
    ["ends"] = EndsHeard.MeasureAsync,
    ["catch-up"] = CatchUp.MeasureAsync,
    ["again"] = HotPath.MeasureAsync,
};
var profiles = new Dictionary<string, Func<Settings, IAsyncEnumerable<Finding>>>
{
    ["sqlite-profile"] = WhereItGoes.OnSqliteAsync,
    ["redis-profile"] = WhereItGoes.OnRedisAsync,
    ["postgres-profile"] = WhereItGoes.OnPostgreSqlAsync,
};

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

(string Kind, string Title)? whole = names switch
{
    ["all"] => ("stores", "Stores, client and server on one machine"),
    ["profiles"] => ("stores-profile", "Where the processor time of an exchange goes"),
    _ => null,
};
names = names switch { ["all"] => [.. measures.Keys], ["profiles"] => [.. profiles.Keys], _ => names };
foreach ((string name, Func<Settings, IAsyncEnumerable<Finding>> profile) in profiles)
{
    measures.Add(name, profile);
}

if (names.Count == 0 || names.Exists(name => !measures.ContainsKey(name)))
{
    Console.Error.WriteLine($"Name what to measure: all, profiles, or some of {string.Join(", ", measures.Keys)}. See bench/README.md.");
    return 2;
}

using var children = new Children();
List<Finding> findings = [];
List<string> notes = [.. Setting.Describe(settings)];
foreach (string name in names)
{
    Console.WriteLine($"== {name}");
    try
    {
        await foreach (Finding finding in measures[name](settings))
        {
            findings.Add(finding);
            Console.WriteLine($"{finding.Row}: {finding.Measured}{(finding.Peer is null ? "" : $"; {finding.Peer}: {finding.Beside}; ratio {finding.Ratio}")}");
        }
    }
    catch (Exception failure) // one that cannot be measured does not take the others with it
    {
        notes.Add($"**`{name}` was not measured**: {failure.GetType().Name}: {failure.Message.Split('\n')[0]}");
        Console.Error.WriteLine(failure);
    }
}

Console.WriteLine();
Console.WriteLine(Results.Table(findings));
if (whole is { } run)
{
    Results.Write(run.Kind, run.Title, findings, notes, Machine.Describe(), settings.Out ?? Path.Combine(Machine.Root(), "bench", "results"));
}

return notes.Exists(static note => note.Contains("was not measured", StringComparison.Ordinal)) ? 1 : 0;
