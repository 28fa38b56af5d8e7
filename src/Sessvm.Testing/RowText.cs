using System.Globalization;
using Sessvm.Stores;

namespace Sessvm.Testing;

/// <summary>Every field of a row as text, so that two rows can be compared and a difference be read.</summary>
public static class RowText
{
    /// <summary>All fields of a row, one to a line.</summary>
    /// <param name="row">The row; <see langword="null"/> gives <c>no row</c>.</param>
    public static string Of(SessionRow? row)
    {
        if (row is null)
        {
            return "no row";
        }

        string[] lines =
        [
            $"id {row.Id} family {row.Family} subject {row.Subject}",
            $"created {At(row.CreatedAt)} authenticated {At(row.AuthenticatedAt)} deadline {At(row.Deadline)} idle {row.IdleTimeout}",
            $"persistent {row.Persistent} held {row.Held}",
            $"device {row.Device} key {(row.DeviceKey is { } key ? Convert.ToHexString(key.Span) : "none")}",
            $"access {Lineage(row.Access)}",
            $"refresh {(row.Refresh is { } refresh ? Lineage(refresh.Tokens) + " " + refresh.AccessGeneration : "none")}",
            $"holder {row.Holder}",
            $"fingerprint {row.Fingerprint}",
            $"habits {Convert.ToHexString(row.Habits.Bytes.Span)}",
            $"scopes {string.Join(' ', row.Scopes)}",
            $"token claims {string.Join(' ', row.TokenClaims)}",
            $"claims {string.Join(' ', row.Claims)}",
            $"data {string.Join(' ', row.Data.Select(static datum => datum.Name + "=" + Convert.ToHexString(datum.Json.Span)))}",
            $"tickets {string.Join(' ', row.Tickets.Select(static ticket => ticket.Nonce + "@" + At(ticket.ExpiresAt)))}",
            $"last seen {At(row.LastSeenAt)} seen {(row.SeenAt is { } seen ? At(seen) : "not yet")}",
            $"end {(row.End is { } end ? end.Reason + "@" + At(end.At) : "none")}",
            $"version {row.Version.Value}",
        ];
        return string.Join('\n', lines);
    }

    private static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static string Lineage(Lineage lineage) =>
        $"{lineage.Generation} floor {lineage.Floor} rotated {At(lineage.RotatedAt)} issued {At(lineage.IssuedAt)} lifetime {lineage.Lifetime} key {lineage.KeyId}";
}
