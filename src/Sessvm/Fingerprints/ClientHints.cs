namespace Sessvm.Fingerprints;

/// <summary>
/// The client hints that Chromium sends with every request over HTTPS. They stand in for what a user agent leaves unknown
/// and tell phones from tablets; they never overrule it, because sockets and plain HTTP come without them, and one browser
/// must be read the same on every road.
/// </summary>
/// <param name="Brands">The <c>Sec-CH-UA</c> header.</param>
/// <param name="Platform">The <c>Sec-CH-UA-Platform</c> header.</param>
/// <param name="Mobile">The <c>Sec-CH-UA-Mobile</c> header.</param>
public readonly record struct ClientHints(string? Brands, string? Platform = null, string? Mobile = null)
{
    /// <summary>Whether there are none.</summary>
    internal bool IsEmpty => string.IsNullOrEmpty(Brands) && string.IsNullOrEmpty(Platform);

    /// <summary>Names the type only: raw agents do not belong in a log (R9).</summary>
    public override string ToString() => nameof(ClientHints);
}
