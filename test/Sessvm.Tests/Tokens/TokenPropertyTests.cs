using CsCheck;
using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

public sealed class TokenPropertyTests
{
    private static readonly TokenCodec Codec = new(TokenExamples.Ring());

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 1, 21],
        Gen.String[Gen.Char['\u00a0', '\ud7ff'], 1, 21],
        Gen.Const("😀"),
        Gen.Guid.Select(guid => guid.ToString("D")),
        Gen.Guid.Select(guid => guid.ToString("N")),
        Gen.Guid.Select(guid => guid.ToString("D").ToUpperInvariant()));

    private static readonly Gen<string> Scope = Gen.String[Gen.Char['!', '~'], 1, 64];

    private static readonly Gen<AccessToken> Tokens =
        from subject in Text
        from scopes in Scope.Array[0, 32]
        from claims in Gen.Select(Text, Text).Array[0, 7]
        from generation in Gen.UInt[1, uint.MaxValue]
        from since in Gen.UInt
        from milliseconds in Gen.Long[0, (1L << 40) - 1]
        from lifetime in Gen.UInt
        from deviceTag in Gen.UInt
        from requesterTag in Gen.UInt
        from persistent in Gen.Bool
        select new AccessToken
        {
            Session = SessionId.Create(subject),
            Generation = generation,
            Floor = generation - (since % generation),
            IssuedAt = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds),
            Lifetime = TimeSpan.FromSeconds(lifetime),
            KeyId = 1,
            DeviceTag = deviceTag,
            RequesterTag = requesterTag,
            Persistent = persistent,
            Subject = subject,
            Scopes = scopes,
            Claims = [.. claims.Select(claim => new SessionClaim(claim.Item1, claim.Item2))],
        };

    [Fact]
    public void Whatever_is_minted_reads_back_as_it_was() => Tokens.Sample(
        token =>
        {
            string text = Codec.MintAccess(token);
            return Codec.ReadAccess(text, TokenExamples.Now, out AccessToken read) == TokenStatus.Ok
                && read with { Scopes = token.Scopes, Claims = token.Claims } == token
                && read.Scopes.SequenceEqual(token.Scopes)
                && read.Claims.SequenceEqual(token.Claims)
                && Codec.MintAccess(read) == text;
        },
        iter: 2_000);

    [Fact]
    public void No_altered_token_is_ever_taken()
    {
        var random = new Random(20260301);
        string[] texts =
        [
            Codec.MintAccess(TokenExamples.Access()),
            Codec.MintAccess(TokenExamples.Access() with { Subject = "u", Scopes = [] }),
            Codec.MintRefresh(TokenExamples.Refresh()),
            Codec.MintTicket(TokenExamples.Ticket()),
        ];
        foreach (string text in texts)
        {
            Read(text).ShouldBe(1); // each by its own reader only
            for (int i = 0; i < 5_000; i++)
            {
                string altered = Alter(text, random);
                if (altered != text)
                {
                    Read(altered).ShouldBe(0, altered);
                }
            }
        }
    }

    [Fact]
    public void Noise_is_never_taken_and_never_throws() => Gen.OneOf(Gen.String, Gen.String[Gen.Char['+', 'z'], 0, 200]).Sample(
        noise => Read(noise) + Read("A1." + noise) + Read("R1." + noise) + Read("T1." + noise) == 0,
        iter: 5_000);

    private static int Read(string text) =>
        (Codec.ReadAccess(text, TokenExamples.Now, out _) == TokenStatus.Ok ? 1 : 0)
        + (Codec.ReadRefresh(text, TokenExamples.Now, out _) == TokenStatus.Ok ? 1 : 0)
        + (Codec.ReadTicket(text, TokenExamples.Now, out _) == TokenStatus.Ok ? 1 : 0);

    private static string Alter(string text, Random random)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ .\n\té\0";
        int at = random.Next(text.Length);
        char other = Alphabet[random.Next(Alphabet.Length)];
        return random.Next(6) switch
        {
            0 => text[..at],
            1 => text[..at] + other + text[(at + 1)..],
            2 => text[..at] + other + text[at..],
            3 => text[..at] + text[(at + 1)..],
            4 => text + other,
            _ => text[..at] + text[random.Next(text.Length)..],
        };
    }
}
