using BenchmarkDotNet.Attributes;
using Sessvm.Benchmarks.Report;
using Sessvm.Sessions;

namespace Sessvm.Benchmarks.Measures;

/// <summary>Exchanges on the memory store, one after the other on one thread, over 10,000 sessions.</summary>
/// <remarks>
/// What the clients hold is kept in arrays that were made before, and each request is made anew of it, as a server does from
/// the wire: else the collector would carry the clients' tokens about at the cost of the server.
/// </remarks>
public class Exchange : IMeasure
{
    public const int Sessions = 10_000;

    private readonly MovedClock _clock = new();
    private readonly Guid[] _devices = new Guid[Sessions];
    private readonly char[][] _tokens = new char[Sessions][];
    private SessionService _service = null!;

    [GlobalSetup]
    public void Setup()
    {
        _service = Scene.Service(_clock);
        for (int i = 0; i < Sessions; i++)
        {
            _devices[i] = Guid.NewGuid();
            _tokens[i] = Scene.Begin(_service, Guid.NewGuid().ToString(), _devices[i]).AccessToken.Reveal().ToCharArray();
        }
    }

    [Benchmark(OperationsPerInvoke = Sessions)]
    public void Expired()
    {
        _clock.Advance(TimeSpan.FromMinutes(16)); // all of them expire
        for (int i = 0; i < Sessions; i++)
        {
            ExchangeResult result = Scene.Done(_service.ExchangeAsync(Request(i)));
            if (!result.Refreshed)
            {
                throw new InvalidOperationException($"An expired token was not exchanged: {result.Reason}.");
            }

            Keep(i, result.AccessToken!.Value.Reveal());
        }
    }

    [Benchmark(OperationsPerInvoke = Sessions)]
    public void Valid()
    {
        for (int i = 0; i < Sessions; i++)
        {
            ExchangeResult result = Scene.Done(_service.ExchangeAsync(Request(i)));
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

    private ExchangeRequest Request(int i) => new(new string(_tokens[i]), _devices[i], Scene.Browser);

    private void Keep(int i, string token)
    {
        if (token.Length != _tokens[i].Length) // a generation of 128 takes one byte more
        {
            _tokens[i] = new char[token.Length];
        }

        token.CopyTo(_tokens[i]);
    }
}
