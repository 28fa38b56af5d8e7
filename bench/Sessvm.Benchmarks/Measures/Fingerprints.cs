using System.Buffers;
using System.Net;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Sessvm.Benchmarks.Report;
using Sessvm.Fingerprints;

namespace Sessvm.Benchmarks.Measures;

/// <summary>Who is asking: a request is read and compared with its row, and a TLS hello is read.</summary>
public class Fingerprints : IMeasure
{
    private const double Request = 2_000; // nanoseconds
    private const double Connection = 6_000;
    private const int RequestBytes = 200;
    private const string Row = "extraction and comparison of one request";

    private readonly FingerprintExtractor _extractor = new(new FingerprintOptions());
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private RequestTraits _traits;
    private RequestTraits _elsewhere;
    private Fingerprint _stored = null!;
    private Habits _habits = null!;
    private ReadOnlySequence<byte> _hello;

    [GlobalSetup]
    public void Setup()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Machine.Root(), "test", "vectors", "tls.json")));
        JsonElement hello = vectors.RootElement.GetProperty("hellos").EnumerateArray().First(static one => one.GetProperty("client").GetString() == "chromium156");
        _hello = new ReadOnlySequence<byte>(Convert.FromHexString(hello.GetProperty("hex").GetString()!));
        _traits = new RequestTraits(Scene.UserAgent, "en-GB,en;q=0.9,de;q=0.8", IPAddress.Parse("2001:db8:1234:5678::9"), hello.GetProperty("comparable").GetString())
        {
            AutonomousSystem = 64500,
        };
        _elsewhere = _traits with { Address = IPAddress.Parse("203.0.113.77"), AutonomousSystem = 64501 };
        _stored = _extractor.Extract(_traits);
        _habits = Habits.None;
        for (int i = 0; i < 40; i++)
        {
            _habits = FingerprintPolicy.Adaptive.Learn(_habits, _stored, _stored, _now);
        }
    }

    [Benchmark(Baseline = true)]
    public bool Relaxed() => FingerprintPolicy.Relaxed.Judge(_stored, _extractor.Extract(_traits)).Action == VerdictAction.Accept;

    [Benchmark]
    public bool Adaptive() => FingerprintPolicy.Adaptive.Judge(_stored, _habits, _extractor.Extract(_traits), _now).Action == VerdictAction.Accept;

    [Benchmark]
    public bool AdaptiveElsewhere() => FingerprintPolicy.Adaptive.Judge(_stored, _habits, _extractor.Extract(_elsewhere), _now).Action == VerdictAction.Accept;

    [Benchmark]
    public Habits Learn() => FingerprintPolicy.Adaptive.Learn(_habits, _stored, _stored, _now);

    [Benchmark]
    public TlsFingerprint? Hello() => TlsFingerprint.Read(_hello);

    public static IEnumerable<Finding> Judge(Measurements measured) =>
    [
        measured.Within(Row + ", relaxed", nameof(Relaxed), Request),
        measured.Allocates(Row + ", relaxed", nameof(Relaxed), RequestBytes),
        measured.Within(Row + ", adaptive", nameof(Adaptive), Request),
        measured.Allocates(Row + ", adaptive", nameof(Adaptive), RequestBytes),
        measured.Within(Row + ", adaptive, from another network", nameof(AdaptiveElsewhere), Request),
        measured.Beside("what the adaptive policy learns at an exchange", nameof(Learn), "reading and comparing it", nameof(Adaptive)),
        measured.Within("a TLS hello of Chromium read, JA4 and JA3, once a connection", nameof(Hello), Connection),
    ];
}
