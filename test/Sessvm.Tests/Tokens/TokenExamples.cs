using Microsoft.Extensions.Time.Testing;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Tests.Tokens;

/// <summary>A ring and tokens to try things on.</summary>
internal static class TokenExamples
{
    public const string Secret = "Yt7#pQ2m!Kx9@Lw4$Rz6%Vb1^Nc8&Hd3*Fg5(Js0)";
    public const string OtherSecret = "c0RvUq9Zs3WmXy7TbKe5PhNa1LdGf8Jr2ViQo6Et4";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly KeyScope Scope = new("https://id.example.com", "shop", "Sessvm");

    public static KeyRing Ring(params KeyDefinition[] keys) => Ring(Scope, keys);

    public static KeyRing Ring(KeyScope scope, params KeyDefinition[] keys) =>
        new(keys.Length == 0 ? [new KeyDefinition(1, Secret)] : keys, scope, new FakeTimeProvider(Now));

    /// <summary>A token with a UUID for a subject and three scopes of eight letters.</summary>
    public static AccessToken Access(byte keyId = 1) => new()
    {
        Session = SessionId.Create("somebody"),
        Generation = 127,
        Floor = 100,
        IssuedAt = Now,
        Lifetime = TimeSpan.FromMinutes(15),
        KeyId = keyId,
        DeviceTag = 0x01020304,
        RequesterTag = 0x05060708,
        Subject = "018f3a5e-7c1d-7b42-9e6a-0c5d4b3a2f10",
        Scopes = ["readings", "writings", "adminium"],
    };

    public static RefreshToken Refresh(byte keyId = 1) => new()
    {
        Session = SessionId.Create("somebody"),
        Generation = 3,
        Floor = 1,
        IssuedAt = Now,
        Lifetime = TimeSpan.FromDays(30),
        KeyId = keyId,
        DeviceTag = 0x01020304,
    };

    public static Ticket Ticket(byte keyId = 1) => new()
    {
        Session = SessionId.Create("somebody"),
        Generation = 3,
        IssuedAt = Now,
        Lifetime = TimeSpan.FromSeconds(30),
        KeyId = keyId,
        DeviceTag = 0x01020304,
        OriginTag = 0x05060708,
        Nonce = 0x1122334455667788,
    };
}
