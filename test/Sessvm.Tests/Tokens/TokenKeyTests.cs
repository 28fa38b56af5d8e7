using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

public sealed class TokenKeyTests
{
    private static readonly KeyDefinition Old = new(1, TokenExamples.Secret);
    private static readonly KeyDefinition New = new(2, TokenExamples.OtherSecret, NotBefore: TokenExamples.Now);

    public static TheoryData<string, KeyScope> OtherScopes => new()
    {
        { "issuer", TokenExamples.Scope with { Issuer = "https://id.example.org" } },
        { "audience", TokenExamples.Scope with { Audience = "shops" } },
        { "scheme", TokenExamples.Scope with { Scheme = "sessvm" } },
        { "a moved boundary", TokenExamples.Scope with { Issuer = TokenExamples.Scope.Issuer + "s", Audience = "hop" } },
    };

    [Theory]
    [MemberData(nameof(OtherScopes), DisableDiscoveryEnumeration = true)]
    public void A_token_of_another_scope_does_not_verify(string what, KeyScope scope)
    {
        string text = new TokenCodec(TokenExamples.Ring(scope)).MintAccess(TokenExamples.Access());

        new TokenCodec(TokenExamples.Ring()).ReadAccess(text, TokenExamples.Now, out _).ShouldBe(TokenStatus.InvalidToken, what);
    }

    [Fact]
    public void A_token_of_another_secret_under_the_same_id_does_not_verify()
    {
        string text = new TokenCodec(TokenExamples.Ring(Old with { Secret = TokenExamples.OtherSecret })).MintAccess(TokenExamples.Access());

        new TokenCodec(TokenExamples.Ring(Old)).ReadAccess(text, TokenExamples.Now, out _).ShouldBe(TokenStatus.InvalidToken);
    }

    [Fact]
    public void After_a_rotation_the_old_key_verifies_and_the_new_one_signs()
    {
        KeyRing ring = TokenExamples.Ring(Old);
        var codec = new TokenCodec(ring);
        string before = codec.MintAccess(TokenExamples.Access(keyId: ring.Signing(TokenExamples.Now).Id));

        ring.Replace([Old, New]);

        codec.ReadAccess(before, TokenExamples.Now, out AccessToken old).ShouldBe(TokenStatus.Ok);
        old.KeyId.ShouldBe((byte)1);
        byte signing = ring.Signing(TokenExamples.Now).Id;
        signing.ShouldBe((byte)2);
        codec.ReadAccess(codec.MintAccess(old with { KeyId = signing }), TokenExamples.Now, out _).ShouldBe(TokenStatus.Ok);
    }

    [Fact]
    public void A_retired_key_no_longer_verifies()
    {
        DateTimeOffset retires = TokenExamples.Now.AddDays(1);
        var codec = new TokenCodec(TokenExamples.Ring(Old with { RetireAfter = retires }, New));
        string text = codec.MintAccess(TokenExamples.Access());

        codec.ReadAccess(text, retires, out _).ShouldBe(TokenStatus.Ok);
        codec.ReadAccess(text, retires.AddTicks(1), out _).ShouldBe(TokenStatus.InvalidToken);
    }

    [Fact]
    public void A_key_that_has_not_begun_here_verifies_for_a_node_whose_clock_is_ahead()
    {
        var codec = new TokenCodec(TokenExamples.Ring(Old, New with { NotBefore = TokenExamples.Now.AddMinutes(1) }));
        string text = codec.MintAccess(TokenExamples.Access(keyId: 2));

        codec.ReadAccess(text, TokenExamples.Now, out _).ShouldBe(TokenStatus.Ok);
    }

    [Fact]
    public async Task Keys_may_be_replaced_while_tokens_are_verified()
    {
        KeyRing ring = TokenExamples.Ring(Old);
        var codec = new TokenCodec(ring);
        string text = codec.MintAccess(TokenExamples.Access());
        using var done = new CancellationTokenSource();

        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            int refused = 0;
            do
            {
                refused += codec.ReadAccess(text, TokenExamples.Now, out AccessToken _) == TokenStatus.Ok ? 0 : 1;
            }
            while (!done.IsCancellationRequested);
            return refused;
        }))];
        for (int i = 0; i < 200; i++)
        {
            ring.Replace(i % 2 == 0 ? [Old, New] : [Old]);
        }

        await done.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(refused => refused == 0);
    }
}
