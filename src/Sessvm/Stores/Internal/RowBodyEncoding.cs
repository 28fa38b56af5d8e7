using Sessvm.Fingerprints;
using Sessvm.Tokens;

namespace Sessvm.Stores.Internal;

/// <summary>Writes a row's body in the order of its FORMAT.</summary>
internal static class RowBodyEncoding
{
    internal static void Write(ref RowBodyWriter writer, SessionRow row, byte format)
    {
        RowBodyParts parts = PartsOf(row, out Guid packed);
        long created = StoredTime.Of(row.CreatedAt);
        writer.Byte(format);
        writer.UInt16((ushort)parts);
        writer.Signed(created);
        writer.Instant(row.Deadline, created);
        writer.Varint((ulong)StoredTime.Of(row.IdleTimeout));
        Ids(ref writer, row, parts, packed);
        writer.Byte(row.Device.KeyId);
        writer.UInt128(row.Device.Value);
        if (row.DeviceKey is { } key)
        {
            Require(key.Length == SessionRowCodec.DeviceKeySize, "DeviceKey has 32 bytes");
            writer.Bytes(key.Span);
        }

        writer.Instant(row.AuthenticatedAt, created);
        Lineage(ref writer, row.Access, created);
        if (row.Refresh is { } refresh)
        {
            writer.Varint(refresh.Tokens.Generation);
            Lineage(ref writer, refresh.Tokens, created);
            writer.Varint(refresh.AccessGeneration);
        }

        Requester(ref writer, row, parts);
        Lists(ref writer, row, created);
    }

    private static RowBodyParts PartsOf(SessionRow row, out Guid packed)
    {
        bool isUuid = UuidText.TryPack(row.Subject, out packed);
        return (row.Family == row.Id ? RowBodyParts.Root : 0)
            | (isUuid ? RowBodyParts.PackedSubject : 0)
            | (row.Persistent ? RowBodyParts.Persistent : 0)
            | (row.Held ? RowBodyParts.Held : 0)
            | (row.DeviceKey is not null ? RowBodyParts.DeviceKey : 0)
            | (row.Refresh is not null ? RowBodyParts.Refresh : 0)
            | (row.Holder.Tls is not null ? RowBodyParts.HolderTls : 0)
            | (row.Holder.Agent == row.Fingerprint.Agent ? RowBodyParts.SameAgent : 0)
            | (row.Fingerprint.Language is not null ? RowBodyParts.Language : 0)
            | (row.Fingerprint.Network is not null ? RowBodyParts.Network : 0)
            | (row.Fingerprint.Tls is not null ? RowBodyParts.Tls : 0)
            | (MoreOf(row) != 0 ? RowBodyParts.More : 0)
            | (row.TokenClaims.Count > 0 ? RowBodyParts.TokenClaims : 0)
            | (row.Claims.Count > 0 ? RowBodyParts.Claims : 0)
            | (row.Data.Count > 0 ? RowBodyParts.Data : 0)
            | (row.Tickets.Count > 0 ? RowBodyParts.Tickets : 0);
    }

    private static void Ids(ref RowBodyWriter writer, SessionRow row, RowBodyParts parts, Guid packed)
    {
        Require(row.Subject.Length > 0, "Subject is not empty");
        if ((parts & RowBodyParts.PackedSubject) != 0)
        {
            Span<byte> uuid = stackalloc byte[UuidText.Size];
            packed.TryWriteBytes(uuid, bigEndian: true, out _);
            writer.Bytes(uuid);
        }
        else
        {
            writer.Plain(row.Subject);
        }

        if ((parts & RowBodyParts.Root) == 0)
        {
            Span<byte> family = stackalloc byte[SessionId.Size];
            row.Family.Write(family);
            writer.Bytes(family);
        }
    }

    private static void Lineage(ref RowBodyWriter writer, in Lineage lineage, long created)
    {
        long lifetime = StoredTime.Of(lineage.Lifetime);
        Require(lifetime % 1000 == 0, "Lifetime is in whole seconds");
        writer.Varint(lineage.Floor);
        writer.Instant(lineage.RotatedAt, created);
        writer.Instant(lineage.IssuedAt, StoredTime.Of(lineage.RotatedAt));
        writer.Varint((ulong)(lifetime / 1000));
        writer.Byte(lineage.KeyId);
    }

