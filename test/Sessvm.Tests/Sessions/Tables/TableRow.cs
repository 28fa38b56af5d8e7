using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Sessions;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Tests.Sessions.Tables;

/// <summary>A row in the middle of its life, and tokens of it, for tests of the tables.</summary>
internal static class TableRow
{
    /// <summary>When generation 5 became current.</summary>
    public static readonly DateTimeOffset Rotated = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly SessionOptions Options = new();

    /// <summary>At generation 5, renewed at 3, seen 10 seconds after it became current.</summary>
    public static SessionRow At5 { get; } = Make();

    public static SessionRow Unseen => At5 with { SeenAt = null };

    /// <summary>When generation 5 expires: 15 minutes.</summary>
    public static DateTimeOffset Expiry => At5.Access.ExpiresAt;

    /// <summary>The last instant at which generation 4 is answered.</summary>
    public static DateTimeOffset DoorShuts => At5.SeenAt!.Value + Options.Overlap;

    /// <summary>A token of generation 5, from the device and its holder.</summary>
    public static Presentation Current { get; } = new(
        5, 3, Rotated, TimeSpan.FromMinutes(15), 1, SameDevice: true, DeviceProof.Missing, Bench.Home, Background: false);

    public static Presentation Predecessor { get; } = Current with { Generation = 4, IssuedAt = Rotated - TimeSpan.FromMinutes(15) };

    public static Presentation FarBehind { get; } = Current with { Generation = 3, IssuedAt = Rotated - TimeSpan.FromMinutes(30) };

    public static Presentation Renewed { get; } = Current with { Generation = 2, Floor = 1, IssuedAt = Rotated - TimeSpan.FromHours(1) };

    public static Presentation Ahead { get; } = Current with { Generation = 6, IssuedAt = Rotated + TimeSpan.FromMinutes(1) };

    /// <summary>Generation 5 from another branch of the store's history.</summary>
    public static Presentation Fork { get; } = Current with { IssuedAt = Rotated + TimeSpan.FromMinutes(1) };

    public static TimeSpan Millisecond => TimeSpan.FromMilliseconds(1);

    public static ExchangeDecision Exchange(
        SessionRow row, Presentation shown, DateTimeOffset now, SessionOptions? options = null, FingerprintPolicy? policy = null) =>
        ExchangeTable.Decide(row, shown, options ?? Options, policy ?? FingerprintPolicy.Relaxed, now);

    public static Presentation From(this Presentation shown, Fingerprint requester) => shown with { Fingerprint = requester };

    private static SessionRow Make()
    {
        var id = SessionId.Create("alice");
        var created = Rotated - TimeSpan.FromHours(2);
        return new SessionRow
        {
            Id = id,
            Family = id,
            Subject = "alice",
            CreatedAt = created,
            AuthenticatedAt = created,
            Deadline = created + Options.AbsoluteTimeout,
            IdleTimeout = Options.IdleTimeout,
            Device = new KeyedHash(1, 42),
            Access = new Lineage(5, 3, Rotated, Rotated, TimeSpan.FromMinutes(15), 1),
            Holder = new Holder(Bench.Home.Agent),
            Fingerprint = Bench.Home,
            LastSeenAt = Rotated + TimeSpan.FromSeconds(10),
            SeenAt = Rotated + TimeSpan.FromSeconds(10),
            Version = new RowVersion(1),
        };
    }
}
