using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

public sealed class TokenCostTests
{
    private readonly TokenCodec _codec = new(TokenExamples.Ring());

    [Fact]
    public void A_token_with_a_uuid_and_three_scopes_of_eight_letters_has_133_characters() =>
        _codec.MintAccess(TokenExamples.Access()).Length.ShouldBe(133);

    [Fact]
    public void A_refresh_token_has_71_characters() =>
        _codec.MintRefresh(TokenExamples.Refresh()).Length.ShouldBe(71);

    [Fact]
    public void A_ticket_has_83_characters() =>
        _codec.MintTicket(TokenExamples.Ticket()).Length.ShouldBe(83);

    [Fact]
    public void A_text_that_is_too_long_is_refused_without_work()
    {
        string text = "A1." + new string('A', TokenCodec.MaxLength);

        TokenCodec.ScratchSize(text.Length).ShouldBe(0);
        Allocated(() => (int)_codec.ReadAccess(text, TokenExamples.Now, out _)).ShouldBe(0);
    }

    [Fact]
    public void Verifying_an_access_token_allocates_nothing()
    {
        string text = _codec.MintAccess(TokenExamples.Access() with { Claims = [new SessionClaim("name", "Alice")] });
        var scratch = new byte[TokenCodec.ScratchSize(text.Length)];

        Allocated(() =>
        {
            int letters = 0;
            if (_codec.VerifyAccess(text, scratch, TokenExamples.Now, out AccessTokenView view) == TokenStatus.Ok && view.HasScope("adminium"u8))
            {
                foreach (ReadOnlySpan<byte> scope in view.Scopes)
                {
                    letters += scope.Length;
                }
            }

            return letters;
        }).ShouldBe(0);
    }

    [Theory]
    [InlineData("A1.AAAA")]
    [InlineData("not a token")]
    [InlineData("")]
    public void Refusing_a_text_allocates_nothing(string text)
    {
        var scratch = new byte[TokenCodec.ScratchSize(text.Length)];

        Allocated(() => (int)_codec.VerifyAccess(text, scratch, TokenExamples.Now, out _)).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void Minting_an_access_token_allocates_its_text_and_nothing_else(int claims)
    {
        AccessToken token = TokenExamples.Access() with { Claims = [.. Enumerable.Range(0, claims).Select(i => new SessionClaim($"claim{i}", "value"))] };
        int length = _codec.MintAccess(token).Length;

        Allocated(() => _codec.MintAccess(token).Length).ShouldBe(Allocated(() => new string('x', length).Length));
    }

    // The least of some runs: the runtime may allocate for itself while it compiles a method anew.
    private static long Allocated(Func<int> action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 50; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
