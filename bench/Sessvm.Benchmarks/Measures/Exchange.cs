using BenchmarkDotNet.Attributes;
using Sessvm.Benchmarks.Report;
using Sessvm.Sessions;

namespace Sessvm.Benchmarks.Measures;

/// <summary>Exchanges on the memory store, one after the other on one thread, over 10,000 sessions.</summary>
public class Exchange : IMeasure
{
    public const int Sessions = 10_000;

    private readonly MovedClock _clock = new();
    private readonly ExchangeRequest[] _requests = new ExchangeRequest[Sessions];
    private SessionService _service = null!;

    [GlobalSetup]
    public void Setup()
    {
        _service = Scene.Service(_clock);
        for (int i = 0; i < Sessions; i++)
        {
            Guid device = Guid.NewGuid();
            string token = Scene.Begin(_service, Guid.NewGuid().ToString(), device).AccessToken.Reveal();
            _requests[i] = new ExchangeRequest(token, device, Scene.Browser);
        }
    }

    [IterationSetup(Target = nameof(Expired))]
    public void Expire() => _clock.Advance(TimeSpan.FromMinutes(16));

    [Benchmark(OperationsPerInvoke = Sessions)]
    public void Expired()
    {
        for (int i = 0; i < Sessions; i++)
        {
            ExchangeResult result = Scene.Done(_service.ExchangeAsync(_requests[i]));
            if (!result.Refreshed)
            {
                throw new InvalidOperationException($"An expired token was not exchanged: {result.Reason}.");
            }

            _requests[i] = _requests[i] with { Token = result.AccessToken!.Value.Reveal() };
        }
    }

    [Benchmark(OperationsPerInvoke = Sessions)]
    public void Valid()
    {
        for (int i = 0; i < Sessions; i++)
        {
            ExchangeResult result = Scene.Done(_service.ExchangeAsync(_requests[i]));
            if (!result.Succeeded || result.Refreshed)
            {
                throw new InvalidOperationException($"A valid token was not answered with itself: {result.Reason}.");
            }
        }
    }

    public static IEnumerable<Finding> Judge(Measurements measured) =>
    [
        measured.Rate("exchange of an expired token, memory store", nameof(Expired), 30_000, 10),
        measured.Rate("exchange of a valid token, memory store", nameof(Valid), 38_000, 10),
    ];
}
