using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Sessions;

/// <summary>The rows that follow from a row: pure functions, each with a new version.</summary>
internal static class Succession
{
    /// <summary>The next generation of access tokens: row 17.</summary>
    public static SessionRow Advance(
        SessionRow row, in Presentation shown, SessionOptions options, FingerprintPolicy policy, byte keyId, DateTimeOffset now) =>
        row with // one copy: this is the hot path
        {
            Holder = shown.Requester,
            Fingerprint = Known(row.Fingerprint, shown.Fingerprint),
            Habits = policy.Learn(row.Habits, row.Fingerprint, shown.Fingerprint, now), // once for each generation
            LastSeenAt = Used(row, shown, now),
            Access = new Lineage(
                row.Access.Generation + 1, row.Access.Floor, now, now,
                Stamp.Lifetime(row, options.AccessLifetime, shown.Background, now), keyId),
            SeenAt = null, // R3: the door stays open until the successor is seen
            Version = row.Version.Next(),
        };

    /// <summary>The next pair of refresh and access token.</summary>
    public static SessionRow Rotate(
        SessionRow row, in Presentation shown, SessionOptions options, FingerprintPolicy policy, byte keyId, DateTimeOffset now)
    {
        var next = Advance(row, shown, options, policy, keyId, now);
        var tokens = row.Refresh!.Tokens;
        return next with
        {
            Refresh = new RefreshLineage(
                new Lineage(
                    tokens.Generation + 1, tokens.Floor, now, now,
                    Stamp.Lifetime(row, options.RefreshLifetime, shown.Background, now), keyId),
                next.Access.Generation),
        };
    }

    /// <summary>The same generation, stamped anew: row 18, R2. <see cref="SessionRow.SeenAt"/> and the door stay as they are.</summary>
    public static SessionRow Restamp(SessionRow row, in Presentation shown, SessionOptions options, byte keyId, DateTimeOffset now)
    {
        var issuedAt = now > row.Access.IssuedAt ? now : row.Access.IssuedAt; // another node's clock may be ahead
        return Accept(row, shown, now) with
        {
            Access = row.Access with
            {
                IssuedAt = issuedAt,
                Lifetime = Stamp.Lifetime(row, options.AccessLifetime, shown.Background, issuedAt),
                KeyId = keyId,
            },
            Version = row.Version.Next(),
        };
    }

    /// <summary>The same refresh generation under another key, where the one it was minted under has been retired.</summary>
    public static SessionRow RestampRefresh(SessionRow row, in Presentation shown, SessionOptions options, byte keyId, DateTimeOffset now) =>
        row with
        {
            Refresh = row.Refresh! with
            {
                Tokens = row.Refresh.Tokens with
                {
                    IssuedAt = now,
                    Lifetime = Stamp.Lifetime(row, options.RefreshLifetime, shown.Background, now),
                    KeyId = keyId,
                },
            },
            Version = row.Version.Next(),
        };

    /// <summary>The row moved forward to a token that the store has lost (R8): seen now, held by the presenter.</summary>
    public static SessionRow Heal(SessionRow row, in AccessToken token, in Presentation shown, DateTimeOffset now)
    {
        bool renewed = token.Floor > row.Access.Floor;
        bool fork = !renewed && token.Generation == row.Access.Generation;
        return Accept(row, shown, now) with
        {
            Access = Moved(row.Access, shown, fork),
            Scopes = fork ? row.Scopes : token.Scopes,
            TokenClaims = fork ? row.TokenClaims : token.Claims,
            Held = row.Held && !renewed,
            SeenAt = now,
            Version = row.Version.Next(),
        };
    }

    /// <summary>The refresh lineage moved forward to a token that the store has lost (R8).</summary>
    public static SessionRow HealRefresh(SessionRow row, in Presentation shown, DateTimeOffset now)
    {
        var tokens = row.Refresh!.Tokens;
        bool renewed = shown.Floor > tokens.Floor;
        return Accept(row, shown, now) with
        {
            Refresh = row.Refresh with { Tokens = Moved(tokens, shown, !renewed && shown.Generation == tokens.Generation) },
            Held = row.Held && !renewed,
            Version = row.Version.Next(),
        };
    }

    /// <summary>The device's hash under the key that the row's tokens are minted under from now on.</summary>
    public static SessionRow Rekey(SessionRow row, KeySet keys, Guid device) =>
        row.Device.KeyId == keys.Id ? row : row with { Device = keys.HashDevice(device) };

    /// <summary>A fork keeps both stamps good; a token ahead replaces what the row knew.</summary>
    private static Lineage Moved(Lineage tokens, in Presentation shown, bool fork)
    {
        var own = new Lineage(shown.Generation, shown.Floor, shown.IssuedAt, shown.IssuedAt, shown.Lifetime, shown.KeyId);
        if (!fork)
        {
            return own;
        }

        return shown.IssuedAt > tokens.IssuedAt ? own with { RotatedAt = tokens.RotatedAt } : tokens with { RotatedAt = shown.IssuedAt };
    }

    /// <summary>What holds for every accepted request: who obtained the token, what the device looks like, when it was used.</summary>
    private static SessionRow Accept(SessionRow row, in Presentation shown, DateTimeOffset now) => row with
    {
        Holder = shown.Requester,
        Fingerprint = Known(row.Fingerprint, shown.Fingerprint),
        LastSeenAt = Used(row, shown, now),
    };

    private static DateTimeOffset Used(SessionRow row, in Presentation shown, DateTimeOffset now) =>
        !shown.Background && now > row.LastSeenAt ? now : row.LastSeenAt; // R6

    // An attribute that this request does not tell is not forgotten; but an autonomous system is one of a network, and goes with it.
    private static Fingerprint Known(Fingerprint stored, Fingerprint seen)
    {
        if (seen is { Language: not null, Network: not null, AutonomousSystem: not null, Tls: not null, Custom: not null, Device: not DeviceClass.Other })
        {
            return seen;
        }

        string? network = seen.Network ?? stored.Network;
        return seen with
        {
            Language = seen.Language ?? stored.Language,
            Network = network,
            Tls = seen.Tls ?? stored.Tls,
            Custom = seen.Custom ?? stored.Custom,
            AutonomousSystem = seen.AutonomousSystem ?? (network == stored.Network ? stored.AutonomousSystem : null),
            Device = seen.Device != DeviceClass.Other ? seen.Device : stored.Device,
        };
    }
}
