using System.Text;
using Sessvm.Csrf;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Fuzz.Targets;

/// <summary>A token of any kind: none that was not minted under the key is one.</summary>
internal sealed class TokenTarget() : FuzzTarget("token", fixedBytes: 8_192, bytesEach: 16)
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly KeyRing Keys = new([new KeyDefinition(1, "oW7vQ2nXk9Rb4TzLm1YdHs8PcJf5GuEa-of-the-fuzzer-only")], new KeyScope("fuzz", "fuzz", "Sessvm"));

    private readonly TokenCodec _codec = new(Keys);
    private readonly CsrfTokens _csrf = new(Keys);

    public override IEnumerable<byte[]> Seeds() => Corpus.Texts("tokens");

    protected override void Read(byte[] input)
    {
        string text = Encoding.Latin1.GetString(input);
        Require(_codec.ReadAccess(text, Now, out _) != TokenStatus.Ok, "an access token was forged");
        Require(_codec.ReadRefresh(text, Now, out _) != TokenStatus.Ok, "a refresh token was forged");
        Require(_codec.ReadTicket(text, Now, out _) != TokenStatus.Ok, "a ticket was forged");
        Require(!_csrf.Verify(text, default, Now), "a CSRF token was forged");
        if (SessionId.TryParse(text, out SessionId id))
        {
            Require(id.ToString() == text, "a handle has two texts");
        }
    }
}
