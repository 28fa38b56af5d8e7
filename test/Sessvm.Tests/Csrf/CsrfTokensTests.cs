using Sessvm.Csrf;
using Sessvm.Keys;
using Sessvm.Tests.Tokens;
using Sessvm.Tokens;

namespace Sessvm.Tests.Csrf;

public sealed class CsrfTokensTests
{
    private static readonly DateTimeOffset Now = TokenExamples.Now;

    private readonly KeyRing _ring = TokenExamples.Ring();
    private readonly SessionId _session = SessionId.Create("somebody");

    [Fact]
    public void Two_tabs_always_agree()
    {
        var tokens = new CsrfTokens(_ring);

        tokens.Mint(_session, Now).ShouldBe(tokens.Mint(_session, Now.AddDays(1)));
        tokens.Mint(_session, Now).Length.ShouldBe(CsrfTokens.Length);
    }

    [Fact]
    public void The_token_of_one_session_is_not_that_of_another()
    {
        var tokens = new CsrfTokens(_ring);

        tokens.Verify(tokens.Mint(_session, Now), SessionId.Create("somebody"), Now).ShouldBeFalse();
    }

    [Fact]
    public void No_altered_token_is_ever_taken()
    {
        var tokens = new CsrfTokens(_ring);
        string token = tokens.Mint(_session, Now);
        for (int at = 0; at < token.Length; at++)
        {
            for (char other = '\0'; other < '\u0100'; other++)
            {
                if (other != token[at])
                {
                    tokens.Verify(token[..at] + other + token[(at + 1)..], _session, Now).ShouldBeFalse();
                }
            }
        }
    }

    [Fact]
    public void Verifying_allocates_nothing()
    {
        var tokens = new CsrfTokens(_ring);
        string token = tokens.Mint(_session, Now);
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            tokens.Verify(token, _session, Now);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        least.ShouldBe(0);
    }
}
