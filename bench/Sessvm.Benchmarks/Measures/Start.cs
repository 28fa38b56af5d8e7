using BenchmarkDotNet.Attributes;
using Sessvm.Benchmarks.Report;
using Sessvm.Sessions;

namespace Sessvm.Benchmarks.Measures;

/// <summary>Sessions of 20,000 subjects are started on an empty memory store, one after the other on one thread.</summary>
public class Start : IMeasure
{
    public const int Sessions = 20_000;

    private readonly StartRequest[] _requests =
        [.. Enumerable.Range(0, Sessions).Select(_ => Scene.Start(Guid.NewGuid().ToString(), Guid.NewGuid()))];

    private SessionService _service = null!;

    [IterationSetup]
    public void Empty() => _service = Scene.Service(TimeProvider.System);

    [Benchmark(OperationsPerInvoke = Sessions)]
    public void Begin()
    {
        foreach (StartRequest request in _requests)
        {
            if (!Scene.Done(_service.StartAsync(request)).Succeeded)
            {
                throw new InvalidOperationException("A session was not started.");
            }
        }
    }

    public static IEnumerable<Finding> Judge(Measurements measured) =>
        [measured.Rate("start a session, memory store", nameof(Begin), 25_000, 10)];
}