    private static void Requester(ref RowBodyWriter writer, SessionRow row, RowBodyParts parts)
    {
        Agent(ref writer, row.Holder.Agent);
        Optional(ref writer, row.Holder.Tls);
        if ((parts & RowBodyParts.SameAgent) == 0)
        {
            Agent(ref writer, row.Fingerprint.Agent);
        }

        Optional(ref writer, row.Fingerprint.Language);
        Optional(ref writer, row.Fingerprint.Network);
        Optional(ref writer, row.Fingerprint.Tls);
        More(ref writer, row);
    }

    private static RowBodyMore MoreOf(SessionRow row) =>
        (row.Fingerprint.AutonomousSystem is not null ? RowBodyMore.AutonomousSystem : 0)
        | (row.Fingerprint.Device != DeviceClass.Other ? RowBodyMore.Device : 0)
        | (row.Habits.IsNone ? 0 : RowBodyMore.Habits)
        | (row.Fingerprint.Custom is not null ? RowBodyMore.Custom : 0);

    private static void More(ref RowBodyWriter writer, SessionRow row)
    {
        RowBodyMore more = MoreOf(row);
        if (more == 0)
        {
            return;
        }

        writer.Byte((byte)more);
        if (row.Fingerprint.AutonomousSystem is { } system)
        {
            writer.Varint(system);
        }

        if ((more & RowBodyMore.Device) != 0)
        {
            Require(Enum.IsDefined(row.Fingerprint.Device), "Device is one of the classes");
            writer.Byte((byte)row.Fingerprint.Device);
        }

        if (!row.Habits.IsNone)
        {
            writer.Byte((byte)row.Habits.Bytes.Length);
            writer.Bytes(row.Habits.Bytes.Span);
        }

        if (row.Fingerprint.Custom is { } custom)
        {
            writer.Varint(custom);
        }
    }

    private static void Lists(ref RowBodyWriter writer, SessionRow row, long created)
    {
        Require(row.Scopes.Count <= SessionRowCodec.MostScopes, "Scopes has at most 32");
        writer.Varint((ulong)row.Scopes.Count);
        foreach (string scope in row.Scopes)
        {
            writer.Text(scope);
        }

        Claims(ref writer, row.TokenClaims);
        Claims(ref writer, row.Claims);
        Count(ref writer, row.Data.Count);
        foreach (SessionDatum datum in row.Data)
        {
            writer.Text(datum.Name);
            writer.Varint((ulong)datum.Json.Length);
            writer.Bytes(datum.Json.Span);
        }

        Require(row.Tickets.Count <= SessionRowCodec.MostTickets, "Tickets has at most 16");
        Count(ref writer, row.Tickets.Count);
        foreach (RedeemedTicket ticket in row.Tickets)
        {
            writer.UInt64(ticket.Nonce);
            writer.Instant(ticket.ExpiresAt, created);
        }
    }

    private static void Claims(ref RowBodyWriter writer, IReadOnlyList<SessionClaim> claims)
    {
        Count(ref writer, claims.Count);
        foreach (SessionClaim claim in claims)
        {
            writer.Text(claim.Type);
            writer.Text(claim.Value);
        }
    }

    private static void Count(ref RowBodyWriter writer, int count)
    {
        if (count > 0)
        {
            writer.Varint((ulong)count);
        }
    }

    private static void Agent(ref RowBodyWriter writer, Agent agent)
    {
        writer.Text(agent.Browser);
        writer.Signed(agent.Version);
        writer.Text(agent.System);
    }

    private static void Optional(ref RowBodyWriter writer, string? text)
    {
        if (text is not null)
        {
            writer.Text(text);
        }
    }

    private static void Require(bool holds, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException($"The row cannot be stored: {allowed}.", "row");
        }
    }
}
