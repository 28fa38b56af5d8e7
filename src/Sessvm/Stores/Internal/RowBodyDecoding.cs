using Sessvm.Fingerprints;
using Sessvm.Keys;
using Sessvm.Tokens;

namespace Sessvm.Stores.Internal;

/// <summary>Reads a row's body in the order of its FORMAT, and refuses every form but the one that is written.</summary>
internal static class RowBodyDecoding
{
    internal static SessionRow Read(ref RowBodyReader reader, SessionId id, in SessionRowColumns columns)
    {
        RowBodyParts parts = Limits(ref reader, out long created, out long deadline, out long idle);
        string subject = Subject(ref reader, parts);
        SessionId family = id;
        if ((parts & RowBodyParts.Root) == 0)
        {
            family = SessionId.Read(reader.Take(SessionId.Size));
            Canonical(ref reader, family != id);
        }

        KeyedHash device = Device(ref reader);
        ReadOnlyMemory<byte>? deviceKey = null;
        if ((parts & RowBodyParts.DeviceKey) != 0)
        {
            deviceKey = reader.Take(SessionRowCodec.DeviceKeySize).ToArray();
        }

        long authenticated = reader.Instant(created);
        Lineage access = Lineage(ref reader, columns.Generation, created);
        RefreshLineage? refresh = null;
        if ((parts & RowBodyParts.Refresh) != 0)
        {
            refresh = new RefreshLineage(Lineage(ref reader, reader.UInt32(), created), reader.UInt32());
        }

        Requester(ref reader, parts, out Holder holder, out Fingerprint fingerprint, out Habits habits);
        var row = new SessionRow
        {
            Id = id,
            Family = family,
            Subject = subject,
            CreatedAt = At(created),
            AuthenticatedAt = At(authenticated),
            Deadline = At(deadline),
            IdleTimeout = TimeSpan.FromMilliseconds(idle),
            Persistent = (parts & RowBodyParts.Persistent) != 0,
            Held = (parts & RowBodyParts.Held) != 0,
            Device = device,
            DeviceKey = deviceKey,
            Access = access,
            Refresh = refresh,
            Holder = holder,
            Fingerprint = fingerprint,
            Habits = habits,
            Scopes = Scopes(ref reader),
            TokenClaims = (parts & RowBodyParts.TokenClaims) != 0 ? Claims(ref reader) : [],
            Claims = (parts & RowBodyParts.Claims) != 0 ? Claims(ref reader) : [],
            Data = (parts & RowBodyParts.Data) != 0 ? Data(ref reader) : [],
            Tickets = (parts & RowBodyParts.Tickets) != 0 ? Tickets(ref reader, created) : [],
            LastSeenAt = At(Stored(ref reader, columns.LastSeenAt)),
            SeenAt = columns.SeenAt is { } seen ? At(Stored(ref reader, seen)) : null,
            End = End(ref reader, columns),
            Version = new RowVersion(columns.Version),
        };
        Canonical(ref reader, reader.AtEnd);
        return row;
    }

    /// <summary>Whether the subject is this one; a packed one is compared as it lies there, since a shard is full of others.</summary>
    internal static bool HasSubject(ref RowBodyReader reader, string subject, out RowBodyParts parts)
    {
        parts = Limits(ref reader, out _, out _, out _);
        return (parts & RowBodyParts.PackedSubject) != 0
            ? UuidText.TryPack(subject, out Guid packed) && new Guid(reader.Take(UuidText.Size), bigEndian: true) == packed
            : Subject(ref reader, parts) == subject;
    }

    /// <summary>The hash of the device's id, in a body that was read to the end of its subject.</summary>
    internal static KeyedHash DeviceBehindSubject(ref RowBodyReader reader, RowBodyParts parts)
    {
        if ((parts & RowBodyParts.Root) == 0)
        {
            reader.Take(SessionId.Size);
        }

        return Device(ref reader);
    }

    internal static RowBodyParts Limits(ref RowBodyReader reader, out long created, out long deadline, out long idle)
    {
        var parts = (RowBodyParts)reader.UInt16();
        Canonical(ref reader, (parts & ~RowBodyParts.All) == 0);
        created = reader.Instant(0);
        deadline = reader.Instant(created);
        idle = reader.UpTo(StoredTime.Longest);
        return parts;
    }

    /// <summary>An instant from a column, if it is one that is ever stored.</summary>
    internal static long Stored(ref RowBodyReader reader, long value) =>
        value is >= StoredTime.Earliest and <= StoredTime.Latest ? value : throw reader.Malformed("an instant is out of range");

    private static DateTimeOffset At(long value) => DateTimeOffset.FromUnixTimeMilliseconds(value);

    private static SessionEnd? End(ref RowBodyReader reader, in SessionRowColumns columns)
    {
        if (!columns.IsEnded)
        {
            return null;
        }

        var reason = (EndReason)columns.EndReason;
        return Enum.IsDefined(reason)
            ? new SessionEnd(reason, At(Stored(ref reader, columns.EndedAt)))
            : throw reader.Malformed("it has an unknown end; upgrade this node if another one is newer");
    }

