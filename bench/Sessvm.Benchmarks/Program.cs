using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Sessvm.Benchmarks.Measures;
using Sessvm.Benchmarks.Report;

// One process for all that is compared: a neighbour on the machine then slows both sides of a ratio alike.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithIterationTime(TimeInterval.FromMilliseconds(100)).WithWarmupCount(30).WithIterationCount(40))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default);

var measures = new Dictionary<string, Func<IEnumerable<Finding>>>
{
    ["verify"] = Run<Verify>,
    ["again"] = Run<VerifyAgain>,
    ["mint"] = Run<Mint>,
    ["length"] = TokenLength.Judge,
    ["exchange"] = Run<Exchange>,
    ["start"] = Run<Start>,
    ["fingerprint"] = Run<Fingerprints>,
    ["million"] = Million.Judge,
    ["logins"] = Logins.Judge,
};

if (args is ["chart", var written])
{
    Results.Draw(written);
    return 0;
}

string[] names = args is ["all"] ? [.. measures.Keys] : args;
if (names.Length == 0 || names.Any(name => !measures.ContainsKey(name)))
{
    Console.Error.WriteLine($"Name what to measure: all, or some of {string.Join(", ", measures.Keys)}. See bench/README.md.");
    return 2;
}

Finding[] findings = [.. names.SelectMany(name => measures[name]())];
Console.WriteLine();
Console.WriteLine(Results.Table(findings));
if (args is ["all"])
{
    Results.Write(findings, Machine.Describe());
}

return 0;

IEnumerable<Finding> Run<T>()
    where T : IMeasure => T.Judge(new Measurements(BenchmarkRunner.Run(typeof(T), config)));
