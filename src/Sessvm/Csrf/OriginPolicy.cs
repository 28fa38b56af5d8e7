using System.Collections.Frozen;
using System.Text;

namespace Sessvm.Csrf;

/// <summary>Which origins besides the application's own may send credentialed requests: exact ones, none by default.</summary>
public sealed class OriginPolicy
{
    private readonly FrozenSet<string> _allowed;

    /// <summary>Makes a policy.</summary>
    /// <param name="allowed">The origins, as a browser sends them: <c>scheme://host[:port]</c> in lower case, without path, wildcard or default port.</param>
    /// <exception cref="ArgumentException">An entry is no such origin; the message names it.</exception>
    public OriginPolicy(IReadOnlyList<string> allowed)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        foreach (string origin in allowed)
        {
            if (!IsOrigin(origin))
            {
                throw new ArgumentException(
                    $"Sessvm:AllowedOrigins has '{origin}'; allowed is an exact origin as a browser sends it: scheme://host[:port] in lower case, without path, wildcard or default port, such as https://app.example.com.",
                    nameof(allowed));
            }
        }

        _allowed = allowed.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>A policy that allows the application's own origin only.</summary>
    public static OriginPolicy None { get; } = new([]);

    /// <summary>Whether an origin is the application's own or one of those allowed.</summary>
    /// <param name="origin">The <c>Origin</c> header; <see langword="null"/>, empty and <c>null</c> are no origin.</param>
    /// <param name="selfOrigin">The origin that the request was sent to.</param>
    public bool Allows(string? origin, string selfOrigin) =>
        !string.IsNullOrEmpty(origin)
        && origin != "null" // what a sandboxed frame sends, and anybody can be one
        && (string.Equals(origin, selfOrigin, StringComparison.OrdinalIgnoreCase) || _allowed.Contains(origin));

    /// <summary>Whether a request comes from here, as far as its browser says; true where it says nothing.</summary>
    /// <param name="fetchSite">The <c>Sec-Fetch-Site</c> header. What says «cross-site» or «same-site» needs an origin that is listed.</param>
    /// <param name="origin">The <c>Origin</c> header.</param>
    /// <param name="selfOrigin">The origin that the request was sent to.</param>
    internal bool Admits(string? fetchSite, string? origin, string selfOrigin)
    {
        bool near = string.IsNullOrEmpty(fetchSite) || fetchSite is "same-origin" or "none";
        return string.IsNullOrEmpty(origin) ? near : near ? Allows(origin, selfOrigin) : _allowed.Contains(origin);
    }

    // Formatting back what was parsed shows upper case, a path, a default port and the like.
    private static bool IsOrigin(string? text) =>
        !string.IsNullOrEmpty(text)
        && Ascii.IsValid(text)
        && !text.AsSpan().ContainsAny("*@ ")
        && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
        && uri.Host.Length > 0
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
