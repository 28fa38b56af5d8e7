using System.Buffers.Text;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Fuzz.Targets;

/// <summary>
/// What stands inside of a token, sealed as if it had been minted here, so that its form alone decides: refused, or a token
/// with this one form. The first byte chooses the kind; the id of the key is put before the rest.
/// </summary>
internal sealed class BodyTarget() : FuzzTarget("body", fixedBytes: 16_384, bytesEach: 64)
{
    private const byte KeyId = 1;

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly KeyRing Keys = new([new KeyDefinition(KeyId, "oW7vQ2nXk9Rb4TzLm1YdHs8PcJf5GuEa-of-the-fuzzer-only")], new KeyScope("fuzz", "fuzz", "Sessvm"));

    private readonly TokenCodec _codec = new(Keys);

    public override IEnumerable<byte[]> Seeds()
    {
        SessionId session = SessionId.Create("fuzz");
        var plain = new AccessToken
        {
            Session = session, Generation = 3, Floor = 2, IssuedAt = Now, Lifetime = TimeSpan.FromMinutes(15), KeyId = KeyId, DeviceTag = 5, RequesterTag = 6, Subject = "alice",
        };
        yield return Seed(0, _codec.MintAccess(plain));
        yield return Seed(0, _codec.MintAccess(plain with { Subject = "018f3a5e-7c1d-7b42-9e6a-0c1d2e3f4a5b", Scopes = ["readings", "admin"], Persistent = true }));
        yield return Seed(0, _codec.MintAccess(plain with { Claims = [new SessionClaim("name", "Alice"), new SessionClaim("role", new string('x', 200))] }));
        yield return Seed(1, _codec.MintRefresh(new RefreshToken
        {
            Session = session, Generation = 300, Floor = 1, IssuedAt = Now, Lifetime = TimeSpan.FromDays(30), KeyId = KeyId, DeviceTag = 5,
        }));
        yield return Seed(2, _codec.MintTicket(new Ticket
        {
            Session = session, Generation = 3, IssuedAt = Now, Lifetime = TimeSpan.FromSeconds(30), KeyId = KeyId, DeviceTag = 5, OriginTag = 7, Nonce = 8,
        }));
    }

    protected override void Read(byte[] input)
    {
        byte kind = input.Length == 0 ? (byte)0 : (byte)(input[0] % 3);
        ReadOnlySpan<byte> body = [KeyId, .. input.AsSpan(Math.Min(1, input.Length))];
        byte[] buffer = new byte[TokenSeal.HeaderSize + body.Length + TokenSeal.MacSize];
        body.CopyTo(buffer.AsSpan(TokenSeal.HeaderSize));
        string text = TokenSeal.Close(Keys, kind switch { 0 => TokenType.Access, 1 => TokenType.Refresh, _ => TokenType.Ticket }, buffer);
        (TokenStatus status, string? again) = kind switch
        {
            0 => (_codec.ReadAccess(text, Now, out AccessToken token), token.Subject is null ? null : _codec.MintAccess(token)),
            1 => (_codec.ReadRefresh(text, Now, out RefreshToken refresh), refresh.KeyId == 0 ? null : _codec.MintRefresh(refresh)),
            _ => (_codec.ReadTicket(text, Now, out Ticket ticket), ticket.KeyId == 0 ? null : _codec.MintTicket(ticket)),
        };
        Require(status is TokenStatus.Ok or TokenStatus.InvalidFormat, "a token of our own is somebody else's");
        Require(again is null == (status != TokenStatus.Ok), "a refused token says something");
        Require(again is null || again == text, "a token has two forms");
    }

    private static byte[] Seed(byte kind, string token)
    {
        byte[] sealedBytes = Base64Url.DecodeFromChars(token.AsSpan(TokenHeader.Length));
        return [kind, .. sealedBytes.AsSpan(1, sealedBytes.Length - 1 - TokenSeal.MacSize)];
    }
}
