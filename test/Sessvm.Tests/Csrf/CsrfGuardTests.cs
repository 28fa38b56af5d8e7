using Sessvm.Csrf;
using Sessvm.Keys;
using Sessvm.Tests.Tokens;
using Sessvm.Tokens;

namespace Sessvm.Tests.Csrf;

public sealed class CsrfGuardTests
{
    private const string Self = "https://self.example";
    private const string Friend = "https://friend.example";
    private static readonly DateTimeOffset Now = TokenExamples.Now;

    private readonly KeyRing _ring = TokenExamples.Ring();
    private readonly CsrfTokens _tokens;
    private readonly CsrfGuard _guard;
    private readonly CsrfRequest _good;

    public CsrfGuardTests()
    {
        _tokens = new CsrfTokens(_ring);
        _guard = new CsrfGuard(_tokens, new OriginPolicy([Friend]));
        SessionId session = SessionId.Create("somebody");
        string token = _tokens.Mint(session, Now);
        _good = new CsrfRequest("POST", token, token, session, FetchSite: null, Origin: null, Self);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public void Safe_methods_need_nothing(string method) =>
        Check(_good with { Method = method, Cookie = null, Header = null, FetchSite = "cross-site", Origin = "null" }).ShouldBe(SessionReason.None);

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("CONNECT")]
    [InlineData("QUERY")]
    [InlineData("get")]
    [InlineData("")]
    public void Every_other_method_needs_the_token(string method)
    {
        Check(_good with { Method = method }).ShouldBe(SessionReason.None);
        Check(_good with { Method = method, Cookie = null }).ShouldBe(SessionReason.MissingCsrfCookie);
        Check(_good with { Method = method, Header = null }).ShouldBe(SessionReason.MissingCsrfHeader);
        Check(_good with { Method = method, Header = "x" }).ShouldBe(SessionReason.CsrfMismatch);
    }

    [Theory]
    [InlineData(null, null, SessionReason.None)]
    [InlineData(null, Self, SessionReason.None)]
    [InlineData(null, Friend, SessionReason.None)]
    [InlineData(null, "https://evil.example", SessionReason.CrossSite)]
    [InlineData(null, "null", SessionReason.CrossSite)]
    [InlineData("same-origin", null, SessionReason.None)]
    [InlineData("same-origin", Self, SessionReason.None)]
    [InlineData("same-origin", "https://evil.example", SessionReason.CrossSite)]
    [InlineData("none", null, SessionReason.None)]
    [InlineData("none", "null", SessionReason.CrossSite)]
    [InlineData("same-site", null, SessionReason.CrossSite)]
    [InlineData("same-site", Self, SessionReason.CrossSite)]
    [InlineData("same-site", Friend, SessionReason.None)]
    [InlineData("cross-site", null, SessionReason.CrossSite)]
    [InlineData("cross-site", Self, SessionReason.CrossSite)]
    [InlineData("cross-site", Friend, SessionReason.None)]
    [InlineData("cross-site", "null", SessionReason.CrossSite)]
    [InlineData("something-new", null, SessionReason.CrossSite)]
    public void Where_a_request_comes_from_is_checked_beside_the_token(string? site, string? origin, SessionReason reason)
    {
        Check(_good with { FetchSite = site, Origin = origin }).ShouldBe(reason);

        // Never in its place: the right origin does not make up for a missing token.
        Check(_good with { FetchSite = site, Origin = origin, Header = null })
            .ShouldBe(reason == SessionReason.None ? SessionReason.MissingCsrfHeader : reason);
    }

    [Fact]
    public void A_pair_that_agrees_but_is_of_another_session_is_refused()
    {
        string other = _tokens.Mint(SessionId.Create("attacker"), Now);

        Check(_good with { Cookie = other, Header = other }).ShouldBe(SessionReason.CsrfMismatch);
        Check(_good with { Cookie = "anything", Header = "anything" }).ShouldBe(SessionReason.CsrfMismatch);
    }

    [Fact]
    public void A_planted_cookie_is_refused() =>
        Check(_good with { Cookie = "planted" }).ShouldBe(SessionReason.CsrfMismatch);

    [Fact]
    public void A_form_from_before_a_change_of_keys_still_agrees()
    {
        _ring.Replace([new KeyDefinition(1, TokenExamples.Secret), new KeyDefinition(2, TokenExamples.OtherSecret)]);
        string fresh = _tokens.Mint(_good.Session, Now);
        fresh.ShouldNotBe(_good.Cookie);

        Check(_good with { Cookie = fresh }).ShouldBe(SessionReason.None);
        Check(_good with { Header = fresh }).ShouldBe(SessionReason.None);
    }

    [Fact]
    public void A_request_does_not_show_its_tokens() =>
        _good.ToString().ShouldBe($"CsrfRequest POST {_good.Session}");

    private SessionReason Check(CsrfRequest request) => _guard.Check(request, Now);
}
