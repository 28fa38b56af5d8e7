using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>The number of an autonomous system that a trusted proxy tells: <c>64500</c> or <c>AS64500</c>.</summary>
internal sealed class AutonomousSystemHeader(string name, TrustedProxies proxies)
{
    /// <summary>The number; <see langword="null"/> where none is told, or by somebody who is not trusted.</summary>
    public uint? Read(HttpContext context) =>
        context.Request.Headers.TryGetValue(name, out var values) && values.Count == 1 && proxies.Sent(context) ? Parse(values[0]) : null;

    internal static uint? Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.StartsWith("AS", StringComparison.OrdinalIgnoreCase))
        {
            text = text[2..];
        }

        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint number) && number > 0 ? number : null;
    }
}
