using Microsoft.Extensions.Primitives;

namespace Sessvm.AspNetCore;

/// <summary>Finds a few cookies in the <c>Cookie</c> header without taking the rest apart.</summary>
internal static class CookieHeader
{
    /// <summary>Finds up to three cookies; of two with one name the first counts, as browsers send the closest first.</summary>
    public static Found Find(StringValues headers, CookieNames.Set names)
    {
        var found = default(Found);
        foreach (string? header in headers)
        {
            var rest = header.AsMemory();
            while (!rest.IsEmpty)
            {
                int end = rest.Span.IndexOf(';');
                var pair = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? default : rest[(end + 1)..];
                int equals = pair.Span.IndexOf('=');
                if (equals > 0)
                {
                    found.Take(names, pair.Span[..equals].TrimEnd(), Unquote(pair[(equals + 1)..].Trim()));
                }
            }
        }

        return found;
    }

    private static ReadOnlyMemory<char> Unquote(ReadOnlyMemory<char> value) =>
        value.Length >= 2 && value.Span[0] == '"' && value.Span[^1] == '"' ? value[1..^1] : value;

    /// <summary>The values; empty where a cookie is absent.</summary>
    public struct Found
    {
        public ReadOnlyMemory<char> Access { get; private set; }

        public ReadOnlyMemory<char> Device { get; private set; }

        public ReadOnlyMemory<char> Csrf { get; private set; }

        /// <summary>Whether a second device cookie names another device.</summary>
        public bool DeviceClash { get; private set; }

        internal void Take(CookieNames.Set names, ReadOnlySpan<char> name, ReadOnlyMemory<char> value)
        {
            if (name.SequenceEqual(names.Access))
            {
                Access = Access.IsEmpty ? value : Access;
            }
            else if (name.SequenceEqual(names.Device))
            {
                DeviceClash |= !Device.IsEmpty && !Device.Span.Equals(value.Span, StringComparison.OrdinalIgnoreCase);
                Device = Device.IsEmpty ? value : Device;
            }
            else if (name.SequenceEqual(names.Csrf))
            {
                Csrf = Csrf.IsEmpty ? value : Csrf;
            }
        }
    }
}