    private static string Subject(ref RowBodyReader reader, RowBodyParts parts)
    {
        if ((parts & RowBodyParts.PackedSubject) != 0)
        {
            return UuidText.Unpack(reader.Take(UuidText.Size));
        }

        string subject = reader.Plain();
        Canonical(ref reader, subject.Length > 0 && !UuidText.TryPack(subject, out _));
        return subject;
    }

    private static KeyedHash Device(ref RowBodyReader reader) => new(reader.Byte(), reader.UInt128());

    private static Lineage Lineage(ref RowBodyReader reader, uint generation, long created)
    {
        uint floor = reader.UInt32();
        long rotated = reader.Instant(created);
        long issued = reader.Instant(rotated);
        var lifetime = TimeSpan.FromSeconds(reader.UpTo(StoredTime.Longest / 1000));
        return new Lineage(generation, floor, At(rotated), At(issued), lifetime, reader.Byte());
    }

    private static void Requester(
        ref RowBodyReader reader, RowBodyParts parts, out Holder holder, out Fingerprint fingerprint, out Habits habits)
    {
        Agent agent = Agent(ref reader);
        holder = new Holder(agent, (parts & RowBodyParts.HolderTls) != 0 ? reader.Text() : null);
        if ((parts & RowBodyParts.SameAgent) == 0)
        {
            agent = Agent(ref reader);
            Canonical(ref reader, agent != holder.Agent);
        }

        fingerprint = new Fingerprint(
            agent,
            (parts & RowBodyParts.Language) != 0 ? reader.Text() : null,
            (parts & RowBodyParts.Network) != 0 ? reader.Text() : null,
            (parts & RowBodyParts.Tls) != 0 ? reader.Text() : null);
        habits = Habits.None;
        if ((parts & RowBodyParts.More) != 0)
        {
            fingerprint = More(ref reader, fingerprint, ref habits);
        }
    }

    private static Fingerprint More(ref RowBodyReader reader, Fingerprint fingerprint, ref Habits habits)
    {
        var more = (RowBodyMore)reader.Byte();
        Canonical(ref reader, more != 0 && (more & ~RowBodyMore.All) == 0);
        uint system = 0;
        if ((more & RowBodyMore.AutonomousSystem) != 0)
        {
            system = reader.UInt32();
            Canonical(ref reader, system != 0);
        }

        var device = DeviceClass.Other;
        if ((more & RowBodyMore.Device) != 0)
        {
            device = (DeviceClass)reader.Byte();
            Canonical(ref reader, device != DeviceClass.Other && Enum.IsDefined(device));
        }

        if ((more & RowBodyMore.Habits) != 0)
        {
            int size = reader.Byte();
            Canonical(ref reader, size is > 0 and <= Habits.MaxSize);
            habits = Habits.Of(reader.Take(size));
        }

        uint custom = 0;
        if ((more & RowBodyMore.Custom) != 0)
        {
            custom = reader.UInt32();
            Canonical(ref reader, custom != 0);
        }

        return more == RowBodyMore.Habits ? fingerprint : fingerprint with { AutonomousSystem = system, Device = device, Custom = custom };
    }

    private static Agent Agent(ref RowBodyReader reader) => new(reader.Text(), reader.Int32(), reader.Text());

    private static string[] Scopes(ref RowBodyReader reader)
    {
        var scopes = new string[reader.Count(SessionRowCodec.MostScopes, least: 1)];
        for (int i = 0; i < scopes.Length; i++)
        {
            scopes[i] = reader.Text();
        }

        return scopes;
    }

    private static SessionClaim[] Claims(ref RowBodyReader reader)
    {
        var claims = new SessionClaim[reader.Count(SessionRowCodec.MaxLength, least: 2)];
        Canonical(ref reader, claims.Length > 0);
        for (int i = 0; i < claims.Length; i++)
        {
            claims[i] = new SessionClaim(reader.Text(), reader.Text());
        }

        return claims;
    }

    private static SessionDatum[] Data(ref RowBodyReader reader)
    {
        var data = new SessionDatum[reader.Count(SessionRowCodec.MaxLength, least: 2)];
        Canonical(ref reader, data.Length > 0);
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = new SessionDatum(reader.Text(), reader.Sized().ToArray());
        }

        return data;
    }

    private static RedeemedTicket[] Tickets(ref RowBodyReader reader, long created)
    {
        var tickets = new RedeemedTicket[reader.Count(SessionRowCodec.MostTickets, least: 9)];
        Canonical(ref reader, tickets.Length > 0);
        for (int i = 0; i < tickets.Length; i++)
        {
            tickets[i] = new RedeemedTicket(reader.UInt64(), At(reader.Instant(created)));
        }

        return tickets;
    }

    private static void Canonical(ref RowBodyReader reader, bool holds)
    {
        if (!holds)
        {
            throw reader.Malformed("it is malformed");
        }
    }
}
