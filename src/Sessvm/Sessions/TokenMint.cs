using Sessvm.Csrf;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>Makes the tokens of a row. The same row and device make the same bytes (R2).</summary>
internal sealed class TokenMint(KeyRing keys, TokenCodec codec, CsrfTokens csrf)
{
    /// <summary>What the access token that the row says is current holds.</summary>
    public static AccessToken Content(SessionRow row, uint deviceTag, uint requesterTag) => new()
    {
        Session = row.Id,
        Generation = row.Access.Generation,
        Floor = row.Access.Floor,
        IssuedAt = row.Access.IssuedAt,
        Lifetime = row.Access.Lifetime,
        KeyId = row.Access.KeyId,
        DeviceTag = deviceTag,
        RequesterTag = requesterTag,
        Persistent = row.Persistent,
        Subject = row.Subject,
        Scopes = row.Scopes,
        Claims = row.TokenClaims,
    };

    /// <summary>The access token that the row says is current, for a device whose id is at hand.</summary>
    public TokenText Access(SessionRow row, Guid device, DateTimeOffset now)
    {
        var set = Keys(row.Access.KeyId, now);
        return Access(row, Tag(row, device, set), set);
    }

    /// <summary>All that a client is given, for a device whose id is at hand.</summary>
    public SessionGrant Grant(SessionRow row, Guid device, DateTimeOffset now) =>
        new(row, Access(row, device, now), row.Refresh is null ? null : Refresh(row, device, now), new TokenText(csrf.Mint(row.Id, now)));

    /// <summary>All that a client is given, where only the stored hash of its device id is at hand: both tokens are under the hash's key.</summary>
    public SessionGrant Grant(SessionRow row, DateTimeOffset now)
    {
        var set = Keys(row.Device.KeyId, now);
        uint tag = KeySet.TagOf(row.Device);
        return new SessionGrant(
            row,
            Access(row, tag, set),
            row.Refresh is null ? null : Refresh(row, tag),
            new TokenText(csrf.Mint(row.Id, now)));
    }

    /// <summary>Whether a presented device id is the row's, in constant time (R10).</summary>
    public bool IsDevice(SessionRow row, Guid device, DateTimeOffset now) =>
        keys.TryFind(row.Device.KeyId, now, out var set) && ConstantTime.Same(row.Device.Value, set.HashDevice(device).Value); // R10

    private KeySet Keys(byte id, DateTimeOffset now) =>
        keys.TryFind(id, now, out var set) ? set : throw new InvalidOperationException($"Key {id} left the ring while a token was minted.");

    /// <summary>The refresh token that the row says is current, for a device whose id is at hand.</summary>
    private TokenText Refresh(SessionRow row, Guid device, DateTimeOffset now) =>
        Refresh(row, Tag(row, device, Keys(row.Refresh!.Tokens.KeyId, now)));

    // The row's hash begins with the tag under its key: no second HMAC, unless the token is under another.
    private static uint Tag(SessionRow row, Guid device, KeySet set) =>
        row.Device.KeyId == set.Id ? KeySet.TagOf(row.Device) : set.DeviceTag(device);

    private TokenText Access(SessionRow row, uint deviceTag, KeySet set) =>
        new(codec.MintAccess(Content(row, deviceTag, set.RequesterTag(row.Holder.Agent))));

    private TokenText Refresh(SessionRow row, uint deviceTag)
    {
        var tokens = row.Refresh!.Tokens;
        return new(codec.MintRefresh(new RefreshToken
        {
            Session = row.Id,
            Generation = tokens.Generation,
            Floor = tokens.Floor,
            IssuedAt = tokens.IssuedAt,
            Lifetime = tokens.Lifetime,
            KeyId = tokens.KeyId,
            DeviceTag = deviceTag,
        }));
    }
}
