using System.Net;
using Microsoft.AspNetCore.Http;

namespace Sessvm.AspNetCore;

/// <summary>The names of a scheme's cookies, over HTTPS and over plain HTTP.</summary>
internal sealed class CookieNames
{
    private readonly SessvmCookieOptions _options;

    public CookieNames(SessvmCookieOptions options)
    {
        _options = options;
        string prefix = options.Domain is null ? "__Host-" : "__Secure-";
        Secure = new Set(prefix + options.Access, prefix + options.Device, prefix + options.Csrf);
        Bare = new Set(options.Access, options.Device, options.Csrf);
    }

    public Set Secure { get; }

    public Set Bare { get; }

    public string? Domain => _options.Domain;

    public SameSiteMode SameSite => _options.SameSite;

    /// <summary>The names that count for a request; <see langword="null"/> where cookies may not cross at all.</summary>
    public Set? For(HttpRequest request, bool insecure) =>
        request.IsHttps ? Secure : insecure || IsLoopback(request.Host) ? Bare : null;

    /// <summary>Whether a browser takes the address for this machine. The usual spellings cost no allocation.</summary>
    private static bool IsLoopback(HostString host)
    {
        var named = host.Value.AsSpan();
        return Is(named, "localhost") || Is(named, "127.0.0.1") || IsLoopback(host.Host);
    }

    private static bool Is(ReadOnlySpan<char> named, string host) =>
        named.StartsWith(host, StringComparison.OrdinalIgnoreCase) && (named.Length == host.Length || named[host.Length] == ':');

    private static bool IsLoopback(string host) =>
        host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (host.Length > 0 && (char.IsAsciiDigit(host[0]) || host[0] == '[')
            && IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IPAddress.IsLoopback(address));

    /// <summary>One set of names.</summary>
    public sealed record Set(string Access, string Device, string Csrf);
}
