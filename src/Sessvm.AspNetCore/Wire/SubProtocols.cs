using Microsoft.Extensions.Primitives;

namespace Sessvm.AspNetCore;

/// <summary>Reads the credentials among the sub-protocols of a WebSocket handshake, where a browser can put them.</summary>
internal static class SubProtocols
{
    public static Found Read(StringValues headers)
    {
        ReadOnlyMemory<char> access = default, ticket = default, device = default;
        foreach (string? header in headers)
        {
            var rest = header.AsMemory();
            while (!rest.IsEmpty)
            {
                int end = rest.Span.IndexOf(',');
                var one = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? default : rest[(end + 1)..];
                access = Take(access, one, WireNames.AccessProtocol);
                ticket = Take(ticket, one, WireNames.TicketProtocol);
                device = Take(device, one, WireNames.DeviceProtocol);
            }
        }

        return new Found(access.IsEmpty ? ticket : access, access.IsEmpty && !ticket.IsEmpty, device);
    }

    /// <summary>
    /// The sub-protocol that the server answers with: the application's own where the client offers it, else the one with
    /// the device id; never one that holds a credential.
    /// </summary>
    public static string? Answer(IList<string> offered, string? own)
    {
        if (own is not null && offered.Contains(own))
        {
            return own;
        }

        return offered.FirstOrDefault(static one => one.StartsWith(WireNames.DeviceProtocol, StringComparison.Ordinal));
    }

    private static ReadOnlyMemory<char> Take(ReadOnlyMemory<char> known, ReadOnlyMemory<char> one, string prefix)
    {
        if (!known.IsEmpty || !one.Span.StartsWith(prefix, StringComparison.Ordinal))
        {
            return known;
        }

        var value = one[prefix.Length..];
        return value.Span.Contains('%') ? Uri.UnescapeDataString(value.ToString()).AsMemory() : value;
    }

    /// <summary>What was found; empty where it was not.</summary>
    public readonly record struct Found(ReadOnlyMemory<char> Token, bool IsTicket, ReadOnlyMemory<char> Device)
    {
        /// <summary>Names the type only (R9).</summary>
        public override string ToString() => nameof(SubProtocols);
    }
}
