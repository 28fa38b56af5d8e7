using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

public sealed class TokenMintTests
{
    private readonly TokenCodec _codec = new(TokenExamples.Ring());

    public static TheoryData<string, AccessToken> OutOfBounds
    {
        get
        {
            AccessToken good = TokenExamples.Access();
            return new TheoryData<string, AccessToken>
            {
                { "no subject", good with { Subject = "" } },
                { "null subject", good with { Subject = null! } },
                { "a subject of 256 bytes", good with { Subject = new string('s', 254) + "é" } },
                { "a subject with half a character", good with { Subject = "a\ud800" } },
                { "33 scopes", good with { Scopes = [.. Enumerable.Range(0, 33).Select(i => $"scope{i}")] } },
                { "an empty scope", good with { Scopes = [""] } },
                { "a null scope", good with { Scopes = [null!] } },
                { "null scopes", good with { Scopes = null! } },
                { "a scope of 65 bytes", good with { Scopes = [new string('s', 65)] } },
                { "claims of 1,025 bytes", good with { Claims = [new SessionClaim(new string('t', 100), new string('v', 921))] } },
                { "256 claims", good with { Claims = [.. Enumerable.Repeat(new SessionClaim("", ""), 256)] } },
                { "a null claim", good with { Claims = [default] } },
                { "null claims", good with { Claims = null! } },
                { "generation 0", good with { Generation = 0, Floor = 0 } },
                { "floor 0", good with { Floor = 0 } },
                { "a floor above the generation", good with { Floor = good.Generation + 1 } },
                { "before 2025", good with { IssuedAt = new DateTimeOffset(2024, 12, 31, 23, 59, 59, TimeSpan.Zero) } },
                { "after 2059", good with { IssuedAt = new DateTimeOffset(2060, 1, 1, 0, 0, 0, TimeSpan.Zero) } },
                { "a part of a millisecond", good with { IssuedAt = good.IssuedAt.AddTicks(1) } },
                { "a part of a second", good with { Lifetime = TimeSpan.FromMilliseconds(1500) } },
                { "a negative lifetime", good with { Lifetime = TimeSpan.FromSeconds(-1) } },
                { "a lifetime beyond 32 bits", good with { Lifetime = TimeSpan.FromSeconds(uint.MaxValue + 1L) } },
                { "a key that the ring does not have", good with { KeyId = 2 } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(OutOfBounds), DisableDiscoveryEnumeration = true)]
    public void What_is_out_of_bounds_is_the_callers_mistake(string name, AccessToken token) =>
        Should.Throw<ArgumentException>(() => _codec.MintAccess(token), name);

    [Fact]
    public void The_longest_token_is_readable()
    {
        AccessToken token = TokenExamples.Access() with
        {
            Subject = new string('s', 255),
            Generation = uint.MaxValue,
            Floor = 1,
            Lifetime = TimeSpan.FromSeconds(uint.MaxValue),
            Scopes = [.. Enumerable.Repeat(new string('s', 64), 32)],
            Claims = [new SessionClaim(new string('t', 100), new string('v', 920))],
        };

        string text = _codec.MintAccess(token);

        text.Length.ShouldBe(TokenCodec.MaxLength);
        _codec.ReadAccess(text, TokenExamples.Now, out _).ShouldBe(TokenStatus.Ok);
        _codec.ReadAccess(text + "A", TokenExamples.Now, out _).ShouldBe(TokenStatus.InvalidFormat);
    }

    [Fact]
    public void The_same_fields_mint_the_same_text_in_another_ring_of_the_same_keys()
    {
        AccessToken token = TokenExamples.Access();

        new TokenCodec(TokenExamples.Ring()).MintAccess(token).ShouldBe(_codec.MintAccess(token)); // R2
    }

    [Fact]
    public void Tokens_say_nothing_of_themselves_but_their_public_name()
    {
        AccessToken access = TokenExamples.Access() with { Subject = "alice", Claims = [new SessionClaim("role", "owner")] };
        RefreshToken refresh = TokenExamples.Refresh();
        Ticket ticket = TokenExamples.Ticket();

        access.ToString().ShouldBe($"AccessToken {access.Session} #127");
        refresh.ToString().ShouldBe($"RefreshToken {refresh.Session} #3");
        ticket.ToString().ShouldBe($"Ticket {ticket.Session}");
    }

    [Theory]
    [InlineData("A1.", TokenType.Access, 1)]
    [InlineData("R9.xyz", TokenType.Refresh, 9)]
    [InlineData("S1.x", TokenType.Session, 1)]
    [InlineData("D1.x", TokenType.Device, 1)]
    [InlineData("T2.x", TokenType.Ticket, 2)]
    public void A_header_tells_type_and_version(string text, TokenType type, int version)
    {
        TokenHeader.TryRead(text, out TokenType readType, out int readVersion).ShouldBeTrue();
        readType.ShouldBe(type);
        readVersion.ShouldBe(version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A1")]
    [InlineData("A0.x")]
    [InlineData("AA.x")]
    [InlineData("a1.x")]
    [InlineData("B1.x")]
    [InlineData("A1,x")]
    [InlineData(" A1.x")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.x")]
    public void What_begins_otherwise_has_no_header(string text) =>
        TokenHeader.TryRead(text, out _, out _).ShouldBeFalse();
}
