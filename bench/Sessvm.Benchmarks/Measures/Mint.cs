using BenchmarkDotNet.Attributes;
using Sessvm.Benchmarks.Peers;
using Sessvm.Benchmarks.Report;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Measures;

/// <summary>An access token is made.</summary>
public class Mint : IMeasure
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly KeyRing _keys = Scene.Keys();
    private TokenCodec _codec = null!;
    private AccessToken _token;
    private HmacPeer _hmac = null!;
    private JwtPeer _jwt = null!;

    [GlobalSetup]
    public void Setup()
    {
        _codec = new TokenCodec(_keys);
        _token = Scene.Token(_keys, _now);
        _hmac = new HmacPeer(_codec.MintAccess(_token));
        _jwt = new JwtPeer(_now);
    }

    [Benchmark(Baseline = true)]
    public int Hmac() => _hmac.Compute();

    [Benchmark]
    public string MintAccess() => _codec.MintAccess(_token);

    [Benchmark]
    public string Jwt() => _jwt.Create();

    public static IEnumerable<Finding> Judge(Measurements measured)
    {
        // A string of n characters: the header, its length, n + 1 characters, rounded up to a word.
        int text = TokenLength.OfAccess();
        int bytes = (22 + (2 * text) + 7) / 8 * 8;
        return
        [
            measured.AtMost("mint an access token", nameof(MintAccess), "reused HMAC over the same bytes", nameof(Hmac), 2),
            measured.Beside("mint an access token", nameof(MintAccess), "JWT HS256 created", nameof(Jwt)),
            measured.Allocates("mint an access token", nameof(MintAccess), bytes),
        ];
    }
}
