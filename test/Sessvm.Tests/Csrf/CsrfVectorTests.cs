using Sessvm.Csrf;
using Sessvm.Keys;
using Sessvm.Tests.Tokens;
using Sessvm.Tokens;

namespace Sessvm.Tests.Csrf;

public sealed class CsrfVectorTests
{
    private static readonly VectorFile File = VectorFile.Csrf;
    private static readonly Wrong[] Wrongs = File.All<Wrong>("refused");
    private static readonly Pair[] Pairs = File.All<Pair>("doubleSubmit");

    private readonly CsrfTokens _tokens = new(File.Ring());

    public static TheoryData<int, string> WrongRows => VectorFile.Rows(Wrongs, row => row.Name);

    public static TheoryData<int, string> PairRows => VectorFile.Rows(Pairs, row => $"{row.Cookie} {row.Header}");

    [Fact]
    public void Tokens_are_minted_and_verified_as_the_vectors_say()
    {
        foreach (Right row in File.All<Right>("tokens"))
        {
            SessionId session = VectorFile.Id(row.Session);
            var alone = new CsrfTokens(new KeyRing([.. File.Keys.Where(key => key.Id == row.KeyId)], File.Scope, TimeProvider.System));

            alone.Mint(session, File.Now).ShouldBe(row.Token);
            _tokens.Verify(row.Token, session, File.Now).ShouldBeTrue();
        }
    }

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void A_wrong_token_is_refused(int row, string name) =>
        _tokens.Verify(Wrongs[row].Token, VectorFile.Id(Wrongs[row].Session), File.Now).ShouldBeFalse(name);

    [Theory]
    [MemberData(nameof(PairRows))]
    public void A_double_submit_is_judged_as_the_vector_says(int row, string name) =>
        DoubleSubmit.Check(Pairs[row].Cookie, Pairs[row].Header).ToCode().ShouldBe(Pairs[row].Reason, name);

    private sealed record Right(byte KeyId, string Session, string Token);

    private sealed record Wrong(string Name, string Token, string Session);

    private sealed record Pair(string? Cookie, string? Header, string Reason);
}
