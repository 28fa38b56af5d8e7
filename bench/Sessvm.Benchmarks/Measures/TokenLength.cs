using Sessvm.Benchmarks.Peers;
using Sessvm.Benchmarks.Report;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Benchmarks.Measures;

/// <summary>How long tokens are that say the same.</summary>
internal static class TokenLength
{
    private const int Most = 140;

    public static int OfAccess()
    {
        KeyRing keys = Scene.Keys();
        return new TokenCodec(keys).MintAccess(Scene.Token(keys, TimeProvider.System.GetUtcNow())).Length;
    }

    public static IEnumerable<Finding> Judge()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        const string Row = "token length, UUID subject and 3 scopes of at most 8 letters";
        int length = OfAccess();
        int jwt = new JwtPeer(now).Text.Length;
        int cookie = new CookiePeer(now).Text.Length;
        return
        [
            new(Row, $"{length} characters", $"JWT {jwt} characters", (double)length / jwt, $"at most {Most} characters", length <= Most),
            new(Row, $"{length} characters", $"cookie ticket {cookie} characters", (double)length / cookie, null, null),
        ];
    }
}
