using BenchmarkDotNet.Attributes;
using Sessvm.Benchmarks.Peers;
using Sessvm.Benchmarks.Report;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Measures;

/// <summary>A token that was never seen before: its MAC and form.</summary>
public class Verify : IMeasure
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly KeyRing _keys = Scene.Keys();
    private TokenCodec _codec = null!;
    private string _text = null!;
    private HmacPeer _hmac = null!;
    private JwtPeer _jwt = null!;
    private CookiePeer _cookie = null!;

    [GlobalSetup]
    public void Setup()
    {
        _codec = new TokenCodec(_keys);
        _text = _codec.MintAccess(Scene.Token(_keys, _now));
        _hmac = new HmacPeer(_text);
        _jwt = new JwtPeer(_now);
        _cookie = new CookiePeer(_now);
    }

    [Benchmark(Baseline = true)]
    public int Hmac() => _hmac.Compute();

    [Benchmark]
    public bool VerifyAccess()
    {
        Span<byte> scratch = stackalloc byte[256];
        return _codec.VerifyAccess(_text, scratch, _now, out AccessTokenView view) == TokenStatus.Ok && view.Generation == 1;
    }

    [Benchmark]
    public object Jwt() => _jwt.Validate();

    [Benchmark]
    public object Cookie() => _cookie.Unprotect();

    public static IEnumerable<Finding> Judge(Measurements measured) =>
    [
        measured.AtMost("verify an access token, cold", nameof(VerifyAccess), "reused HMAC over the same bytes", nameof(Hmac), 1.5),
        measured.AtLeastFaster("verify an access token, cold", nameof(VerifyAccess), "JWT HS256 into a ClaimsIdentity", nameof(Jwt), 4),
        measured.Beside("verify an access token, cold", nameof(VerifyAccess), "cookie ticket unprotected", nameof(Cookie)),
        measured.Allocates("verify an access token, cold", nameof(VerifyAccess), 0),
    ];
}
