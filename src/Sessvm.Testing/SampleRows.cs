using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Stores;
using Sessvm.Tokens;

namespace Sessvm.Testing;

/// <summary>Makes rows for tests.</summary>
public static class SampleRows
{
    private static readonly Agent Chrome = new("Chrome", 140, "Windows");

    /// <summary>The instant at which the sample rows start.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 9, 30, 0, 250, TimeSpan.Zero);

    /// <summary>A row as most are: three scopes, no refresh tokens, no claims.</summary>
    /// <param name="subject">The user; a new UUID for <see langword="null"/>.</param>
    /// <param name="createdAt">When it started; <see cref="Start"/> for <see langword="null"/>.</param>
    /// <param name="family">The family; its own for <see langword="null"/>.</param>
    public static SessionRow Typical(string? subject = null, DateTimeOffset? createdAt = null, SessionId? family = null)
    {
        subject ??= Guid.NewGuid().ToString();
        SessionId id = SessionId.Create(subject);
        DateTimeOffset start = createdAt ?? Start;
        return new SessionRow
        {
            Id = id,
            Family = family ?? id,
            Subject = subject,
            CreatedAt = start,
            AuthenticatedAt = start,
            Deadline = start.AddDays(30),
            IdleTimeout = TimeSpan.FromDays(14),
            Persistent = true,
            Device = Device(id),
            Access = new Lineage(1, 1, start, start, TimeSpan.FromMinutes(15), 1),
            Holder = new Holder(Chrome),
            Fingerprint = new Fingerprint(Chrome, "en-GB", "203.0.113.0/24"),
            Scopes = ["profiles", "orders-r", "orders-w"],
            LastSeenAt = start,
            Version = RowVersion.First(),
        };
    }

    /// <summary>A row that has a value in every field, so that a store that forgets one shows.</summary>
    /// <param name="subject">The user; one with an unusual name for <see langword="null"/>.</param>
    public static SessionRow Full(string? subject = null)
    {
        subject ??= "zoë|" + Guid.NewGuid();
        SessionRow row = Typical(subject, family: SessionId.Create(subject));
        return row with
        {
            AuthenticatedAt = Start.AddMinutes(7),
            Held = true,
            DeviceKey = Enumerable.Range(1, 32).Select(static number => (byte)number).ToArray(),
            Access = new Lineage(4_000_000_000, 3_999_999_999, Start.AddHours(1), Start.AddHours(1).AddSeconds(5), TimeSpan.FromMinutes(10), 200),
            Refresh = new RefreshLineage(new Lineage(3, 2, Start.AddHours(1), Start.AddHours(2), TimeSpan.FromDays(20), 7), 3_999_999_998),
            Holder = new Holder(Chrome, "h131513_8daaf6152771_02713d6af862"),
            Fingerprint = new Fingerprint(new Agent("Firefox", 139, "Linux"), "de", "2001:db8::/64", "h131513_8daaf6152771_6d807ffa2a79")
            {
                AutonomousSystem = uint.MaxValue,
                Custom = uint.MaxValue - 1,
                Device = DeviceClass.Desktop,
            },
            Habits = Habits.Of([.. Enumerable.Range(1, Habits.MaxSize).Select(static number => (byte)(number * 7))]),
            TokenClaims = [new SessionClaim("name", "Zoë"), new SessionClaim("role", "profiles")],
            Claims = [new SessionClaim("role", "auditor"), new SessionClaim("tenant", "")],
            Data = [new SessionDatum("cart", "{\"items\":[1,2]}"u8.ToArray()), new SessionDatum("theme", "\"dark\""u8.ToArray())],
            Tickets = [new RedeemedTicket(ulong.MaxValue, Start.AddHours(3)), new RedeemedTicket(1, Start.AddHours(4))],
            LastSeenAt = Start.AddHours(5),
            SeenAt = Start.AddHours(4),
        };
    }

    /// <summary>The row one exchange later: the next generation, not seen yet, with a new version.</summary>
    /// <param name="row">The row.</param>
    public static SessionRow Exchanged(SessionRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        DateTimeOffset now = row.Access.ExpiresAt;
        return row with
        {
            Access = row.Access with { Generation = row.Access.Generation + 1, RotatedAt = now, IssuedAt = now },
            SeenAt = null,
            LastSeenAt = now,
            Version = row.Version.Next(),
        };
    }

    /// <summary>The keyed hash of a device that only this session is on.</summary>
    /// <param name="id">The session.</param>
    public static KeyedHash Device(SessionId id)
    {
        ReadOnlySpan<byte> random = id.ToByteArray().AsSpan(2);
        return new KeyedHash(1, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(random));
    }
}
